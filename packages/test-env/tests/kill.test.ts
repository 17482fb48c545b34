import type { ChatPage, Order, OrderPage, TimelinePage } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShop, ServerProcess, type ShopClient, ShopError, Viewer } from '../src/index.ts';

const ROUNDS = 8;
// Each may say ten things before the rate limit speaks: enough together for a burst.
const CHATTERS = 30;
/** At most this many commands per chatter and round: the loop ends even where the kill comes late. */
const BURST = 400;

describe('When the server is killed with -9 in a burst, then', () => {
  let server: ServerProcess;
  let admin: ShopClient;
  let streamId: string;
  let product: { productId: string; variantId: string; unitPrice: number };
  const guests: ShopClient[] = [];

  beforeAll(async () => {
    server = await ServerProcess.start();
    admin = await openShop(server);
    const show = await admin.createShow('A show that is cut off');
    streamId = show._id;
    const made = await admin.createProduct('Dune vase', 10_000);
    const variant = made.variants[0];
    if (!variant) throw new Error('a product without a variant');
    product = { productId: made._id, variantId: variant.id, unitPrice: variant.price };
    await admin.request('PUT', `/livestreams/${streamId}`, { isActive: true });
    for (let index = 0; index < CHATTERS; index++) guests.push(await admin.guest(`Guest ${index}`));
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('every acknowledged message and order is there once, and offsets have no hole', { timeout: 240_000 }, async () => {
    const acknowledged = new Map<string, number>();
    const orders = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round++) {
      const heard = await Promise.all(guests.map((guest) => Viewer.watch(server.socketUrl, { streamId, token: guest.token ?? '' })));
      // The kill comes after a random number of acknowledgements: not at a time, so that it falls into the burst on any machine.
      let left = 20 + Math.floor(Math.random() * 200);
      let killed: Promise<unknown> | null = null;
      const acknowledge = () => {
        left -= 1;
        if (left <= 0) killed ??= server.end('SIGKILL');
      };
      await Promise.all([
        ...heard.map((viewer, index) => chatUntilCut(viewer, `r${round}g${index}`, acknowledged, acknowledge)),
        ...guests.slice(0, 2).map((guest, index) => orderUntilCut(guest, `r${round}b${index}`, orders, acknowledge)),
      ]);
      await (killed ?? server.end('SIGKILL'));
      await server.restart();
    }

    expect(acknowledged.size).toBeGreaterThan(ROUNDS);
    const entries = await wholeTimeline();
    expect(entries.map((entry) => entry.offset)).toEqual(entries.map((_, index) => index + 1));
    const texts = new Map<string, number[]>();
    for (const entry of entries) {
      if (entry.type === 'chat_message') texts.set(entry.data.message, [...(texts.get(entry.data.message) ?? []), entry.offset]);
    }
    for (const [text, offset] of acknowledged) expect([text, texts.get(text)]).toEqual([text, [offset]]);
    for (const [text, offsets] of texts) expect([text, offsets.length]).toEqual([text, 1]);

    const stored = await everyOrder();
    for (const id of orders.values()) expect(stored.filter((order) => order._id === id)).toHaveLength(1);
    const sold = stored.reduce((sum, order) => sum + order.lines.reduce((units, line) => units + line.quantity, 0), 0);
    const after = await admin.request<{ stock: number }>('GET', `/products/${product.productId}`);
    expect(after.stock).toBe(10_000 - sold);
    // What an order owed to the timeline is written by whoever finds it owed.
    const announced = new Set(entries.flatMap((entry) => (entry.type === 'order_placed' ? [entry.key] : [])));
    expect(stored.filter((order) => !announced.has(`order:${order._id}`))).toEqual([]);
  });

  async function chatUntilCut(viewer: Viewer, prefix: string, acknowledged: Map<string, number>, acknowledge: () => void): Promise<void> {
    for (let count = 0; count < BURST; count++) {
      const text = `${prefix}m${count}`;
      try {
        const answer = await viewer.command('chat_message', { message: text }, text);
        // The rate limit is part of the product; waiting it out would only slow the burst.
        if (answer.type === 'error') {
          if (answer.data.code !== 'rate_limited') throw new Error(answer.data.code);
          return;
        }
        if (answer.data.offset !== undefined) acknowledged.set(text, answer.data.offset);
        acknowledge();
      } catch (error) {
        if (viewer.closed) return;
        throw error;
      }
    }
  }

  async function orderUntilCut(guest: ShopClient, prefix: string, orders: Map<string, string>, acknowledge: () => void): Promise<void> {
    for (let count = 0; count < BURST; count++) {
      const key = `${prefix}o${count}`;
      try {
        const order = await guest.request<Order>(
          'POST',
          '/orders',
          {
            streamId,
            contact: { name: 'A guest', email: 'guest@example.test', address: 'Kiln Lane 1, Ghent' },
            lines: [{ ...product, quantity: 1 }],
          },
          { 'idempotency-key': key },
        );
        orders.set(key, order._id);
        acknowledge();
      } catch (error) {
        if (error instanceof ShopError && error.code !== 'rate_limited') throw error;
        return;
      }
    }
  }

  async function wholeTimeline(): Promise<TimelinePage['items']> {
    const entries: TimelinePage['items'] = [];
    for (;;) {
      const page = await admin.request<TimelinePage>('GET', `/livestreams/${streamId}/timeline?after=${entries.length}&limit=500`);
      entries.push(...page.items);
      if (page.items.length === 0) return entries;
    }
  }
  async function everyOrder(): Promise<Order[]> {
    const found: Order[] = [];
    let cursor: string | undefined;
    do {
      const page: OrderPage = await admin.request(
        'GET',
        `/orders?scope=shop&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return found;
  }

  test('a viewer that comes back with its offset sees each message once', { timeout: 60_000 }, async () => {
    const [writer, reader] = guests;
    if (!writer || !reader) throw new Error('no guests');
    const seen: number[] = [];
    const first = await Viewer.watch(server.socketUrl, { streamId, token: reader.token ?? '' });
    const history = await first.next('chat_history');
    const speaker = await Viewer.watch(server.socketUrl, { streamId, token: writer.token ?? '' });
    const before = await speaker.command('chat_message', { message: 'before the cut' }, 'resume-1');
    await first.next('chat_message', (event) => event.data.message === 'before the cut');
    seen.push(...first.of('chat_message').map((event) => event.data.offset));

    await server.end('SIGKILL');
    await server.restart();
    const again = await Viewer.watch(server.socketUrl, { streamId, token: writer.token ?? '' });
    await again.command('chat_message', { message: 'while away' }, 'resume-2');
    const repeated = await again.command('chat_message', { message: 'before the cut' }, 'resume-1');
    expect(repeated).toEqual(before);

    const returned = await Viewer.watch(server.socketUrl, {
      streamId,
      token: reader.token ?? '',
      resume: { epoch: history.data.epoch, offset: seen.at(-1) ?? history.data.offset },
    });
    expect((await returned.next('chat_history')).data.recovered).toBe(true);
    await again.command('chat_message', { message: 'after the cut' }, 'resume-3');
    await returned.next('chat_message', (event) => event.data.message === 'after the cut');
    expect(returned.of('chat_message').map((event) => event.data.message)).toEqual(['while away', 'after the cut']);
    const page = await admin.request<ChatPage>('GET', `/livestreams/${streamId}/chat?limit=3`);
    expect(page.items.map((message) => message.message)).toEqual(['before the cut', 'while away', 'after the cut']);
  });
});
