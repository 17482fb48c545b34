import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AT, id, livestream, message, order, product, times } from '../../src/adapters/storage/conformance/samples.ts';
import type { PlaceResult, Storage } from '../../src/ports/storage.ts';
import { databaseUri, dropDatabase, openOn, sharedServer } from './mongo.ts';

const STREAM = id(1);
const SHOW = id(9);

/** Several nodes on one database. */
let nodes: [Storage, Storage];
let uri: string;
beforeAll(async () => {
  uri = databaseUri(await sharedServer());
  nodes = [await openOn(uri), await openOn(uri)];
});
afterAll(async () => {
  for (const node of nodes) await node[Symbol.asyncDispose]();
  await dropDatabase(uri);
});
const node = (n: number): Storage => nodes[n % 2 === 0 ? 0 : 1];

/** Writes facts as a node does: batches at the next offsets, further on when another node was there first. Gives what was acknowledged. */
async function append({ timeline }: Storage, keys: string[]): Promise<{ key: string; offset: number }[]> {
  const acknowledged: { key: string; offset: number }[] = [];
  let waiting = keys;
  while (waiting.length > 0) {
    const { offset } = await timeline.tail(STREAM);
    const batch = waiting.slice(0, 5).map((key, n) => message(STREAM, offset + 1 + n, { key }));
    const { written, stopped } = await timeline.insert(batch);
    acknowledged.push(...batch.slice(0, written));
    waiting = waiting.slice(written);
    const [next] = waiting;
    if (stopped !== 'key_taken' || next === undefined) continue;
    const known = await timeline.byKey(STREAM, next);
    if (!known) throw new Error(`${next} is taken and not there`);
    acknowledged.push(known);
    waiting = waiting.slice(1);
  }
  return acknowledged;
}

describe('two nodes on one MongoDB', () => {
  it('write one timeline without a gap, each fact once, and are told where it is', async () => {
    // Six writers, three on each node; every fact is sent on both, as a client does that comes back elsewhere.
    const acknowledged = await Promise.all(
      times(6, (n) =>
        append(
          node(n),
          times(40, (k) => `fact:${Math.floor(n / 2)}:${k}`),
        ),
      ),
    );
    const entries = await nodes[0].timeline.after(STREAM, 0, 1_000);
    expect(entries.map(({ offset }) => offset)).toEqual(times(120, (n) => n + 1));
    expect(new Set(entries.map(({ key }) => key)).size).toBe(120);
    const places = new Map(entries.map(({ key, offset }) => [key, offset]));
    for (const { key, offset } of acknowledged.flat()) expect(places.get(key)).toBe(offset);
    expect(await nodes[1].timeline.after(STREAM, 0, 1_000)).toEqual(entries);
  });

  it('agree on who likes what, however it is toggled', async () => {
    const changes = await Promise.all(
      times(300, async (n) => {
        const liked = n % 3 !== 0;
        return (await node(n).likes.set(STREAM, id(n % 15), liked, AT + n)) ? (liked ? 1 : -1) : 0;
      }),
    );
    const present = await Promise.all(times(15, (n) => node(n).likes.has(STREAM, id(n))));
    expect(await nodes[0].likes.count(STREAM)).toBe(changes.reduce<number>((sum, change) => sum + change, 0));
    expect(await nodes[1].likes.count(STREAM)).toBe(present.filter(Boolean).length);
  });

  it('sell the last units once, within what each buyer may have, while half-done orders are swept', async () => {
    const scarce = product(1, { variants: [{ id: id(100), name: '', price: 1200, compareAtPrice: null, stock: 25 }] });
    await nodes[0].products.insert(scarce);
    const terms = { prices: [], limits: [{ scope: SHOW, productId: scarce._id, max: 2 }] };
    const sweeping = new AbortController();
    // Every order is old enough for these sweeps: they give up what is being placed just now.
    const swept = Promise.all(
      nodes.map(async (one) => {
        while (!sweeping.signal.aborted) await one.orders.recover(AT + 1_000_000, AT + 1_000_000);
      }),
    );
    const buy = async (n: number): Promise<PlaceResult['outcome']> => {
      for (let tries = 0; tries < 50; tries++) {
        const { outcome } = await node(n + tries).orders.place(order(n + 1, { product: scarce }, { buyerId: id(500 + (n % 20)) }), terms);
        if (outcome !== 'in_progress') return outcome;
      }
      return 'in_progress';
    };
    const outcomes = await Promise.all(times(100, buy));
    sweeping.abort();
    await swept;
    await nodes[0].orders.recover(AT + 1_000_000, AT + 1_000_000);

    const { items: sold } = await nodes[1].orders.list({ limit: 200 });
    const left = (await nodes[1].products.byId(scarce._id))?.variants[0]?.stock;
    expect(sold.length + (left ?? 0)).toBe(25);
    expect(outcomes.filter((outcome) => outcome === 'placed' || outcome === 'repeated')).toHaveLength(sold.length);
    for (const buyer of times(20, (n) => id(500 + n)))
      expect(sold.filter(({ buyerId }) => buyerId === buyer).length).toBeLessThanOrEqual(2);
    expect(new Set(sold.map(({ number }) => number)).size).toBe(sold.length);
    // What the sweeps gave up can be had: whoever asks again gets it, until it is sold out.
    const more = await Promise.all(
      times(left ?? 0, (n) => nodes[0].orders.place(order(1_000 + n, { product: scarce }), { prices: [], limits: [] })),
    );
    expect(more.every(({ outcome }) => outcome === 'placed')).toBe(true);
    expect(await nodes[0].orders.place(order(2_000, { product: scarce }), { prices: [], limits: [] })).toMatchObject({
      outcome: 'sold_out',
      left: 0,
    });
  });

  it('add up what each has seen of the same viewers', async () => {
    const minute = AT / 60_000;
    const attendances = times(700, (n) => ({ viewerId: id(n), minute, seconds: 2 }));
    await Promise.all(times(4, (n) => node(n).viewers.attended(STREAM, attendances, AT)));
    expect(await nodes[1].viewers.totals(STREAM)).toMatchObject({ unique: 700, watchedSeconds: 4 * 700 * 2 });
    expect(await nodes[0].viewers.presentByMinute(STREAM)).toEqual([{ minute, viewers: 700 }]);
  });

  it('start a show once', async () => {
    await nodes[0].livestreams.insert(livestream(1));
    const owed = { streamId: id(1), key: 'started:1', type: 'stream_started', data: { run: 1 } } as const;
    const starts = await Promise.all(times(20, (n) => node(n).livestreams.change(id(1), ['scheduled'], { status: 'live', run: 1 }, owed)));
    expect(starts.filter((show) => show !== null)).toHaveLength(1);
    expect((await nodes[1].livestreams.byId(id(1)))?.owed).toEqual([owed]);
  });

  it('never let an older projection of a show overwrite a newer', async () => {
    await nodes[0].livestreams.insert(livestream(2, { status: 'live', run: 1, startTime: AT }));
    const figures = (likes: number) => ({
      viewerCount: 1,
      likes,
      totalViewers: 2,
      engagementRate: 0.5,
      likedBy: [id(3)],
      chatMessages: [],
    });
    const guards = times(30, (n) => ({ term: 1 + (n % 3), revision: n }));
    await Promise.all(guards.map((guard, n) => node(n).livestreams.project(id(2), figures(guard.term * 100 + guard.revision), guard)));
    // The highest revision of the highest term.
    expect((await nodes[0].livestreams.byId(id(2)))?.engagement).toEqual(figures(329));
  });
});
