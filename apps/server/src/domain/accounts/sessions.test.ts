import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLocalBackplane } from '../../adapters/backplane/local.ts';
import { openSqliteStorage } from '../../adapters/storage/sqlite/index.ts';
import type { SessionStore, Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { sha256 } from '../ids.ts';
import { ShopFeed } from '../timeline/shop-feed.ts';
import { TimelineService } from '../timeline/timelines.ts';
import { accountOf, Sessions } from './sessions.ts';

const NOOR = {
  _id: 'a'.repeat(24),
  email: 'noor@shop.example',
  name: 'Noor',
  role: 'host',
  passwordHash: 'hash',
  createdAt: 0,
} as const;
const MINUTE = 60_000;

let folder: string;
let store: Storage;
let time: number;
let isAway: boolean;
/** How often sessions were read from the store. */
let reads: number;
/** Happens once between a read in the store and its answer. */
let meanwhile: (() => Promise<void>) | null;

interface Node {
  sessions: Sessions;
  timelines: TimelineService;
  ended: string[];
}
/** One node on the store that all share. Nobody hints: what others did is found by looking. */
async function node(): Promise<Node> {
  const clock = { now: () => time, monotonic: () => time };
  const watched: SessionStore = new Proxy(store.sessions, {
    get: (target, method) =>
      method !== 'byTokenHash'
        ? Reflect.get(target, method)
        : async (hash: string) => {
            reads += 1;
            if (isAway) throw new DomainError('storage_unavailable', 'away');
            const session = await target.byTokenHash(hash);
            await meanwhile?.();
            return session;
          },
  });
  const storage: Storage = { ...store, sessions: watched };
  const timelines = new TimelineService(storage, createLocalBackplane(), clock);
  const feed = new ShopFeed(timelines);
  const sessions = new Sessions({ storage, feed, clock });
  const ended: string[] = [];
  sessions.onEnded((hash) => ended.push(hash));
  await feed.start();
  return { sessions, timelines, ended };
}
let one: Node;
let other: Node;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-sessions-'));
  store = await openSqliteStorage({ directory: folder });
  time = Date.UTC(2026, 0, 1);
  isAway = false;
  reads = 0;
  meanwhile = null;
  await store.users.insert(NOOR);
  [one, other] = [await node(), await node()];
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
const open = async (): Promise<string> => (await one.sessions.open(accountOf(NOOR), 'Firefox')).token;
const roleAt = async ({ sessions }: Node, token: string): Promise<string | null> => (await sessions.byToken(token))?.role ?? null;

describe('Sessions on several nodes', () => {
  test('When one ends here, then it has ended there as soon as the other node looks, and its sockets are told', async () => {
    const token = await open();
    expect([await roleAt(one, token), await roleAt(other, token)]).toEqual(['host', 'host']);
    await one.sessions.end(sha256(token));
    expect(await roleAt(one, token)).toBeNull();
    await other.timelines.look();
    expect(await roleAt(other, token)).toBeNull();
    expect(other.ended).toEqual([sha256(token)]);
    expect(new Set(one.ended)).toEqual(new Set([sha256(token)]));
  });

  test('When all but one end, then that one goes on everywhere', async () => {
    const [kept, first, second] = [await open(), await open(), await open()];
    for (const token of [kept, first, second]) await roleAt(other, token);
    await one.sessions.endAll(NOOR._id, sha256(kept));
    await other.timelines.look();
    expect(await Promise.all([kept, first, second].map((token) => roleAt(other, token)))).toEqual(['host', null, null]);
  });

  test('When an account gets another role, then every node reads it anew', async () => {
    const token = await open();
    await roleAt(other, token);
    await store.users.change(NOOR._id, { role: 'moderator' });
    await one.sessions.accountChanged(NOOR._id);
    await other.timelines.look();
    expect([await roleAt(one, token), await roleAt(other, token)]).toEqual(['moderator', 'moderator']);
  });

  test('When nothing could be told, then memory is compared with the store after a minute', async () => {
    const token = await open();
    await roleAt(other, token);
    await store.sessions.delete(sha256(token));
    time += MINUTE - 1;
    expect(await roleAt(other, token)).toBe('host');
    time += 1;
    expect(await roleAt(other, token)).toBeNull();
  });
});

describe('Sessions in memory', () => {
  test('When many ask for the same one, then the store is asked once a minute', async () => {
    const token = await open();
    for (let n = 0; n < 100; n += 1) await roleAt(one, token);
    expect(reads).toBe(1);
    time += MINUTE;
    await roleAt(one, token);
    expect(reads).toBe(2);
  });

  test('When the store is away, then those who are known stay signed in, and nobody else is let in', async () => {
    const [known, unknown] = [await open(), await open()];
    await roleAt(one, known);
    isAway = true;
    time += 10 * MINUTE;
    expect(await roleAt(one, known)).toBe('host');
    await expect(one.sessions.byToken(unknown)).rejects.toMatchObject({ code: 'storage_unavailable' });
  });

  test('When it ends while it is being read, then nobody comes in with it', async () => {
    const token = await open();
    meanwhile = async () => {
      meanwhile = null;
      await one.sessions.end(sha256(token));
    };
    expect(await roleAt(one, token)).toBeNull();
  });

  test('When a session has run out, then it is nobody’s, in memory too', async () => {
    const { token, expiresAt } = await one.sessions.open(accountOf(NOOR), '');
    await roleAt(one, token);
    isAway = true;
    time = expiresAt;
    expect(await roleAt(one, token)).toBeNull();
    expect(await one.sessions.list({ id: NOOR._id, role: 'host', name: 'Noor', sessionHash: null })).toEqual([]);
  });
});
