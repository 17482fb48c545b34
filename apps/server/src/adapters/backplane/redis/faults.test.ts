import { randomUUID } from 'node:crypto';
import { createClient } from '@redis/client';
import { RATES } from '@vitrine/protocol';
import { RedisServer, Relay } from '@vitrine/test-env/redis';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backplane, ViewerCount } from '../../../ports/backplane.ts';
import { systemClock } from '../../../ports/clock.ts';
import { countOf } from '../conformance.ts';
import { createRedisBackplane } from './index.ts';
import type { Timing } from './timing.ts';

/** Faster than in life, in the same proportions. */
const QUICK: Timing = { lifetime: 2_000, renewal: 400, spacing: 50, patience: 200 };
const SOON = { timeout: 25_000, interval: 5 };

let redis: RedisServer;
let open: AsyncDisposable[];
let logged: string[];

beforeEach(async () => {
  redis = await RedisServer.start();
  open = [redis];
  logged = [];
});
afterEach(async () => {
  redis.resume();
  for (const part of open.reverse()) await part[Symbol.asyncDispose]();
});

function unconnected(port = redis.port): Backplane {
  const logger = pino({ level: 'info', base: null }, { write: (line: string) => void logged.push(JSON.parse(line).msg) });
  const node = createRedisBackplane({
    url: `redis://127.0.0.1:${port}`,
    nodeId: randomUUID(),
    clock: systemClock,
    logger,
    timing: QUICK,
  });
  open.push(node);
  return node;
}
async function connected(port?: number): Promise<Backplane> {
  const node = unconnected(port);
  await vi.waitUntil(() => node.isConnected(), SOON);
  return node;
}
/** Two nodes that know of each other, the second one behind a relay. */
async function twoNodes(): Promise<{ one: Backplane; other: Backplane; relay: Relay }> {
  const relay = await Relay.to(redis.port);
  open.push(relay);
  const [one, other] = await Promise.all([connected(), connected(relay.port)]);
  await vi.waitUntil(() => one.otherNodes().length === 1 && other.otherNodes().length === 1, SOON);
  return { one, other, relay };
}
function counts(node: Backplane, streamId = 'a'): ViewerCount[] {
  const heard: ViewerCount[] = [];
  node.presence.follow(streamId, (count) => heard.push(count));
  return heard;
}
async function command(...parts: string[]): Promise<string> {
  const client = createClient({ url: redis.url });
  await client.connect();
  try {
    return String(await client.sendCommand(parts));
  } finally {
    client.destroy();
  }
}

describe('When Redis is killed with -9, then', () => {
  it('the last agreed count stands, changed by the own joins and leaves, and all agree again after the restart', async () => {
    const { one, other } = await twoNodes();
    for (const viewer of ['mira', 'noor', 'sam']) one.presence.join('a', viewer);
    for (const viewer of ['mira', 'kit']) other.presence.join('a', viewer);
    const [here, there] = [counts(one), counts(other)];
    await Promise.all([countOf(one.presence, 'a', 4), countOf(other.presence, 'a', 4)]);

    await redis.kill();
    await vi.waitFor(() => expect([here.at(-1), there.at(-1)]).toEqual([away(4), away(4)]), SOON);
    one.presence.join('a', 'ada');
    one.presence.join('a', 'ben');
    one.presence.leave('a', 'noor');
    expect(here.at(-1)).toEqual(away(5));
    expect(await one.presence.count('a')).toBe(5);
    other.presence.leave('a', 'kit');
    expect(there.at(-1)).toEqual(away(3));

    await redis.restart();
    await Promise.all([countOf(one.presence, 'a', 4), countOf(other.presence, 'a', 4)]);
    expect(logged.filter((line) => line.startsWith('Redis is away'))).toHaveLength(2);
    expect(logged.filter((line) => line === 'Redis is back')).toHaveLength(2);
  });

  it('no count is agreed on before every node has renewed, so that none dips and no peak is wrong', async () => {
    const { one, other, relay } = await twoNodes();
    one.presence.join('a', 'mira');
    for (const viewer of ['noor', 'sam']) other.presence.join('a', viewer);
    const heard = counts(one);
    await countOf(one.presence, 'a', 3);

    relay.cut();
    await redis.kill();
    await redis.restart();
    await vi.waitFor(() => expect(logged).toContain('Redis is back'), SOON);
    const [told] = await exchanges(1);
    expect(told).toBeGreaterThan(0);
    expect(heard.at(-1)).toEqual(away(3));
    relay.mend();
    await countOf(one.presence, 'a', 3);
    expect(heard.filter(({ viewers }) => viewers > 3)).toEqual([]);
    expect(heard.slice(heard.findIndex(({ viewers }) => viewers === 3)).filter(({ viewers }) => viewers < 3)).toEqual([]);
  });

  it('hints are heard again after the restart, and those given meanwhile hurt nobody', async () => {
    const { one, other } = await twoNodes();
    const heard: number[] = [];
    other.onHint(({ offset }) => heard.push(offset));
    await redis.kill();
    for (let offset = 1; offset <= 20_000; offset++) one.publish({ streamId: `stream ${offset}`, offset });
    await redis.restart();
    let offset = 100_000;
    await vi.waitFor(() => {
      one.publish({ streamId: 'a', offset: ++offset });
      expect(heard.at(-1)).toBeGreaterThan(100_000);
    }, SOON);
  });

  it('limits go on in memory, and over all nodes after the restart', async () => {
    const { one, other } = await twoNodes();
    const { points } = RATES.order;
    await redis.kill();
    await vi.waitUntil(() => !one.isConnected() && !other.isConnected(), SOON);
    for (let taken = 0; taken < points; taken++) expect(await one.rateLimits.take('order', 'mira')).toBe(0);
    expect(await one.rateLimits.take('order', 'mira')).toBeGreaterThan(0);
    expect(await other.rateLimits.take('order', 'mira')).toBe(0);
    await redis.restart();
    await vi.waitUntil(() => one.isConnected() && other.isConnected(), SOON);
    for (let taken = 0; taken < points; taken++) await one.rateLimits.take('order', 'noor');
    expect(await other.rateLimits.take('order', 'noor')).toBeGreaterThan(0);
  });

  it('a node that started without it joins the others when it comes', async () => {
    await redis.kill();
    const node = unconnected();
    const heard = counts(node);
    node.presence.join('a', 'mira');
    expect(heard.at(-1)).toEqual(away(1));
    expect(await node.presence.count('a')).toBe(1);
    await redis.restart();
    await countOf(node.presence, 'a', 1);
    const late = await connected();
    await countOf(late.presence, 'a', 1);
  });
});

describe('When a node dies, then', () => {
  it('its viewers leave the count of the others, and it is no longer known', async () => {
    const { one, other, relay } = await twoNodes();
    one.presence.join('a', 'mira');
    for (const viewer of ['mira', 'noor', 'sam']) other.presence.join('a', viewer);
    await countOf(one.presence, 'a', 3);
    relay.cut();
    await countOf(one.presence, 'a', 1);
    await vi.waitFor(() => expect(one.otherNodes()).toEqual([]), SOON);
    relay.mend();
    await Promise.all([countOf(one.presence, 'a', 3), countOf(other.presence, 'a', 3)]);
  });

  it('those who were waited for after an outage are given up in the end', async () => {
    const { one, other, relay } = await twoNodes();
    one.presence.join('a', 'mira');
    other.presence.join('a', 'noor');
    await countOf(one.presence, 'a', 2);
    relay.cut();
    await redis.kill();
    await redis.restart();
    await countOf(one.presence, 'a', 1);
    expect(one.otherNodes()).toEqual([]);
  });
});

describe('When Redis stops answering, then', () => {
  it('joins, counts and limits are not held up, and all agree when it answers again', async () => {
    const { one, other } = await twoNodes();
    one.presence.join('a', 'mira');
    other.presence.join('a', 'noor');
    const heard = counts(one);
    await countOf(one.presence, 'a', 2);
    redis.pause();
    one.presence.join('a', 'sam');
    await vi.waitFor(() => expect(heard.at(-1)).toEqual(away(3)), SOON);
    one.presence.join('a', 'ada');
    expect(heard.at(-1)).toEqual(away(4));
    expect(await one.presence.count('a')).toBe(4);
    expect(await one.presence.count('unknown')).toBe(0);
    for (let taken = 0; taken < RATES.order.points; taken++) expect(await one.rateLimits.take('order', 'mira')).toBe(0);
    expect(await one.rateLimits.take('order', 'mira')).toBeGreaterThan(0);
    redis.resume();
    await Promise.all([countOf(one.presence, 'a', 4), countOf(other.presence, 'a', 4)]);
  });

  it('the connection is given up after a while and made anew', async () => {
    const node = await connected();
    node.presence.join('a', 'mira');
    await countOf(node.presence, 'a', 1);
    redis.pause();
    await vi.waitFor(() => expect(logged.some((line) => line.startsWith('Redis is away'))).toBe(true), SOON);
    redis.resume();
    await countOf(node.presence, 'a', 1);
    expect(node.isConnected()).toBe(true);
  });
});

describe('Redis', () => {
  it('is asked for a count at most once per interval, however many join', async () => {
    const node = await connected();
    const before = await exchanges(0);
    const started = systemClock.monotonic();
    for (let index = 0; index < 2_000; index++) {
      node.presence.join('a', `viewer ${index}`);
      if (index % 20 === 0) await new Promise(setImmediate);
    }
    await countOf(node.presence, 'a', 2_000);
    const after = await exchanges(0);
    const intervals = (systemClock.monotonic() - started) / QUICK.spacing;
    const renewals = (systemClock.monotonic() - started) / QUICK.renewal;
    // Two thousand are told in two parts; and one may have begun before.
    expect(Number(after[0]) - Number(before[0])).toBeLessThanOrEqual(intervals + renewals + 4);
  });

  it('that was emptied is filled again', async () => {
    const { one, other } = await twoNodes();
    one.presence.join('a', 'mira');
    other.presence.join('a', 'noor');
    await countOf(one.presence, 'a', 2);
    await command('FLUSHALL');
    await vi.waitFor(async () => {
      const keys = (await command('KEYS', 'vitrine:viewers:a:*')).split(',').filter(Boolean);
      expect(keys).toHaveLength(2);
    }, SOON);
    await Promise.all([countOf(one.presence, 'a', 2), countOf(other.presence, 'a', 2)]);
  });

  it('keeps no set that would not expire, and nothing of a node that has left', async () => {
    const { one, other } = await twoNodes();
    for (let index = 0; index < 2_500; index++) one.presence.join('a', `viewer ${index}`);
    other.presence.join('b', 'mira');
    await countOf(other.presence, 'a', 2_500);
    await countOf(one.presence, 'b', 1);
    for (const key of (await command('KEYS', 'vitrine:viewers:*')).split(','))
      expect(Number(await command('PTTL', key))).toBeGreaterThan(0);
    await one[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
    expect(await command('KEYS', 'vitrine:*')).toBe('');
  });
});

const away = (viewers: number): ViewerCount => ({ viewers, isAgreed: false });

/** How often viewers were told and counted, once that has happened at least so often. */
async function exchanges(atLeast: number): Promise<[number]> {
  return vi.waitFor(async () => {
    const stats = await command('INFO', 'commandstats');
    const calls = Number(/cmdstat_eval:calls=(\d+)/.exec(stats)?.[1] ?? 0);
    expect(calls).toBeGreaterThanOrEqual(atLeast);
    return [calls];
  }, SOON);
}
