import type { Logger } from 'pino';
import type { Backplane } from '../../../ports/backplane.ts';
import type { Clock } from '../../../ports/clock.ts';
import { NodeChannel } from './channel.ts';
import { RedisConnection } from './connection.ts';
import { FigureSender } from './figures.ts';
import { HintSender } from './hints.ts';
import { NodeRegistry } from './node-registry.ts';
import { within } from './patience.ts';
import { RedisPresence } from './presence.ts';
import { createRedisRateLimits } from './rate-limits.ts';
import { TIMING, type Timing } from './timing.ts';

export interface RedisBackplaneOptions {
  /** `redis://` or `rediss://`, with user and password where needed. */
  url: string;
  /** Unique to this process: another start is another node. */
  nodeId: string;
  clock: Clock;
  logger: Logger;
  timing?: Timing;
}

/** The backplane of a shop with several nodes. It connects in the background: a Redis that is away delays, and loses nothing. */
export function createRedisBackplane({ url, nodeId, clock, logger, timing = TIMING }: RedisBackplaneOptions): Backplane {
  const connection = new RedisConnection({ url, logger, silence: timing.lifetime });
  const channel = new NodeChannel(connection, nodeId, url);
  const registry = new NodeRegistry({ connection, channel, clock, timing, nodeId });
  const presence = new RedisPresence({ connection, channel, registry, clock, timing, nodeId });
  const hints = new HintSender(channel, nodeId);
  const figures = new FigureSender(channel, nodeId);

  let renewal: { startedAt: number; isStale: boolean } | null = null;
  const renew = async (): Promise<void> => {
    if (!connection.commands.isReady) return;
    if (renewal) {
      if (clock.monotonic() - renewal.startedAt >= timing.lifetime) connection.reconnect();
      else renewal.isStale = true;
      return;
    }
    const current = { startedAt: clock.monotonic(), isStale: false };
    renewal = current;
    try {
      await registry.look();
      await presence.renew();
      // Last: a node that says it is alive has all its viewers in Redis.
      await registry.announce();
    } catch (error) {
      logger.debug({ err: error }, 'presence was not renewed');
    } finally {
      renewal = null;
    }
    if (current.isStale) await renew();
  };

  connection.onReady(() => {
    registry.connected();
    void renew();
  });
  connection.onLost(() => {
    registry.lost();
    presence.lost();
  });
  channel.on('node', ({ node, isAlive }) => {
    if (!isAlive) registry.gone(node);
    else if (!registry.renewed(node)) return;
    void presence.renew();
  });
  channel.on('viewers', ({ node }) => registry.heard(node));
  channel.open();
  const timer = setInterval(() => void renew(), timing.renewal);

  return {
    publish: (hint) => hints.publish(hint),
    onHint: (listener) => channel.on('entries', ({ streamId, offset }) => listener({ streamId, offset })),
    tellFigures: (news) => figures.tell(news),
    onFigures: (listener) => channel.on('figures', ({ name, streamId, value, node }) => listener({ name, streamId, value }, node)),
    presence,
    rateLimits: createRedisRateLimits(connection, clock),
    otherNodes: () => registry.others,
    isConnected: () => connection.isReady && registry.isComplete,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await within(timing.patience, Promise.all([presence.leaveAll(), registry.leave()])).catch(() => {
        // What this node leaves behind expires by itself.
      });
      connection.close();
    },
  };
}
