import { writeSync } from 'node:fs';
import { AT, id, livestream, message, NO_TERMS, order, product, times } from '../../src/adapters/storage/conformance/samples.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';

/**
 * Runs as a child process that is killed: writes without end, and says on stdout what has been acknowledged, one line each.
 * Arguments: the folder, the round. One writer appends to a timeline in small batches, the others like and buy, and delete shows beside it.
 */
async function main(directory: string, round: number): Promise<void> {
  const storage = await openSqliteStorage({ directory });
  const say = (line: string): void => {
    writeSync(1, `${line}\n`);
  };
  const stream = id(1);
  const goods = product(1, { variants: [{ id: id(2), name: '', price: 100, compareAtPrice: null, stock: 1_000_000 }] });
  if (round === 0) await storage.products.insert(goods);
  say('open');

  const append = async (): Promise<void> => {
    let { offset } = await storage.timeline.tail(stream);
    for (;;) {
      const batch = times(3, (n) => message(stream, offset + n + 1, { key: `${round}:${offset + n + 1}` }));
      const { written } = await storage.timeline.insert(batch);
      for (const entry of batch.slice(0, written)) say(`entry ${entry.offset} ${entry.key}`);
      offset += written;
    }
  };
  const buy = async (buyer: number): Promise<void> => {
    for (let n = 0; ; n++) {
      const orderId = round * 10_000_000 + buyer * 1_000_000 + n;
      const result = await storage.orders.place(order(orderId, { product: goods }), NO_TERMS);
      if (result.outcome === 'placed') say(`order ${result.order._id} ${result.order.number}`);
      const viewer = id(orderId);
      await storage.likes.set(stream, viewer, true, AT);
      say(`like ${viewer}`);
    }
  };
  const remove = async (): Promise<void> => {
    for (let n = 0; ; n++) {
      const show = livestream(round * 10_000_000 + 9_000_000 + n, { status: 'ended', startTime: AT });
      await storage.livestreams.insert(show);
      await storage.timeline.insert(times(20, (index) => message(show._id, index + 1)));
      const by = { deletedBy: id(1), deletedByName: 'Noor', deletedAt: AT, dueAt: AT, files: [] };
      const stays = { _id: show._id, title: show.title, createdBy: show.createdBy, visibility: show.visibility };
      await storage.deletedShows.replace({ ...stays, ...by }, ['ended'], { recording: null });
      say(`deleted ${show._id}`);
      while (await storage.deletedShows.clear(show._id, 5));
      say(`cleared ${show._id}`);
    }
  };
  await Promise.all([append(), remove(), ...times(4, buy)]);
}
const [directory = '', round = '0'] = process.argv.slice(2);
await main(directory, Number(round));
