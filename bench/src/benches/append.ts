import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openMongoStorage } from '@vitrine/server/mongo-storage';
import { openSqliteStorage } from '@vitrine/server/sqlite-storage';
import { StreamTimeline } from '@vitrine/server/stream-timeline';
import { MongoServer } from '@vitrine/test-env';
import { pino } from 'pino';
import type { Bench, BenchOptions, Result } from '../bench.ts';
import { alternate, OURS, summarise } from '../measure/rounds.ts';
import { SERVER_SETTINGS } from '../sides/vitrine.ts';

const WRITERS = 100;
const ROUNDS = 5;
const MEASURED_MS = 4_000;
const AT_LEAST = 10;
const ALONE = 'one commit each';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const newStreamId = (): string => Math.random().toString(16).slice(2).padEnd(24, '0').slice(0, 24);
const data = { username: 'Inès Moreau', message: 'is the small vase still there in sand?', isAdmin: false };

export const bench: Bench = {
  what: 'durable timeline entries a second, 100 writers of one show at once, each waiting for its answer',
  async run(options) {
    return [await onSqlite(options), await onMongo(options)];
  },
};

type TimelineStore = Awaited<ReturnType<typeof openSqliteStorage>>['timeline'];

/** So many writers, each with one entry at a time under way, through the timeline that a server writes with. Entries a second. */
async function appended(store: TimelineStore, writers: number, milliseconds: number): Promise<number> {
  const timeline = new StreamTimeline(newStreamId(), store, clock, () => undefined);
  const startedAt = performance.now();
  let written = 0;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let entry = 0; performance.now() - startedAt < milliseconds; entry++) {
        await timeline.append({ key: `writer${writer}:${entry}`, type: 'chat_message', actorId: newStreamId(), data });
        written += 1;
      }
    }),
  );
  return written / ((performance.now() - startedAt) / 1000);
}

async function onSqlite(options: BenchOptions): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'vitrine-append-'));
  const milliseconds = MEASURED_MS * options.scale;
  try {
    const storage = await openSqliteStorage({ directory });
    try {
      const measured = await alternate(
        {
          [OURS]: () => appended(storage.timeline, WRITERS, milliseconds),
          [ALONE]: async () => insertedAlone(join(directory, 'vitrine.sqlite'), milliseconds),
        },
        ROUNDS,
        'entries/s',
        options,
      );
      const summary = summarise(measured);
      return {
        name: 'append',
        what: `${bench.what}; SQLite, against the same rows inserted in process, one commit each`,
        unit: 'entries/s',
        ...summary,
        settings: { ...SERVER_SETTINGS, writers: WRITERS, measured: `${MEASURED_MS / 1000} s a round` },
        targets: [{ what: `at least ${AT_LEAST} times`, met: (summary.ratio[ALONE] ?? 0) >= AT_LEAST }],
      };
    } finally {
      await storage[Symbol.asyncDispose]();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The least that a row can cost by itself: no thread, no messages, the same file, table and durability. */
function insertedAlone(path: string, milliseconds: number): number {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000');
    const insert = database.prepare(
      'INSERT INTO timeline (stream_id, entry_offset, key, type, at, entry) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    const streamId = newStreamId();
    const startedAt = performance.now();
    let offset = 0;
    while (performance.now() - startedAt < milliseconds) {
      offset += 1;
      // The keys of the same writers: where they land in their index is part of the price.
      const key = `writer${offset % WRITERS}:${Math.floor(offset / WRITERS)}`;
      const entry = {
        streamId,
        offset,
        key,
        type: 'chat_message',
        at: new Date().toISOString(),
        actorId: streamId,
        data,
      };
      insert.run(streamId, offset, key, entry.type, Date.now(), JSON.stringify(entry));
    }
    return offset / ((performance.now() - startedAt) / 1000);
  } finally {
    database.close();
  }
}

async function onMongo(options: BenchOptions): Promise<Result> {
  const server = await MongoServer.start();
  const milliseconds = MEASURED_MS * options.scale;
  try {
    const storage = await openMongoStorage({ uri: server.uri, logger: pino({ level: 'silent' }), clock });
    try {
      const measured = await alternate(
        {
          [OURS]: () => appended(storage.timeline, WRITERS, milliseconds),
          [ALONE]: () => appended(storage.timeline, 1, milliseconds),
        },
        ROUNDS,
        'entries/s',
        options,
      );
      return {
        name: 'append',
        what: `${bench.what}; on ${server.name}, against one writer, one insert each`,
        unit: 'entries/s',
        ...summarise(measured),
        settings: { node: process.versions.node, writers: WRITERS, measured: `${MEASURED_MS / 1000} s a round`, store: server.name },
        targets: [{ what: 'printed, not judged', met: null }],
      };
    } finally {
      await storage[Symbol.asyncDispose]();
    }
  } finally {
    await server[Symbol.asyncDispose]();
  }
}
