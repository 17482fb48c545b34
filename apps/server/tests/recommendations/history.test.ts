import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { History } from '@vitrine/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AT, id, livestream } from '../../src/adapters/storage/conformance/samples.ts';
import { openSqliteStorage } from '../../src/adapters/storage/sqlite/index.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { WatchHistoryService } from '../../src/domain/audience/watch-history.ts';
import type { Storage } from '../../src/ports/storage.ts';

const MIRA: Actor = { id: id(7), role: 'guest', name: 'Mira', sessionHash: 'hash' };
let folder: string;
let storage: Storage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-history-'));
  storage = await openSqliteStorage({ directory: folder });
  const [seen, liked] = [storage.viewers, storage.likes];
  for (const n of [1, 2, 3, 4]) await storage.livestreams.insert(livestream(n, n === 4 ? { visibility: 'private' } : {}));
  for (const [n, at] of [
    [1, AT],
    [2, AT + 10],
    [4, AT + 20],
  ] as const)
    await seen.seen(id(n), MIRA.id, at);
  await seen.engaged(id(1), MIRA.id, 'bought', AT + 30);
  await liked.set(id(2), MIRA.id, true, AT);
  await liked.set(id(3), MIRA.id, true, AT);
  await seen.seen(id(3), id(8), AT);
});
afterEach(async () => {
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function history(actor: Actor, limit = 50, cursor = 0): Promise<[number, { liked: boolean; bought: boolean; seen: boolean }][]> {
  const service = new WatchHistoryService({ storage, audience: { count: () => 0 }, clock: { now: () => AT + 100, monotonic: () => 0 } });
  const { items } = History.parse(await service.list(actor, { limit, cursor }));
  return items.map(({ livestream: { _id }, liked, bought, lastSeen }) => [
    Number.parseInt(_id, 16),
    { liked, bought, seen: lastSeen !== null },
  ]);
}

test('A history has one’s own shows alone, the last seen first, with what one did there', async () => {
  expect(await history(MIRA)).toEqual([
    [1, { liked: false, bought: true, seen: true }],
    [2, { liked: true, bought: false, seen: true }],
    [3, { liked: true, bought: false, seen: false }],
  ]);
  expect(await history({ ...MIRA, id: id(9) })).toEqual([]);
});

test('A show that has become private is in it for the shop’s own people alone', async () => {
  expect((await history({ ...MIRA, role: 'moderator' })).map(([n]) => n)).toEqual([1, 4, 2, 3]);
});

test('A like that was taken back is none', async () => {
  await storage.likes.set(id(2), MIRA.id, false, AT + 1);
  await storage.likes.set(id(3), MIRA.id, false, AT + 1);
  expect((await history(MIRA)).map(([n, { liked }]) => [n, liked])).toEqual([
    [1, false],
    [2, false],
  ]);
});

test('A long history is read page by page, to its end', async () => {
  const service = new WatchHistoryService({ storage, audience: { count: () => 0 }, clock: { now: () => AT + 100, monotonic: () => 0 } });
  const first = await service.list(MIRA, { limit: 2, cursor: 0 });
  expect(first.nextCursor).toBe(2);
  const rest = await service.list(MIRA, { limit: 2, cursor: 2 });
  expect(rest.nextCursor).toBeUndefined();
  // The private one is in neither, though it has its place.
  expect([...first.items, ...rest.items].map(({ livestream: { _id } }) => Number.parseInt(_id, 16)).sort()).toEqual([1, 2, 3]);
});
