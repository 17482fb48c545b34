import type { Clock } from '../../../ports/clock.ts';
import type { NodeChannel } from './channel.ts';
import type { RedisConnection } from './connection.ts';
import type { Timing } from './timing.ts';

const NODES = 'vitrine:nodes';
const beat = (nodeId: string): string => `vitrine:node:${nodeId}`;

/**
 * Which nodes are alive: a set of names, and a key for each that lives as long as `lifetime` unless it is renewed. After an outage those
 * that were there before are waited for, so that a count is not taken from half of them.
 */
export class NodeRegistry {
  readonly #connection: RedisConnection;
  readonly #channel: NodeChannel;
  readonly #clock: Clock;
  readonly #timing: Timing;
  readonly #nodeId: string;
  #alive = new Set<string>();
  /** Were alive before the outage and have not renewed since. */
  readonly #missing = new Set<string>();
  #hasLooked = false;
  #readySince = Number.NEGATIVE_INFINITY;

  constructor(parts: { connection: RedisConnection; channel: NodeChannel; clock: Clock; timing: Timing; nodeId: string }) {
    this.#connection = parts.connection;
    this.#channel = parts.channel;
    this.#clock = parts.clock;
    this.#timing = parts.timing;
    this.#nodeId = parts.nodeId;
  }

  /** The others, those among them that are waited for too. */
  get others(): string[] {
    return [...new Set([...this.#alive, ...this.#missing])];
  }
  /** Every node that was there before the last outage has renewed, or had the time to. */
  get isComplete(): boolean {
    return this.#hasLooked && this.#missing.size === 0;
  }

  connected(): void {
    this.#readySince = this.#clock.monotonic();
  }
  lost(): void {
    for (const node of this.#alive) this.#missing.add(node);
    this.#alive.clear();
    this.#hasLooked = false;
  }
  /** A node has told its viewers: not yet all of them, if it is one that is waited for. */
  heard(node: string): void {
    if (!this.#missing.has(node)) this.#alive.add(node);
  }
  /** A node has renewed. True when it is new or was waited for. */
  renewed(node: string): boolean {
    const wasMissing = this.#missing.delete(node);
    const isNew = !this.#alive.has(node);
    this.#alive.add(node);
    return isNew || wasMissing;
  }
  /** A node has taken its leave. */
  gone(node: string): void {
    this.#missing.delete(node);
    this.#alive.delete(node);
  }

  /** Reads who is there. */
  async look(): Promise<void> {
    const { commands } = this.#connection;
    const names = (await commands.sMembers(NODES)).filter((name) => name !== this.#nodeId);
    const beats = names.length === 0 ? [] : await commands.mGet(names.map(beat));
    const dead = names.filter((_, index) => beats[index] === null);
    if (dead.length > 0) await commands.sRem(NODES, dead);
    this.#alive = new Set(names.filter((_, index) => beats[index] !== null));
    for (const node of this.#alive) this.#missing.delete(node);
    if (this.#clock.monotonic() - this.#readySince >= this.#timing.lifetime) this.#missing.clear();
    this.#hasLooked = true;
  }
  /** Says that this node lives and that whatever it has in Redis is up to date. */
  async announce(): Promise<void> {
    const { commands } = this.#connection;
    await Promise.all([
      commands.sAdd(NODES, this.#nodeId),
      commands.set(beat(this.#nodeId), '', { expiration: { type: 'PX', value: this.#timing.lifetime } }),
      this.#channel.say({ about: 'node', node: this.#nodeId, isAlive: true }),
    ]);
  }
  async leave(): Promise<void> {
    const { commands } = this.#connection;
    await Promise.all([
      commands.sRem(NODES, this.#nodeId),
      commands.del(beat(this.#nodeId)),
      this.#channel.say({ about: 'node', node: this.#nodeId, isAlive: false }),
    ]);
  }
}
