import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Livestream, OrderInput } from '@vitrine/protocol';
import { LivestreamInput, ProductInput } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLocalBackplane } from '../../src/adapters/backplane/local.ts';
import { DiskBlobs } from '../../src/adapters/blobs/disk.ts';
import { SharpEncoder } from '../../src/adapters/images/sharp.ts';
import { manualPayment } from '../../src/adapters/payments/manual.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { AudienceService } from '../../src/domain/audience/audience.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { LivestreamService } from '../../src/domain/livestreams/livestreams.ts';
import { createSelling } from '../../src/domain/selling.ts';
import type { Catalogue, Orders, Pins } from '../../src/domain/services.ts';
import { ShopFeed } from '../../src/domain/timeline/shop-feed.ts';
import { TimelineService } from '../../src/domain/timeline/timelines.ts';
import type { Storage, TimelineStore } from '../../src/ports/storage.ts';

const HOST: Actor = { id: 'a'.repeat(24), role: 'host', name: 'Noor', sessionHash: null };
const BUYER: Actor = { id: 'b'.repeat(24), role: 'guest', name: 'Amir', sessionHash: null };

/** How writing to timelines goes: done, refused, or done without an answer and without the means to look it up. */
let timelineIs: 'there' | 'away' | 'silent';
let folder: string;
let store: Storage;
let timelines: TimelineService;
let livestreams: LivestreamService;
let audience: AudienceService;
let catalogue: Catalogue;
let orders: Orders;
let pins: Pins;
let sweep: () => Promise<void>;

beforeEach(async () => {
  timelineIs = 'there';
  folder = await mkdtemp(join(tmpdir(), 'vitrine-away-'));
  store = await openSqliteStorage({ directory: folder });
  const lost = (): DomainError => new DomainError('storage_unavailable', 'away');
  const failing: Partial<TimelineStore> = {
    async insert(entries) {
      if (timelineIs === 'away') throw lost();
      const result = await store.timeline.insert(entries);
      if (timelineIs === 'silent') throw lost();
      return result;
    },
    async byKey(streamId, key) {
      if (timelineIs === 'silent') throw lost();
      return store.timeline.byKey(streamId, key);
    },
  };
  const timeline: TimelineStore = new Proxy(store.timeline, {
    get: (target, method) => Reflect.get(method in failing ? failing : target, method),
  });
  const storage: Storage = { ...store, timeline };
  let time = Date.UTC(2026, 0, 1);
  const clock = { now: () => time++, monotonic: () => 0 };
  const backplane = createLocalBackplane();
  timelines = new TimelineService(storage, backplane, clock);
  audience = new AudienceService({
    storage,
    backplane,
    clock,
    isOnAir: (streamId) => livestreams.isOnAir(streamId),
    knownPeak: (streamId) => livestreams.knownPeak(streamId),
  });
  const feed = new ShopFeed(timelines);
  livestreams = new LivestreamService({ storage, timelines, feed, audience, clock, endVideo: async () => {} });
  const selling = createSelling({
    storage,
    livestreams,
    timelines,
    feed,
    clock,
    limits: { take: async () => {} },
    mails: { send: async () => {} },
    webhooks: { emit: async () => {} },
    gateways: [manualPayment],
    blobs: new DiskBlobs(folder),
    images: new SharpEncoder(),
    defaults: { name: 'Vitrine', currency: 'EUR' },
    publicUrl: 'https://shop.example',
    onError: () => {},
  });
  ({ catalogue, orders, pins, sweep } = selling);
});
afterEach(async () => {
  timelines[Symbol.dispose]();
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );
const show = (title = 'The Autumn Firing'): Promise<Livestream> => livestreams.create(HOST, LivestreamInput.parse({ title }));
const piece = async (): Promise<{ productId: string; line: OrderInput['lines'][number] }> => {
  const { _id, variants } = await catalogue.create(
    HOST,
    ProductInput.parse({ title: 'Dune vase', variants: [{ price: 6_800, stock: 3 }] }),
  );
  return { productId: _id, line: { productId: _id, variantId: variants[0]?.id ?? '', quantity: 1, unitPrice: 6_800 } };
};
const orderFor = (streamId: string, line: OrderInput['lines'][number]): OrderInput => ({
  streamId,
  contact: { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1' },
  lines: [line],
});
const types = async (streamId: string): Promise<string[]> => (await store.timeline.after(streamId, 0, 100)).map((entry) => entry.type);

describe('An order whose show can not be told', () => {
  test.each(['away', 'silent'] as const)('stands, and the show is told once when its timeline is no longer %s', async (fault) => {
    const { _id } = await show();
    await livestreams.start(HOST, _id);
    const { line } = await piece();
    timelineIs = fault;
    const { order } = await orders.place(BUYER, orderFor(_id, line), 'key');
    expect(await orders.get(BUYER, order._id)).toEqual(order);
    expect(await store.orders.owing(10)).toHaveLength(1);

    timelineIs = 'there';
    await sweep();
    await sweep();
    expect((await types(_id)).sort()).toEqual(['order_placed', 'product_changed', 'stream_started']);
    expect(await store.orders.owing(10)).toEqual([]);
  });

  test('is one order with one fall of the stock when its request comes five times at once', async () => {
    const { _id } = await show();
    const { productId, line } = await piece();
    const answers = await Promise.all(Array.from({ length: 5 }, () => orders.place(BUYER, orderFor(_id, line), 'key')));
    expect(new Set(answers.map(({ order }) => order._id)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect((await catalogue.get(null, productId)).stock).toBe(2);
    expect((await types(_id)).sort()).toEqual(['order_placed', 'product_changed']);
  });
});

describe('A show whose timeline can not be written', () => {
  test('is told to have started once, whether it is started again or the sweep comes first', async () => {
    const { _id } = await show();
    timelineIs = 'away';
    expect(await codeOf(livestreams.start(HOST, _id))).toBe('storage_unavailable');
    timelineIs = 'there';
    await livestreams.settleOwed();
    expect((await livestreams.start(HOST, _id)).offset).toBe(1);
    expect(await types(_id)).toEqual(['stream_started']);
    expect(await store.livestreams.owing(10)).toEqual([]);
  });

  test('has its start before its end, though only the end could be written at once', async () => {
    const { _id } = await show();
    timelineIs = 'away';
    await codeOf(livestreams.start(HOST, _id));
    timelineIs = 'there';
    await livestreams.stop(HOST, _id);
    await livestreams.settleOwed();
    expect(await types(_id)).toEqual(['stream_started', 'stream_stopped']);
  });

  test('ends with the pins that were set last, however late the earlier ones are written', async () => {
    const { _id } = await show();
    const { productId } = await piece();
    await livestreams.start(HOST, _id);
    timelineIs = 'away';
    expect(await codeOf(pins.set(HOST, _id, [productId], 'first'))).toBe('storage_unavailable');
    timelineIs = 'there';
    await pins.set(HOST, _id, [], 'second');
    await livestreams.settleOwed();
    const told = (await store.timeline.after(_id, 0, 10)).flatMap((entry) =>
      entry.type === 'pins_changed' ? [entry.data.productIds] : [],
    );
    expect(told).toEqual([[productId], []]);
    expect(await pins.current(_id)).toEqual([]);
  });

  test('writes its interruption and its return in order when it can again', async () => {
    const { _id } = await show();
    await livestreams.start(HOST, _id);
    timelineIs = 'away';
    expect(await codeOf(livestreams.pictureLost(_id))).toBe('storage_unavailable');
    timelineIs = 'there';
    await livestreams.pictureCame(_id);
    await livestreams.settleOwed();
    expect(await types(_id)).toEqual(['stream_started', 'stream_interrupted', 'stream_resumed']);
  });
});

describe('A host', () => {
  test('has one show on air also when it starts two at once, and may start the other after it has ended the first', async () => {
    const shows = [await show('One'), await show('Two')];
    const outcomes = await Promise.all(shows.map(({ _id }) => codeOf(livestreams.start(HOST, _id))));
    expect([...outcomes].sort()).toEqual(['already_live', 'done']);
    const [on, off] = outcomes[0] === 'done' ? shows : [...shows].reverse();
    await livestreams.stop(HOST, on?._id ?? '');
    expect(await codeOf(livestreams.start(HOST, off?._id ?? ''))).toBe('done');
  });
});

describe('The audience', () => {
  /** The next count that is told. */
  const told = (): Promise<[count: number, peak: number]> =>
    new Promise((resolve) => {
      const release = audience.onChange((_, count, peak) => {
        release();
        resolve([count, peak]);
      });
    });

  test('counts two tabs as one viewer until both are closed, and keeps its peak', async () => {
    const { _id } = await show();
    await livestreams.start(HOST, _id);
    const first = told();
    const [tab, otherTab] = [audience.join(_id, 'amir'), audience.join(_id, 'amir')];
    expect(await first).toEqual([1, 1]);
    const second = told();
    const leave = audience.join(_id, 'dana');
    expect(await second).toEqual([2, 2]);
    const third = told();
    tab();
    tab();
    leave();
    expect(await third).toEqual([1, 2]);
    const last = told();
    otherTab();
    expect(await last).toEqual([0, 2]);
    expect(audience.takeRaisedPeaks()).toEqual([{ streamId: _id, peakViewers: 2 }]);
  });
});
