import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT, session, times } from '../conformance/samples.ts';
import { openDatabase } from './driver.ts';
import { openSqliteStorage } from './index.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vitrine-sqlite-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** The message of the ConfigError that opening rejects with. */
async function refusal(at: string): Promise<string> {
  const fatal: Error[] = [];
  const error: unknown = await openSqliteStorage({ directory: at, onFatal: (lost) => fatal.push(lost) }).then(
    () => new Error('it opened'),
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'ConfigError' });
  expect(fatal).toEqual([]);
  return error instanceof Error ? error.message : '';
}

describe('opening the SQLite store', () => {
  it('makes the folder', async () => {
    const storage = await openSqliteStorage({ directory: join(directory, 'deep', 'down') });
    expect(await storage.settings.setIfAbsent('a', 'b')).toBe('b');
    await storage[Symbol.asyncDispose]();
  });

  it('is refused in one line that names DATA_DIR while another store is open there, and not after', async () => {
    const first = await openSqliteStorage({ directory });
    expect(await refusal(directory)).toBe(`DATA_DIR: ${directory} can't be used: another Vitrine server uses this folder`);
    await first.settings.set('still', 'works');
    await first[Symbol.asyncDispose]();
    await (await openSqliteStorage({ directory }))[Symbol.asyncDispose]();
  });

  it('is refused in one line where no folder can be made', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const message = await refusal(join(file, 'data'));
    expect(message).toMatch(/^DATA_DIR: .* can't be used: /);
    expect(message).not.toContain('\n');
  });

  it('is refused where the database is not one, and the folder is free again', async () => {
    await writeFile(join(directory, 'vitrine.sqlite'), 'not a database, and long enough to be looked at '.repeat(100));
    expect(await refusal(directory)).toMatch(/^DATA_DIR: /);
    await rm(join(directory, 'vitrine.sqlite'));
    await (await openSqliteStorage({ directory }))[Symbol.asyncDispose]();
  });

  it('is refused when a newer Vitrine wrote the database, which stays as it is', async () => {
    await mkdir(directory, { recursive: true });
    const database = openDatabase(join(directory, 'vitrine.sqlite'));
    database.exec('PRAGMA user_version = 9000');
    database.close();
    expect(await refusal(directory)).toMatch(/schema 9000.*newer version/);
    const after = openDatabase(join(directory, 'vitrine.sqlite'));
    expect(after.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 9000 });
    after.close();
  });
});

describe('a full disk', () => {
  it('refuses writes, retryable, keeps what was acknowledged, and takes writes again once there is room', async () => {
    const storage = await openSqliteStorage({ directory, maxPages: 160 });
    const large = (n: number) => session(`token ${n}`, { guestName: 'x'.repeat(4000), expiresAt: AT });
    let written = 0;
    let refused: unknown;
    while (refused === undefined && written < 100)
      await storage.sessions.insert(large(written)).then(
        () => written++,
        (reason: unknown) => {
          refused = reason;
        },
      );
    expect(refused).toMatchObject({ code: 'storage_unavailable', retryable: true });
    expect(written).toBeGreaterThan(0);
    // Many at once: all that share a round with one that is refused may be refused with it; none of them is there then.
    const more = await Promise.allSettled(times(20, (n) => storage.sessions.insert(large(written + n))));
    const known = [...times(written, () => true), ...more.map(({ status }) => status === 'fulfilled')];
    for (const [n, isThere] of known.entries()) expect(await storage.sessions.byTokenHash(`token ${n}`)).toEqual(isThere ? large(n) : null);
    expect(await storage.sessions.deleteExpired(AT)).toBe(known.filter(Boolean).length);
    await storage.sessions.insert(large(1000));
    expect(await storage.sessions.byTokenHash('token 1000')).toEqual(large(1000));
    await storage[Symbol.asyncDispose]();
  });
});
