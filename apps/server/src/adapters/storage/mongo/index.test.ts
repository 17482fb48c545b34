import { MongoServer } from '@vitrine/test-env/mongo';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseUri, dropDatabase } from '../../../../tests/storage/mongo.ts';
import { systemClock } from '../../../ports/clock.ts';
import type { Storage } from '../../../ports/storage.ts';
import { AT, id, livestream, message, order, product } from '../conformance/samples.ts';
import { openMongoStorage } from './index.ts';

/** A log whose lines can be waited for. */
function listeningLog() {
  const lines: { level: number; msg: string; reason?: string }[] = [];
  let changed = (): void => {};
  const logger = pino(
    { base: null },
    {
      write: (line: string) => {
        lines.push(JSON.parse(line) as (typeof lines)[number]);
        changed();
      },
    },
  );
  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition())
      await new Promise<void>((resolve) => {
        changed = resolve;
      });
  };
  return { logger, lines, until };
}

describe('opening the store on MongoDB', () => {
  it('waits for a database that is not there yet, says so each time, and opens when it comes', async () => {
    const server = await MongoServer.start({ own: true });
    await server.kill();
    const { logger, lines, until } = listeningLog();
    const opening = openMongoStorage({ uri: databaseUri(server), logger, clock: systemClock });
    await until(() => lines.length >= 2);
    for (const line of lines)
      expect(line).toMatchObject({ level: 40, msg: expect.stringContaining('MONGODB_URI'), reason: expect.any(String) });
    await server.restart();
    const storage = await opening;
    expect(await storage.isReachable()).toBe(true);

    // And when it goes again: one line, and one when it is back.
    lines.length = 0;
    await server.kill();
    await expect(storage.settings.get('x')).rejects.toMatchObject({ code: 'storage_unavailable', retryAfter: 1 });
    expect(await storage.isReachable()).toBe(false);
    await server.restart();
    while (!(await storage.isReachable())) expect(lines).toHaveLength(1);
    expect(lines.map(({ msg }) => msg)).toEqual(['MongoDB does not answer', 'MongoDB answers again']);
    await storage[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  it('stops waiting when it is told to', async () => {
    const { logger, lines, until } = listeningLog();
    const stop = new AbortController();
    // A port that nobody listens on: 1 is reserved.
    const opening = openMongoStorage({ uri: 'mongodb://127.0.0.1:1/shop', logger, clock: systemClock, signal: stop.signal });
    await until(() => lines.length > 0);
    stop.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });
  it('names the variable when the address is none', async () => {
    const { logger } = listeningLog();
    await expect(openMongoStorage({ uri: 'mongodb://', logger, clock: systemClock })).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/^MONGODB_URI: /),
    });
  });
});

describe('documents on MongoDB', () => {
  let server: MongoServer;
  let uri: string;
  let storage: Storage;
  let client: MongoClient;
  beforeAll(async () => {
    server = await MongoServer.start();
    uri = databaseUri(server);
    storage = await openMongoStorage({ uri, logger: pino({ level: 'silent' }), clock: { now: () => AT + 90_000, monotonic: () => 0 } });
    client = new MongoClient(uri);
  });
  afterAll(async () => {
    await storage[Symbol.asyncDispose]();
    await client.close();
    await dropDatabase(uri);
    await server[Symbol.asyncDispose]();
  });
  const read = (collection: string, _id: string) => client.db().collection<{ _id: string }>(collection).findOne({ _id });

  it('show a livestream with every field that a tool or a report may look for, dates as dates', async () => {
    await storage.livestreams.insert(livestream(1, { pinnedProducts: [id(3)] }));
    await storage.livestreams.change(id(1), ['scheduled'], { status: 'live', startTime: AT, run: 1 });
    const said = { username: 'Mira', message: 'Hello', timestamp: AT + 5, isAdmin: false };
    const engagement = { viewerCount: 3, likes: 2, totalViewers: 4, engagementRate: 0.5, likedBy: [id(7)], chatMessages: [said] };
    await storage.livestreams.project(id(1), engagement, { term: 1, revision: 1 });
    expect(await read('livestreams', id(1))).toMatchObject({
      _id: id(1),
      title: 'Show 1',
      description: '',
      createdBy: id(1),
      startTime: new Date(AT),
      endTime: null,
      duration: 90,
      isActive: true,
      streamUrl: `/watch/${id(1)}`,
      quality: '720p',
      viewerCount: 3,
      likes: 2,
      likedBy: [id(7)],
      chatMessages: [{ ...said, timestamp: new Date(AT + 5) }],
      pinnedProducts: [id(3)],
      totalViewers: 4,
      peakViewers: 0,
      engagementRate: 0.5,
      createdAt: new Date(AT + 1),
      updatedAt: new Date(AT + 1),
    });
    await storage.livestreams.change(id(1), ['live'], { status: 'ended', endTime: AT + 60_000 });
    expect(await read('livestreams', id(1))).toMatchObject({ isActive: false, duration: 60, likes: 2 });
  });
  it('keep a timeline entry under its stream and key, and stock and holds apart from the product', async () => {
    await storage.timeline.insert([message(id(1), 1)]);
    const { key } = message(id(1), 1);
    expect(await read('timeline', `${id(1)}:${key}`)).toMatchObject({
      streamId: id(1),
      offset: 1,
      type: 'chat_message',
      at: new Date(AT + 1),
    });
    await storage.products.insert(product(1));
    await storage.orders.place(order(1, { product: product(1), quantity: 2 }), { prices: [], limits: [] });
    expect(await read('stock', `${id(1)}:${product(1).variants[0]?.id}`)).toMatchObject({ units: 3, holds: [`${id(1)}:1:2`] });
    expect(await read('orders', id(1))).toMatchObject({ state: 'pending', createdAt: new Date(AT + 1) });
  });
  it('carries a stock over that was set and not carried over, as when its node dies in between', async () => {
    await storage.products.insert(product(2));
    const pool = `${id(2)}:${product(2).variants[0]?.id}`;
    await client.db().collection<{ _id: string }>('stock').deleteOne({ _id: pool });
    expect((await storage.products.byId(id(2)))?.variants[0]?.stock).toBe(5);
    expect(await read('stock', pool)).toMatchObject({ units: 5, holds: [] });
    const [variant] = product(2).variants;
    await storage.products.change(id(2), { variants: variant ? [{ ...variant, stock: 9 }] : [], updatedAt: AT });
    await client
      .db()
      .collection<{ _id: string }>('stock')
      .updateOne({ _id: pool }, { $set: { units: 1, setAt: 1 } });
    expect((await storage.products.byId(id(2)))?.variants[0]?.stock).toBe(9);
  });
  it('give back what an order holds that nobody finished', async () => {
    const goods = product(3);
    await storage.products.insert(goods);
    const pool = `${id(3)}:${goods.variants[0]?.id}`;
    const terms = { prices: [], limits: [{ scope: id(9), productId: goods._id, max: 2 }] };
    await storage.orders.place(order(3, { product: goods, quantity: 2 }), terms);
    // As it stands when its node dies before the last step.
    await client
      .db()
      .collection<{ _id: string }>('orders')
      .updateOne({ _id: id(3) }, { $set: { state: 'placing', sequence: null, number: '' } });
    expect(await storage.orders.byId(id(3))).toBeNull();
    expect(await storage.orders.place(order(3, { product: goods, quantity: 2 }), terms)).toEqual({ outcome: 'in_progress' });
    expect(await storage.orders.recover(AT, AT)).toEqual([]);
    expect(await storage.orders.recover(AT + 1_000, AT + 1_000)).toMatchObject([{ _id: goods._id, variants: [{ stock: 5 }] }]);
    expect(await read('stock', pool)).toMatchObject({ holds: [] });
    // The buyer asks again with the same key, and gets it.
    expect(await storage.orders.place(order(3, { product: goods, quantity: 2 }), terms)).toMatchObject({ outcome: 'placed' });
    expect(await read('stock', pool)).toMatchObject({ units: 3, holds: [`${id(3)}:2:2`] });
  });
});
