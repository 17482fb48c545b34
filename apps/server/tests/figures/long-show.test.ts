import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TimelineEntry } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AT, id, livestream, order, product } from '../../src/adapters/storage/conformance/samples.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import { figuresOf } from '../../src/domain/analytics/figures.ts';
import { ShowSampler } from '../../src/domain/analytics/sampler.ts';
import { ShowReader } from '../../src/domain/analytics/show-reader.ts';
import { TimelineTallies, totalOf } from '../../src/domain/analytics/timeline-tallies.ts';
import type { Storage, TimelineStore } from '../../src/ports/storage.ts';

const SHOW = id(1);
const ENTRIES = 100_000;
const VIEWERS = 2_000;
const MINUTES = 60;
const BATCH = 2_000;

/** A store that notes what is asked of the timeline. */
function watched(storage: Storage): { storage: Storage; asked: [string, ...unknown[]][] } {
  const asked: [string, ...unknown[]][] = [];
  const timeline = new Proxy(storage.timeline, {
    get(target, name: keyof TimelineStore) {
      const method = target[name];
      return (...input: unknown[]) => {
        asked.push([name, ...input]);
        return Reflect.apply(method, target, input);
      };
    },
  });
  return { storage: new Proxy(storage, { get: (target, name) => (name === 'timeline' ? timeline : Reflect.get(target, name)) }), asked };
}
const entry = (offset: number): TimelineEntry => {
  const shared = { streamId: SHOW, offset, at: new Date(AT + Math.floor((offset / ENTRIES) * MINUTES * 60_000)).toISOString() };
  return offset % 2_000 === 0
    ? { ...shared, key: `pins:${offset}`, type: 'pins_changed', data: { productIds: [id(1 + ((offset / 2_000) % 5))] } }
    : { ...shared, key: `${id(7)}:${offset}`, type: 'chat_message', data: { username: 'Mira', message: 'lovely', isAdmin: false } };
};

let folder: string;
let storage: Storage;
let reader: ShowReader;
let asked: [string, ...unknown[]][];
const show = livestream(1, { status: 'ended', startTime: AT, endTime: AT + MINUTES * 60_000 });

const clock = { now: () => AT + 24 * 60 * 60_000, monotonic: () => 0 };
const openReader = (): ShowReader => new ShowReader({ storage, audience: { count: () => 0 }, clock, currency: () => 'EUR' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-long-show-'));
  const real = await openSqliteStorage({ directory: folder });
  ({ storage, asked } = watched(real));
  await real.livestreams.insert(show);
  for (let from = 1; from <= ENTRIES; from += BATCH)
    await real.timeline.insert(Array.from({ length: BATCH }, (_, index) => entry(from + index)));
  const minute = AT / 60_000;
  for (let each = 0; each < MINUTES; each += 1) {
    const there = Array.from({ length: VIEWERS }, (_, n) => ({ viewerId: id(1_000 + n), minute: minute + each, seconds: 60 }));
    await real.viewers.attended(SHOW, there, AT);
    await real.samples.add(SHOW, minute + each, { viewers: VIEWERS, likes: each });
  }
  const marks = Array.from({ length: VIEWERS }, (_, n) =>
    real.productMarks.mark(SHOW, id(1_000 + n), [1, 2, 3, 4, 5].map(id), 'seen', minute + (n % MINUTES)),
  );
  await Promise.all(marks);
  const ware = product(1, { variants: [{ id: id(9_000), name: '', price: 1_200, compareAtPrice: null, stock: 1_000 }] });
  await real.products.insert(ware);
  for (let n = 1; n <= 200; n += 1)
    await real.orders.place(order(n, { product: ware }, { streamId: SHOW, createdAt: AT + n * 1_000 }), { prices: [], limits: [] });
  reader = openReader();
}, 120_000);
afterAll(async () => {
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const timed = async (by = reader): Promise<{ figures: ReturnType<typeof figuresOf>; milliseconds: number }> => {
  const from = performance.now();
  const figures = figuresOf(await by.read(show));
  return { figures, milliseconds: performance.now() - from };
};

describe(`A show of ${ENTRIES} entries`, () => {
  test('is counted once: later only what has come since is', async () => {
    const first = await timed();
    expect(asked.filter(([name]) => name === 'countByMinute')).toEqual([['countByMinute', SHOW, 0, ENTRIES]]);
    asked.length = 0;
    const again = await timed();
    expect(again.figures).toEqual(first.figures);
    expect(first.figures.chatMessages).toBe(ENTRIES - ENTRIES / 2_000);
    expect(asked.map(([name]) => name).sort()).toEqual(['ofTypes', 'tail']);
    await storage.timeline.insert([1, 2, 3].map((n) => entry(ENTRIES + n)));
    asked.length = 0;
    const more = await timed();
    expect(more.figures.chatMessages).toBe(first.figures.chatMessages + 3);
    expect(asked.filter(([name]) => name === 'countByMinute')).toEqual([['countByMinute', SHOW, ENTRIES, ENTRIES + 3]]);
    const elsewhere = await timed(openReader());
    expect(elsewhere.figures).toEqual(more.figures);
    // A measurement to read, not a promise of this machine.
    console.info(
      `figures of ${ENTRIES} entries, ${VIEWERS} viewers, ${first.figures.pins.length} pins: first ${first.milliseconds.toFixed(0)} ms, then ${again.milliseconds.toFixed(0)} ms, with new entries ${more.milliseconds.toFixed(0)} ms, on a node that has not read it before ${elsewhere.milliseconds.toFixed(0)} ms`,
    );
  });

  test('is counted by who samples it while it is on air, so that nobody waits for that afterwards', async () => {
    const { offset } = await storage.timeline.tail(SHOW);
    await storage.timeline.insert(Array.from({ length: 500 }, (_, n) => entry(offset + 1 + n)));
    await new ShowSampler({ storage, audience: { count: () => VIEWERS }, clock, onAir: () => [show] }).sample();
    expect((await storage.tallies.get(SHOW))?.upTo).toBe(offset + 500);
    expect((await storage.samples.of(SHOW)).at(-1)).toMatchObject({ viewersPeak: VIEWERS, samples: 1, likes: 0 });
  });

  test('is counted right by nodes that count it at once', async () => {
    const { offset } = await storage.timeline.tail(SHOW);
    await storage.timeline.insert(Array.from({ length: 600 }, (_, n) => entry(offset + 1 + n)));
    const nodes = [1, 2, 3].map(() => new TimelineTallies(storage));
    const counted = await Promise.all(nodes.map((each) => each.of(SHOW)));
    const expected = await storage.timeline.countByMinute(SHOW, 0, Number.MAX_SAFE_INTEGER);
    for (const counts of counted) expect(totalOf(counts, 'chat_message')).toBe(totalOf(expected, 'chat_message'));
    const kept = await storage.tallies.get(SHOW);
    expect(kept?.upTo).toBe(offset + 600);
    expect(totalOf(kept?.counts ?? [], 'chat_message')).toBe(totalOf(expected, 'chat_message'));
  });
});
