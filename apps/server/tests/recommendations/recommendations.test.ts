import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecommendationList } from '@vitrine/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AT, id, livestream, order, product } from '../../src/adapters/storage/conformance/samples.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { RecommendationService } from '../../src/domain/recommendations/recommendations.ts';
import type { LivestreamRecord, Storage } from '../../src/ports/storage.ts';

const HOUR = 60 * 60_000;
const NOW = AT + 100 * HOUR;
const MIRA: Actor = { id: id(7), role: 'customer', name: 'Mira', sessionHash: 'hash' };
const WATCHED_BY = (totalViewers: number) => ({
  engagement: { viewerCount: 0, likes: 0, totalViewers, engagementRate: 0, likedBy: [], chatMessages: [] },
});
const ended = { status: 'ended', startTime: AT, endTime: AT + HOUR } as const;

let folder: string;
let storage: Storage;
let watching: Record<string, number>;
let service: RecommendationService;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-recommendations-'));
  storage = await openSqliteStorage({ directory: folder });
  watching = {};
  service = new RecommendationService({
    storage,
    audience: { count: (streamId) => watching[streamId] ?? 0 },
    clock: { now: () => NOW, monotonic: () => 0 },
  });
});
afterEach(async () => {
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function shop(shows: Record<number, Partial<LivestreamRecord>>): Promise<void> {
  for (const [n, changes] of Object.entries(shows)) await storage.livestreams.insert(livestream(Number(n), changes));
}
/** The numbers of the shows in their order, each with its reason in words. */
async function recommended(actor: Actor | null, limit = 12): Promise<[number, string][]> {
  const list = RecommendationList.parse(await service.list(actor, { limit }));
  return list.items.map(({ livestream: { _id }, reason }) => [Number.parseInt(_id, 16), reason.text]);
}

describe('What is recommended', () => {
  test('to who is not known: live by viewers, then what comes up soonest, then what many watched', async () => {
    await shop({
      1: { ...ended, ...WATCHED_BY(10) },
      2: { ...ended, ...WATCHED_BY(900) },
      3: { status: 'scheduled', scheduledFor: NOW + 48 * HOUR },
      4: { status: 'scheduled', scheduledFor: NOW + HOUR },
      5: { status: 'live', startTime: NOW },
      6: { status: 'interrupted', startTime: NOW },
      7: { status: 'scheduled' },
    });
    watching = { [id(5)]: 3, [id(6)]: 40 };
    const expected = [
      [6, 'Live now'],
      [5, 'Live now'],
      [4, 'Coming up'],
      [3, 'Coming up'],
      [7, 'Coming up'],
      [2, 'Watched by many'],
      [1, 'Watched by many'],
    ];
    expect(await recommended(null)).toEqual(expected);
    expect(await recommended(MIRA)).toEqual(expected);
    expect(await recommended(null, 2)).toEqual(expected.slice(0, 2));
  });

  test('is nothing where there is nothing', async () => {
    expect(await recommended(null)).toEqual([]);
    expect(await recommended(MIRA)).toEqual([]);
  });

  test('is never a private or unlisted show, one that was called off, or one that should have begun days ago', async () => {
    await shop({
      1: { status: 'live', startTime: NOW, visibility: 'private' },
      2: { status: 'live', startTime: NOW, visibility: 'unlisted' },
      3: { ...ended, visibility: 'unlisted' },
      4: { status: 'ended', endTime: AT },
      5: { status: 'scheduled', scheduledFor: NOW - 72 * HOUR },
    });
    await storage.viewers.engaged(id(3), MIRA.id, 'bought', AT);
    for (const actor of [null, MIRA]) expect(await recommended(actor)).toEqual([]);
  });

  test('follows what was watched, liked and bought, says which, and puts live shows first all the same', async () => {
    await shop({
      1: { ...ended, tags: ['Ceramics'], title: 'The Autumn Firing' },
      2: { ...ended, tags: ['lamps'], title: 'Lamps' },
      3: { status: 'live', startTime: NOW, tags: ['shoes'] },
      4: { status: 'live', startTime: NOW, tags: ['ceramics', 'glaze'] },
      5: { status: 'scheduled', scheduledFor: NOW + HOUR, tags: ['shoes'] },
      6: { status: 'scheduled', scheduledFor: NOW + 90 * HOUR, tags: ['LAMPS'] },
      7: { ...ended, ...WATCHED_BY(3), tags: ['wool'] },
      8: { ...ended, ...WATCHED_BY(5_000), tags: ['cars'] },
    });
    watching = { [id(3)]: 500, [id(4)]: 2 };
    await storage.products.insert(product(70, { title: 'Blanket', tags: ['wool'] }));
    await storage.orders.place(order(1, { product: product(70) }, { buyerId: MIRA.id, streamId: null }), { prices: [], limits: [] });
    await storage.viewers.seen(id(1), MIRA.id, AT);
    await storage.viewers.seen(id(2), MIRA.id, AT + 1);
    await storage.likes.set(id(2), MIRA.id, true, AT + 1);
    expect(await recommended(MIRA)).toEqual([
      [4, 'Because you watched The Autumn Firing'],
      [3, 'Live now'],
      [7, 'Because you bought Blanket'],
      [6, 'Because you liked Lamps'],
      [5, 'Coming up'],
      [8, 'Watched by many'],
    ]);
  });

  test('is the same however often it is asked, and names no show that is hidden by now', async () => {
    await shop({
      1: { ...ended, tags: ['wool'], visibility: 'private', title: 'Secret' },
      2: { status: 'live', startTime: NOW, tags: ['wool'] },
      3: { status: 'live', startTime: NOW, tags: ['wool'] },
    });
    await storage.viewers.seen(id(1), MIRA.id, AT);
    const first = await recommended(MIRA);
    expect(first).toEqual([
      [3, 'Live now'],
      [2, 'Live now'],
    ]);
    for (let n = 0; n < 5; n += 1) expect(await recommended(MIRA)).toEqual(first);
  });

  test('is not the show itself as the reason for itself', async () => {
    await shop({ 1: { status: 'live', startTime: NOW, tags: ['wool'] } });
    await storage.viewers.engaged(id(1), MIRA.id, 'liked', NOW);
    await storage.likes.set(id(1), MIRA.id, true, NOW);
    expect(await recommended(MIRA)).toEqual([[1, 'Live now']]);
  });
});
