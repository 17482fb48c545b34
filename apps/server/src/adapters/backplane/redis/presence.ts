import { z } from 'zod';
import type { Presence, ViewerCount } from '../../../ports/backplane.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { NodeChannel } from './channel.ts';
import type { RedisConnection } from './connection.ts';
import type { NodeRegistry } from './node-registry.ts';
import { within } from './patience.ts';
import { StreamViewers, type ViewerChange } from './stream-viewers.ts';
import { SPACING_PER_VIEWER, type Timing } from './timing.ts';

/** Changes told in one go: a node that comes back with thousands does not hold up the others. */
const MAX_CHANGES = 1_000;

/**
 * Tells this node's changes and counts the union, in one step: a set never stands without its expiry. The first key is this node's set;
 * arguments: lifetime, 'whole' to begin it anew, how many joined, then those, then those who left.
 */
const TELL_AND_COUNT = `
local own, joined = KEYS[1], tonumber(ARGV[3])
if ARGV[2] == 'whole' then redis.call('DEL', own) end
for i = 4, 3 + joined do redis.call('SADD', own, ARGV[i]) end
for i = 4 + joined, #ARGV do redis.call('SREM', own, ARGV[i]) end
redis.call('PEXPIRE', own, ARGV[1])
local here, sets, total = redis.call('SCARD', own), 0, 0
for _, key in ipairs(KEYS) do
  local size = redis.call('SCARD', key)
  if size > 0 then sets, total = sets + 1, total + size end
end
if sets > 1 then total = #redis.call('SUNION', unpack(KEYS)) end
return { here, total }
`;
const Counted = z.tuple([z.number(), z.number()]);

interface Tracked {
  stream: StreamViewers;
  /** The exchange under way. */
  running: Promise<void> | null;
  /** Another one is wanted right after it. */
  again: boolean;
  timer: NodeJS.Timeout | null;
  askedAt: number;
}

/** Presence over all nodes: a set per node and stream that lives as long as its node renews it. Nothing here is waited for by a join. */
export class RedisPresence implements Presence {
  readonly #connection: RedisConnection;
  readonly #channel: NodeChannel;
  readonly #registry: NodeRegistry;
  readonly #clock: Clock;
  readonly #timing: Timing;
  readonly #nodeId: string;
  readonly #streams = new Map<string, Tracked>();

  constructor(parts: {
    connection: RedisConnection;
    channel: NodeChannel;
    registry: NodeRegistry;
    clock: Clock;
    timing: Timing;
    nodeId: string;
  }) {
    this.#connection = parts.connection;
    this.#channel = parts.channel;
    this.#registry = parts.registry;
    this.#clock = parts.clock;
    this.#timing = parts.timing;
    this.#nodeId = parts.nodeId;
    this.#channel.on('viewers', ({ streamId }) => {
      const tracked = this.#streams.get(streamId);
      if (tracked) this.#askSoon(tracked);
    });
  }

  join(streamId: string, viewerId: string): void {
    const tracked = this.#track(streamId);
    if (tracked.stream.join(viewerId)) this.#askSoon(tracked);
  }
  leave(streamId: string, viewerId: string): void {
    const tracked = this.#streams.get(streamId);
    if (!tracked?.stream.leave(viewerId)) return;
    this.#askSoon(tracked);
    this.#forgetIfOver(tracked);
  }
  async count(streamId: string): Promise<number> {
    const stream = this.#streams.get(streamId)?.stream;
    if (stream?.hasAgreed) return stream.current.viewers;
    try {
      const asked = this.#connection.commands.sUnion(this.#keys(streamId));
      return (await within(this.#timing.patience, asked)).length;
    } catch {
      return stream?.current.viewers ?? 0;
    }
  }
  follow(streamId: string, listener: (count: ViewerCount) => void): () => void {
    const tracked = this.#track(streamId);
    const stop = tracked.stream.followers.add(listener);
    listener(tracked.stream.current);
    this.#askSoon(tracked);
    return () => {
      stop();
      this.#forgetIfOver(tracked);
    };
  }

  /** Redis has gone: what it knew of this node is told anew when it is back. */
  lost(): void {
    for (const tracked of this.#streams.values()) this.#giveUp(tracked);
  }
  /** Renews every set of this node and counts every stream; resolves when Redis has all of them. */
  async renew(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((tracked) => this.#ask(tracked)));
  }
  /** Takes this node's viewers out of Redis, since it ends. */
  async leaveAll(): Promise<void> {
    const own = [...this.#streams.values()].filter(({ stream }) => stream.viewers.size > 0);
    for (const { timer } of this.#streams.values()) if (timer) clearTimeout(timer);
    this.#streams.clear();
    if (own.length > 0) await this.#connection.commands.del(own.map(({ stream }) => this.#key(stream.streamId, this.#nodeId)));
  }

  #track(streamId: string): Tracked {
    let tracked = this.#streams.get(streamId);
    if (!tracked) {
      const stream = new StreamViewers(streamId);
      tracked = { stream, running: null, again: false, timer: null, askedAt: Number.NEGATIVE_INFINITY };
      this.#streams.set(streamId, tracked);
    }
    return tracked;
  }
  #forgetIfOver(tracked: Tracked): void {
    if (!tracked.stream.isOver || tracked.running || this.#streams.get(tracked.stream.streamId) !== tracked) return;
    if (tracked.timer) clearTimeout(tracked.timer);
    this.#streams.delete(tracked.stream.streamId);
  }

  /** However many come and go meanwhile, Redis hears of it at most once per `spacing`. */
  #askSoon(tracked: Tracked): void {
    if (tracked.timer) return;
    const { spacing, renewal } = this.#timing;
    const apart = Math.min(Math.max(spacing, tracked.stream.current.viewers * SPACING_PER_VIEWER), renewal);
    const wait = tracked.askedAt + apart - this.#clock.monotonic();
    // Those who come in the same turn are told together.
    tracked.timer = setTimeout(
      () => {
        tracked.timer = null;
        void this.#ask(tracked);
      },
      Math.max(0, wait),
    );
  }
  #ask(tracked: Tracked): Promise<void> {
    tracked.again = true;
    tracked.running ??= this.#exchangeAll(tracked).finally(() => {
      tracked.running = null;
      if (tracked.stream.hasUntold) this.#askSoon(tracked);
      this.#forgetIfOver(tracked);
    });
    return tracked.running;
  }
  async #exchangeAll(tracked: Tracked): Promise<void> {
    while (tracked.again) {
      tracked.again = false;
      tracked.askedAt = this.#clock.monotonic();
      const late = setTimeout(() => tracked.stream.doubt(), this.#timing.patience);
      try {
        await this.#exchange(tracked);
      } catch {
        // The next renewal tries again: on its interval, or as soon as Redis is back.
        this.#giveUp(tracked);
      } finally {
        clearTimeout(late);
      }
    }
  }
  async #exchange(tracked: Tracked): Promise<void> {
    const { stream } = tracked;
    const change = stream.take(MAX_CHANGES);
    const [own, total] = await this.#tell(stream.streamId, change);
    if (!change.isLast) tracked.again = true;
    else if (own === change.own) stream.agree(total, own, this.#registry.isComplete);
    else {
      // The set had expired under us, or someone else emptied Redis.
      stream.rewrite();
      tracked.again = true;
    }
    // Not awaited: who does not hear it asks at the next renewal.
    if (change.joined.length + change.left.length > 0)
      this.#channel.say({ about: 'viewers', node: this.#nodeId, streamId: stream.streamId }).catch(() => {});
  }
  async #tell(streamId: string, { isWhole, joined, left }: ViewerChange): Promise<[number, number]> {
    const told = [String(this.#timing.lifetime), isWhole ? 'whole' : 'changes', String(joined.length), ...joined, ...left];
    return Counted.parse(await this.#connection.commands.eval(TELL_AND_COUNT, { keys: this.#keys(streamId), arguments: told }));
  }
  #giveUp({ stream }: Tracked): void {
    stream.rewrite();
    stream.doubt();
  }
  #keys(streamId: string): string[] {
    return [this.#nodeId, ...this.#registry.others].map((node) => this.#key(streamId, node));
  }
  #key(streamId: string, node: string): string {
    return `vitrine:viewers:${streamId}:${node}`;
  }
}
