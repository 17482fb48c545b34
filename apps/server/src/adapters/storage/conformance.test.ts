import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMongo } from '../../../tests/storage/mongo.ts';
import type { OpenFixture, StorageFixture } from './conformance/samples.ts';
import { describeStorage } from './conformance.ts';
import { openSqliteStorage } from './sqlite/index.ts';

async function openSqlite(): Promise<StorageFixture> {
  const directory = await mkdtemp(join(tmpdir(), 'vitrine-storage-'));
  let storage = await openSqliteStorage({ directory });
  const fixture: StorageFixture = {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      storage = await openSqliteStorage({ directory });
      return storage;
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    },
  };
  return fixture;
}

const ADAPTERS: Record<string, OpenFixture> = { SQLite: openSqlite, MongoDB: openMongo };
for (const [name, open] of Object.entries(ADAPTERS)) describeStorage(name, open);
