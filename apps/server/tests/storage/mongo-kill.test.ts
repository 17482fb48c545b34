import { MongoServer } from '@vitrine/test-env/mongo';
import { type Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AT, id, message, order, product, times } from '../../src/adapters/storage/conformance/samples.ts';
import { DomainError } from '../../src/domain/errors.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { databaseUri, openOn } from './mongo.ts';

const ROUNDS = 6;
const STREAM = id(1);
const STOCK = 100_000;
const GOODS = product(1, { variants: [{ id: id(100), name: '', price: 1200, compareAtPrice: null, stock: STOCK }] });
const LATER = AT + 1_000_000;

let server: MongoServer;
let uri: string;
let nodes: Storage[];
let client: MongoClient;
let db: Db;
beforeAll(async () => {
  // One of its own, whatever MONGODB_URI says: it is going to be killed.
  server = await MongoServer.start({ own: true });
  console.log(`MongoDB that is killed: ${server.name}`);
  uri = databaseUri(server);
  nodes = [await openOn(uri), await openOn(uri)];
  client = new MongoClient(uri);
  db = client.db();
  await nodes[0]?.products.insert(GOODS);
});
afterAll(async () => {
  for (const node of nodes) await node[Symbol.asyncDispose]();
  await client.close();
  await server[Symbol.asyncDispose]();
});

/** Something that writes until it is told to stop, and what it has been told is written. */
class Writer {
  readonly acknowledged: string[] = [];
  refusals = 0;
  readonly ended: Promise<void>;
  #changed: () => void = () => {};

  /** `write` gives what has been acknowledged, null when nothing has yet. */
  constructor(write: (n: number, attempt: number) => Promise<string | null>, isOver: () => boolean) {
    this.ended = this.#run(write, isOver);
    // Whoever waits for it hears of it.
    this.ended.catch(() => this.#changed());
  }
  async #run(write: (n: number, attempt: number) => Promise<string | null>, isOver: () => boolean): Promise<void> {
    for (let n = 0; !isOver(); n++) {
      for (let attempt = 0; !isOver(); attempt++) {
        const answer = await write(n, attempt).catch((error: unknown) => this.#refused(error));
        if (answer !== null) this.acknowledged.push(answer);
        this.#changed();
        if (answer !== null) break;
      }
    }
  }
  /** Whatever happens to the database, a caller hears this and nothing else. */
  #refused(error: unknown): null {
    if (!(error instanceof DomainError) || error.code !== 'storage_unavailable') throw error;
    this.refusals++;
    return null;
  }
  /** One waits at a time. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      const changed = new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
      await Promise.race([changed, this.ended.then(() => Promise.reject(new Error('the writer has ended')))]);
    }
  }
}

function startWriters(round: number, isOver: () => boolean): Writer[] {
  const node = (n: number): Storage => nodes[n % nodes.length] as Storage;
  const appender = (writer: number) =>
    new Writer(async (n) => {
      const { timeline } = node(writer);
      const key = `${round}:${writer}:${n}`;
      // After a failure of unknown outcome the key says whether it was written.
      const known = await timeline.byKey(STREAM, key);
      if (known) return `entry ${key} ${known.offset}`;
      const next = (await timeline.tail(STREAM)).offset + 1;
      const { written } = await timeline.insert([message(STREAM, next, { key })]);
      return written === 1 ? `entry ${key} ${next}` : null;
    }, isOver);
  const buyer = (writer: number) =>
    new Writer(async (n, attempt) => {
      const orderId = id(((round * 10 + writer) * 100_000 + n) * 2 + 1);
      const placed = await node(writer + attempt).orders.place(
        { ...order(1, { product: GOODS, quantity: 2 }), _id: orderId },
        { prices: [], limits: [] },
      );
      return placed.outcome === 'placed' || placed.outcome === 'repeated' ? `order ${orderId} ${placed.order.number}` : null;
    }, isOver);
  const liker = (writer: number) =>
    new Writer(async (n) => {
      const viewer = id((round * 10 + writer) * 100_000 + n);
      await node(writer).likes.set(STREAM, viewer, true, AT);
      return `like ${viewer}`;
    }, isOver);
  const sweeper = new Writer(async () => {
    await node(round).orders.recover(LATER, LATER);
    return 'swept';
  }, isOver);
  return [appender(0), appender(1), appender(2), buyer(3), buyer(4), buyer(5), liker(6), sweeper];
}

async function missing(acknowledged: string[]): Promise<string[]> {
  const [storage] = nodes;
  if (!storage) return acknowledged;
  const entries = await storage.timeline.after(STREAM, 0, 1_000_000);
  expect(entries.map(({ offset }) => offset)).toEqual(times(entries.length, (n) => n + 1));
  const places = new Map(entries.map(({ key, offset }) => [key, offset]));
  expect(places.size).toBe(entries.length);
  const present = await Promise.all(
    acknowledged.map(async (line) => {
      const [what, name = '', detail] = line.split(' ');
      if (what === 'entry') return places.get(name) === Number(detail);
      if (what === 'order') return (await storage.orders.byId(name))?.number === detail;
      return what === 'like' ? storage.likes.has(STREAM, name) : true;
    }),
  );
  return acknowledged.filter((_, index) => !present[index]);
}

/** Kills the database while all of them write, starts it when all have heard of it, and waits until all write again. */
async function killAmid(writers: Writer[]): Promise<void> {
  const all = (condition: (writer: Writer, n: number) => boolean) =>
    Promise.all(writers.map((writer, n) => writer.until(() => condition(writer, n))));
  const atLeast = 1 + Math.floor(Math.random() * 12);
  await all(({ acknowledged }) => acknowledged.length >= atLeast);
  await server.kill();
  await all(({ refusals }) => refusals > 0);
  await server.restart();
  const before = writers.map(({ acknowledged }) => acknowledged.length);
  await all(({ acknowledged }, n) => acknowledged.length > (before[n] ?? 0));
}

describe('kill -9 of the database while two nodes write', () => {
  it(`loses and doubles nothing that was acknowledged, refuses meanwhile and heals by itself, ${ROUNDS} times over`, {
    timeout: 300_000,
  }, async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      let isOver = false;
      const writers = startWriters(round, () => isOver);
      try {
        await killAmid(writers);
      } finally {
        isOver = true;
        await Promise.allSettled(writers.map(({ ended }) => ended));
      }
      acknowledged.push(...writers.flatMap((writer) => writer.acknowledged));
      expect(await nodes[0]?.isReachable()).toBe(true);
    }

    expect(await missing(acknowledged)).toEqual([]);
    // Units: what is gone is what was sold, and the holds are those of the orders.
    await nodes[0]?.orders.recover(LATER, LATER);
    await nodes[0]?.orders.recover(LATER, LATER);
    const sold = await db.collection('orders').find({ state: 'pending' }).toArray();
    const pool = await db.collection('stock').findOne({});
    expect(STOCK - Number(pool?.units)).toBe(2 * sold.length);
    expect(((pool?.holds ?? []) as string[]).sort()).toEqual(sold.map(({ _id, attempt }) => `${_id}:${attempt}:2`).sort());
    expect(pool?.isDirty).toBe(false);
    expect(new Set(sold.map(({ number }) => number)).size).toBe(sold.length);
    expect(await db.collection('orders').countDocuments({ state: 'placing' })).toBe(0);
    console.log(
      `${acknowledged.length} acknowledged writes, ${sold.length} orders, ${ROUNDS} kills of ${server.name}: none lost, none doubled`,
    );
  });
});
