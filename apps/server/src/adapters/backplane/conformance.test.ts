import { randomUUID } from 'node:crypto';
import { RedisServer } from '@vitrine/test-env/redis';
import { pino } from 'pino';
import { afterAll, beforeAll, vi } from 'vitest';
import type { Backplane } from '../../ports/backplane.ts';
import { systemClock } from '../../ports/clock.ts';
import { type BackplaneFixture, describeBackplane } from './conformance.ts';
import { createLocalBackplane } from './local.ts';
import { createRedisBackplane } from './redis/index.ts';

let redis: RedisServer;
/** Keys and channels of one database are apart from those of another: each case has its own. */
let database = 0;
const DATABASES = 16;

beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis[Symbol.asyncDispose]());

function fixture(make: () => Backplane, isUp: (node: Backplane) => boolean): BackplaneFixture {
  const nodes: Backplane[] = [];
  return {
    async node() {
      const node = make();
      nodes.push(node);
      await vi.waitUntil(() => isUp(node), { timeout: 20_000, interval: 5 });
      return node;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(nodes.map((node) => node[Symbol.asyncDispose]()));
    },
  };
}

describeBackplane('one node', async () => fixture(createLocalBackplane, () => true), { severalNodes: false });
describeBackplane(
  'Redis',
  async () => {
    if (++database === DATABASES) {
      // Every database has been used: the next cases begin with an empty server.
      await redis.kill();
      await redis.restart();
      database = 0;
    }
    const url = `${redis.url}/${database}`;
    const logger = pino({ level: 'silent' });
    return fixture(
      () => createRedisBackplane({ url, nodeId: randomUUID(), clock: systemClock, logger }),
      (node) => node.isConnected(),
    );
  },
  { severalNodes: true },
);
