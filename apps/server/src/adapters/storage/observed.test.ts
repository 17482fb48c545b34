import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DomainError } from '../../domain/errors.ts';
import { observedStorage } from './observed.ts';
import { openSqliteStorage } from './sqlite/index.ts';

test('A watched store works as the store does; commits are timed, and failures counted but not refusals', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-observed-'));
  const told: unknown[] = [];
  let now = 0;
  const plain = await openSqliteStorage({ directory: folder });
  const metrics = {
    committed: (seconds: number, entries: number) => told.push([seconds, entries]),
    storageFailed: () => told.push('failed'),
  };
  const storage = observedStorage(plain, metrics, () => {
    now += 5;
    return now;
  });
  const entry = { streamId: 'shop', offset: 1, key: 'a', type: 'shop_changed' as const, at: new Date(0).toISOString(), data: {} };
  expect(await storage.timeline.insert([entry])).toEqual({ written: 1 });
  expect(await storage.timeline.after('shop', 0, 10)).toEqual([entry]);
  expect(told).toEqual([[0.005, 1]]);

  const user = { _id: 'a'.repeat(24), email: 'amir@example.test', name: 'Amir', role: 'host' as const, passwordHash: '', createdAt: 0 };
  await storage.users.insert(user);
  await expect(storage.users.insert({ ...user, _id: 'b'.repeat(24) })).rejects.toThrow(DomainError);
  expect(told).toHaveLength(1);

  expect(await storage.isReachable()).toBe(true);
  await storage[Symbol.asyncDispose]();
  await expect(storage.users.count()).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect(told).toEqual([[0.005, 1], 'failed']);
  await rm(folder, { recursive: true });
});
