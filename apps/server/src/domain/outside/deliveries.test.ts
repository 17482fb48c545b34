import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../adapters/storage/sqlite/index.ts';
import type { JobRecord, Storage } from '../../ports/storage.ts';
import { type Deliver, Deliveries, MAX_TRIES } from './deliveries.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 1);

let folder: string;
let storage: Storage;
let now: number;
let errors: unknown[];
let opened: Deliveries[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-deliveries-'));
  storage = await openSqliteStorage({ directory: folder, onFatal: (error) => errors.push(error) });
  now = START;
  errors = [];
  opened = [];
});
afterEach(async () => {
  for (const deliveries of opened) await deliveries[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
  expect(errors).toEqual([]);
});

/** A node of the shop: several may share the store. */
function node(deliver: Deliver, random = 0): Deliveries {
  const deliveries = new Deliveries({
    jobs: storage.jobs,
    clock: { now: () => now, monotonic: () => now },
    onError: (error) => errors.push(error),
    random: () => random,
  });
  deliveries.handle('mail', deliver);
  opened.push(deliveries);
  return deliveries;
}
const mail = (key: string) => ({ kind: 'mail' as const, key, payload: { key }, target: 'amir@example.test' });
const jobs = async (): Promise<JobRecord[]> => (await storage.jobs.list({ kind: 'mail', limit: 100 })).items;
const only = async (): Promise<JobRecord> => {
  const [job] = await jobs();
  if (!job) throw new Error('no job');
  return job;
};
/** A promise that is kept from outside. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('A delivery', () => {
  test('is tried at once, and the same key once', async () => {
    const tried: string[] = [];
    const deliveries = node(async (job) => {
      tried.push(job.key);
      return { outcome: 'delivered', result: 'taken' };
    });
    expect(await deliveries.add(mail('one'))).toBe(true);
    expect(await deliveries.add(mail('one'))).toBe(false);
    await deliveries.run();
    await deliveries.run();
    expect(tried).toEqual(['one']);
    expect(await only()).toMatchObject({ state: 'done', attempts: 1, lastResult: 'taken', payload: '' });
  });

  test('that fails waits longer each time, between a minute and twelve hours, and is given up after eight tries', async () => {
    let tries = 0;
    const deliveries = node(async () => {
      tries += 1;
      throw new Error('nobody there');
    }, 1);
    await deliveries.add(mail('one'));
    const waits: number[] = [];
    for (let turn = 0; turn < MAX_TRIES; turn += 1) {
      await deliveries.run();
      const job = await only();
      if (job.state !== 'due') break;
      waits.push(job.dueAt - now);
      now = job.dueAt - 1;
      await deliveries.run();
      expect(tries).toBe(turn + 1);
      now = job.dueAt;
    }
    expect(tries).toBe(MAX_TRIES);
    expect(waits).toHaveLength(MAX_TRIES - 1);
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(MINUTE);
    expect(Math.max(...waits)).toBe(12 * HOUR);
    expect(await only()).toMatchObject({ state: 'failed', attempts: MAX_TRIES, lastResult: 'nobody there' });
  });

  test('that is refused is not tried again, and one that is asked to wait waits as long', async () => {
    const deliveries = node(async ({ key }) =>
      key === 'refused' ? { outcome: 'refused', result: 'no such address' } : { outcome: 'failed', result: 'busy', retryAfter: 2 * HOUR },
    );
    await deliveries.add(mail('refused'));
    await deliveries.add(mail('busy'));
    await deliveries.run();
    const byKey = Object.fromEntries((await jobs()).map((job) => [job.key, job]));
    expect(byKey.refused).toMatchObject({ state: 'failed', attempts: 1 });
    expect(byKey.busy).toMatchObject({ state: 'due', dueAt: START + 2 * HOUR });
  });

  test('that was given up is tried once more when asked', async () => {
    let isThere = false;
    const deliveries = node(async () => (isThere ? { outcome: 'delivered', result: 'taken' } : { outcome: 'refused', result: 'no' }));
    await deliveries.add(mail('one'));
    await deliveries.run();
    isThere = true;
    await deliveries.redeliver(await only());
    await deliveries.run();
    expect(await only()).toMatchObject({ state: 'done', attempts: 2, lastResult: 'taken' });
  });

  test('may be asked for later', async () => {
    const deliveries = node(async () => ({ outcome: 'delivered', result: 'taken' }));
    await deliveries.add({ ...mail('later'), delay: HOUR });
    await deliveries.run();
    expect(await only()).toMatchObject({ state: 'due', attempts: 0 });
    now += HOUR;
    await deliveries.run();
    expect(await only()).toMatchObject({ state: 'done' });
  });
});

describe('Several nodes', () => {
  test('try each delivery once', async () => {
    const tried: string[] = [];
    const deliver: Deliver = async ({ key }) => {
      tried.push(key);
      return { outcome: 'delivered', result: 'taken' };
    };
    const nodes = [node(deliver), node(deliver), node(deliver)];
    await Promise.all(Array.from({ length: 60 }, (_, index) => nodes[index % 3]?.add(mail(`mail ${index}`))));
    await Promise.all(nodes.map((each) => each.run()));
    expect(tried).toHaveLength(60);
    expect(new Set(tried).size).toBe(60);
  });

  test('take over what a node had taken up and died with', async () => {
    const hangs = gate();
    const dying = node(async () => {
      await hangs.opened;
      return { outcome: 'failed', result: 'died' };
    });
    await dying.add(mail('one'));
    const other = node(async () => ({ outcome: 'delivered', result: 'taken by the other' }));
    await other.run();
    expect((await only()).state).toBe('due');
    now += 10 * MINUTE;
    await other.run();
    expect(await only()).toMatchObject({ state: 'done', attempts: 2, lastResult: 'taken by the other' });
    hangs.open();
  });
});

describe('A stop', () => {
  test('breaks off what is on its way; the next server tries it at once, and the broken try is none of the eight', async () => {
    const begun = gate();
    const stopping = node(async (_job, signal) => {
      begun.open();
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      return { outcome: 'failed', result: 'never' };
    });
    await stopping.add(mail('one'));
    await begun.opened;
    await stopping[Symbol.asyncDispose]();
    const next = node(async () => ({ outcome: 'delivered', result: 'taken' }));
    await next.run();
    expect(await only()).toMatchObject({ state: 'done' });
  });
});

describe('A slow one', () => {
  test('leaves the other places to the rest', async () => {
    const slow = gate();
    const tried: string[] = [];
    const deliveries = node(async ({ key }) => {
      if (key === 'slow') await slow.opened;
      tried.push(key);
      return { outcome: 'delivered', result: 'taken' };
    });
    await deliveries.add(mail('slow'));
    for (let index = 0; index < 20; index += 1) await deliveries.add(mail(`mail ${index}`));
    const allOthers = async (): Promise<void> => {
      while (tried.length < 20) await storage.isReachable();
    };
    await allOthers();
    expect(tried).not.toContain('slow');
    slow.open();
    await deliveries.run();
    expect(tried).toContain('slow');
  });

  test('never meets more than a few others at once', async () => {
    let atOnce = 0;
    let most = 0;
    const deliveries = node(async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await storage.isReachable();
      atOnce -= 1;
      return { outcome: 'delivered', result: 'taken' };
    });
    await Promise.all(Array.from({ length: 40 }, (_, index) => deliveries.add(mail(`mail ${index}`))));
    await deliveries.run();
    expect((await jobs()).filter(({ state }) => state === 'done')).toHaveLength(40);
    expect(most).toBeLessThanOrEqual(4);
  });
});

test('What was delivered is forgotten after a week, what is due is not', async () => {
  const deliveries = node(async ({ key }) => (key === 'done' ? { outcome: 'delivered', result: '' } : { outcome: 'failed', result: '' }));
  await deliveries.add(mail('done'));
  await deliveries.add(mail('due'));
  await deliveries.run();
  now += 8 * 24 * HOUR;
  expect(await deliveries.sweep()).toBe(1);
  expect((await jobs()).map(({ key }) => key)).toEqual(['due']);
});
