import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHOP_TIMELINE, type TimelineEntry } from '@vitrine/protocol';
import { RedisServer } from '@vitrine/test-env/redis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { TimelineService } from '../../../domain/timeline/timelines.ts';
import type { Backplane } from '../../../ports/backplane.ts';
import { systemClock } from '../../../ports/clock.ts';
import type { Storage } from '../../../ports/storage.ts';
import { openSqliteStorage } from '../../storage/sqlite/index.ts';
import { createRedisBackplane } from './index.ts';

const SOON = { timeout: 20_000, interval: 5 };

/** A node whose hints can be lost on purpose. */
interface Node {
  timelines: TimelineService;
  heard: string[];
  losesHints: boolean;
}
let folder: string;
let storage: Storage;
let redis: RedisServer;
const backplanes: Backplane[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-hints-'));
  storage = await openSqliteStorage({ directory: folder });
  redis = await RedisServer.start();
});
afterAll(async () => {
  for (const backplane of backplanes) await backplane[Symbol.asyncDispose]();
  await redis[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Nodes share one store as they would share MongoDB. */
async function startNode(): Promise<Node> {
  const backplane = createRedisBackplane({
    url: redis.url,
    nodeId: randomUUID(),
    clock: systemClock,
    logger: pino({ level: 'silent' }),
  });
  backplanes.push(backplane);
  await vi.waitUntil(() => backplane.isConnected(), SOON);
  const hearing = { heard: [] as string[], losesHints: false };
  const losing: Backplane = Object.create(backplane, {
    publish: { value: (hint: { streamId: string; offset: number }) => void (hearing.losesHints || backplane.publish(hint)) },
  });
  const timelines = new TimelineService(storage, losing, systemClock);
  await timelines.follow(SHOP_TIMELINE, ({ entries }) => hearing.heard.push(...entries.map(({ key }) => key)));
  return Object.assign(hearing, { timelines });
}
const write = ({ timelines }: Node, key: string): Promise<TimelineEntry> =>
  timelines.append(SHOP_TIMELINE, { key, type: 'session_ended', data: { sessionHashes: ['a'.repeat(64)] } });

test('An entry of one node is heard on the other by its hint; one whose hint is lost by the next look; each once, in order', async () => {
  const [one, other] = [await startNode(), await startNode()];
  await write(one, 'ended:1');
  await vi.waitFor(() => expect(other.heard).toEqual(['ended:1']), SOON);

  one.losesHints = true;
  await write(one, 'ended:2');
  await write(one, 'ended:3');
  expect(other.heard).toEqual(['ended:1']);
  await other.timelines.look();
  expect(other.heard).toEqual(['ended:1', 'ended:2', 'ended:3']);

  // A hint says how far the timeline reaches: what was lost before comes with it.
  await write(one, 'ended:4');
  one.losesHints = false;
  await write(one, 'ended:5');
  await vi.waitFor(() => expect(other.heard).toHaveLength(5), SOON);
  expect(other.heard).toEqual(one.heard);
});

test('What is acknowledged while Redis is dead is heard by the next look, and by hints again once it is back', async () => {
  const [one, other] = [await startNode(), await startNode()];
  await redis.kill();
  await write(one, 'dead:1');
  expect(one.heard.at(-1)).toBe('dead:1');
  expect(other.heard).not.toContain('dead:1');
  await other.timelines.look();
  expect(other.heard.at(-1)).toBe('dead:1');

  await redis.restart();
  let written = 0;
  await vi.waitFor(async () => {
    await write(one, `back:${++written}`);
    expect(other.heard).toContain('back:1');
  }, SOON);
  await vi.waitFor(() => expect(other.heard).toEqual(one.heard), SOON);
});
