import { setTimeout as wait } from 'node:timers/promises';
import { type Db, MongoClient, type MongoClientOptions, MongoServerError } from 'mongodb';
import type { Logger } from 'pino';
import { ConfigError } from '../../../config.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Storage } from '../../../ports/storage.ts';
import { oneTimeTokens, sessions, settings, users } from './accounts.ts';
import { likes, viewers } from './audience.ts';
import { Calls } from './calls.ts';
import { captions } from './captions.ts';
import { deletedShows } from './deleted-shows.ts';
import { isUnavailable } from './driver-errors.ts';
import { productMarks, samples } from './figures.ts';
import { makeIndexes } from './indexes.ts';
import { livestreams } from './livestreams.ts';
import { audit, bans, heldMessages, questions, reports } from './moderation.ts';
import { jobs, leases, webhookEndpoints } from './operations.ts';
import { orders } from './orders.ts';
import { products } from './products.ts';
import { pushSubscriptions, reminders } from './reminders.ts';
import { tallies, timeline } from './timeline.ts';

/** Where the address names no database. */
const DATABASE = 'vitrine';
/** Between two tries to reach it at start: it doubles up to the greatest. */
const FIRST_RETRY = 500;
const LONGEST_RETRY = 10_000;
const AUTHENTICATION_FAILED = 18;

const OPTIONS: MongoClientOptions = {
  appName: 'vitrine',
  readPreference: 'primary',
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority' },
  retryWrites: true,
  retryReads: true,
  ignoreUndefined: true,
  // A caller is told soon that the store is away, and tries again.
  serverSelectionTimeoutMS: 2_000,
  // Also the monitor's: a server that is slow for a moment is not away.
  connectTimeoutMS: 10_000,
  socketTimeoutMS: 15_000,
  waitQueueTimeoutMS: 5_000,
  maxPoolSize: 64,
};

export interface MongoOptions {
  /** A connection string; the database is the one it names, else `vitrine`. */
  uri: string;
  logger: Logger;
  clock: Clock;
  /** Ends the waiting for a database that can't be reached. */
  signal?: AbortSignal;
}

/**
 * Opens the store on MongoDB. A database that can't be reached is tried again, with a line in the log each time, until it answers or `signal` aborts.
 * @throws ConfigError naming MONGODB_URI when it is no connection string, or its user is refused.
 */
export async function openMongoStorage({ uri, logger, clock, signal }: MongoOptions): Promise<Storage> {
  const client = createClient(uri);
  const db = client.db(databaseOf(uri));
  try {
    await reach(client, db, logger, signal);
  } catch (error) {
    await client.close();
    throw error;
  }
  const calls = new Calls(logger);
  const catalogue = products(db);
  return {
    users: calls.guard(users(db)),
    sessions: calls.guard(sessions(db)),
    oneTimeTokens: calls.guard(oneTimeTokens(db)),
    settings: calls.guard(settings(db)),
    livestreams: calls.guard(livestreams(db, clock)),
    captions: calls.guard(captions(db)),
    deletedShows: calls.guard(deletedShows(db)),
    timeline: calls.guard(timeline(db)),
    tallies: calls.guard(tallies(db)),
    likes: calls.guard(likes(db)),
    viewers: calls.guard(viewers(db)),
    productMarks: calls.guard(productMarks(db)),
    samples: calls.guard(samples(db)),
    reminders: calls.guard(reminders(db)),
    pushSubscriptions: calls.guard(pushSubscriptions(db)),
    products: calls.guard(catalogue),
    orders: calls.guard(orders(db, catalogue)),
    bans: calls.guard(bans(db)),
    heldMessages: calls.guard(heldMessages(db)),
    reports: calls.guard(reports(db)),
    questions: calls.guard(questions(db)),
    audit: calls.guard(audit(db)),
    leases: calls.guard(leases(db)),
    jobs: calls.guard(jobs(db)),
    webhookEndpoints: calls.guard(webhookEndpoints(db)),
    isReachable: () =>
      calls
        .run(() => db.command({ ping: 1 }))
        .then(
          () => true,
          () => false,
        ),
    async [Symbol.asyncDispose]() {
      await calls.close();
      await client.close();
    },
  };
}

function createClient(uri: string): MongoClient {
  try {
    return new MongoClient(uri, OPTIONS);
  } catch (error) {
    // The driver may quote the address, and with it a password.
    const reason = (error instanceof Error ? error.message : '').replaceAll(uri, 'it');
    throw new ConfigError(`MONGODB_URI: ${reason}`);
  }
}

function databaseOf(uri: string): string {
  const path = /^[^:]+:\/\/[^/]+\/([^?]*)/.exec(uri)?.[1];
  return path ? decodeURIComponent(path) : DATABASE;
}

async function reach(client: MongoClient, db: Db, logger: Logger, signal: AbortSignal | undefined): Promise<void> {
  for (let retry = FIRST_RETRY; ; retry = Math.min(2 * retry, LONGEST_RETRY)) {
    signal?.throwIfAborted();
    try {
      await client.connect();
      await makeIndexes(db);
      return;
    } catch (error) {
      if (error instanceof MongoServerError && error.code === AUTHENTICATION_FAILED)
        throw new ConfigError('MONGODB_URI: the database refuses its user and password');
      if (!isUnavailable(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ reason, retryIn: retry }, 'MongoDB (MONGODB_URI) can not be reached; trying again');
    }
    await wait(retry, undefined, signal ? { signal } : {});
  }
}
