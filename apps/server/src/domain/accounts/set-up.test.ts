import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../adapters/storage/sqlite/index.ts';
import type { Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { AccountService } from './accounts.ts';
import { Sessions } from './sessions.ts';

const ADMIN = { name: 'Inès', email: 'ines@example.test', password: 'a lamp in the window', transport: 'bearer' } as const;

let folder: string;
let storage: Storage;
let accounts: AccountService;
let now: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-set-up-'));
  storage = await openSqliteStorage({ directory: folder });
  now = Date.UTC(2026, 0, 1);
  const clock = { now: () => now, monotonic: () => 0 };
  const feed = { tell: async () => {}, on: () => () => {} };
  accounts = new AccountService({
    storage,
    limits: { take: async () => {} },
    clock,
    sessions: new Sessions({ storage, feed, clock }),
    secret: 'a secret of a test',
  });
});
afterEach(async () => {
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function link(): Promise<string> {
  const token = await accounts.issueSetupToken();
  if (token === null) throw new Error('the shop is set up');
  return token;
}
const setUp = (token: string, email: string = ADMIN.email): Promise<string> =>
  accounts.setUp({ ...ADMIN, email, token }).then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('The link for the first admin', () => {
  test('makes one admin when two use it at once', async () => {
    const token = await link();
    const outcomes = await Promise.all([setUp(token), setUp(token, 'other@example.test')]);
    expect(outcomes.sort()).toEqual(['already_set_up', 'done']);
    expect(await storage.users.count()).toBe(1);
  });

  test('works to the last moment of its half hour and not after it', async () => {
    const token = await link();
    now += 30 * 60_000;
    expect(await setUp(token)).toBe('token_expired');
    expect(await accounts.needsSetup()).toBe(true);
    now -= 1;
    expect(await setUp(token)).toBe('done');
  });

  test('is replaced by a newer one, and a guess does not use it up', async () => {
    const [old, newer] = [await link(), await link()];
    expect(await setUp(old)).toBe('bad_credentials');
    expect(await setUp('a guess')).toBe('bad_credentials');
    expect(await setUp(newer)).toBe('done');
  });

  test('is not kept in the store in clear', async () => {
    const token = await link();
    expect(await storage.settings.get('setup-token')).not.toContain(token);
  });
});
