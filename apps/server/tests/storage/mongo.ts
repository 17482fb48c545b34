import { randomUUID } from 'node:crypto';
import { MongoServer } from '@vitrine/test-env/mongo';
import { MongoClient } from 'mongodb';
import { pino } from 'pino';
import type { StorageFixture } from '../../src/adapters/storage/conformance/samples.ts';
import { openMongoStorage } from '../../src/adapters/storage/mongo/index.ts';
import { systemClock } from '../../src/ports/clock.ts';
import type { Storage } from '../../src/ports/storage.ts';

/** One server for all cases of a test file: it ends with the process. */
let server: Promise<MongoServer> | null = null;
export async function sharedServer(): Promise<MongoServer> {
  server ??= MongoServer.start().then((started) => {
    console.log(`MongoDB for these tests: ${started.name}`);
    return started;
  });
  return server;
}

/** The address of a database of its own on that server. */
export function databaseUri(on: MongoServer): string {
  const uri = new URL(on.uri);
  uri.pathname = `/vitrine-test-${randomUUID()}`;
  return uri.href;
}
export const openOn = (uri: string): Promise<Storage> => openMongoStorage({ uri, logger: pino({ level: 'silent' }), clock: systemClock });

export async function dropDatabase(uri: string): Promise<void> {
  const client = new MongoClient(uri);
  await client.db().dropDatabase();
  await client.close();
}

export async function openMongo(): Promise<StorageFixture> {
  const uri = databaseUri(await sharedServer());
  let storage = await openOn(uri);
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      storage = await openOn(uri);
      return storage;
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await dropDatabase(uri);
    },
  };
}
