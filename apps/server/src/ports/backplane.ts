import type { RateName } from '@vitrine/protocol';

/**
 * What the nodes of one shop tell each other. Hints may be lost (the store is the truth); presence is counted over all nodes.
 */
export interface Backplane {
  /** Says that entries up to `offset` of this stream are durable. Never rejects: a lost hint is healed by the periodic look. */
  publish(hint: Hint): void;
  /** Hears the other nodes' hints. */
  onHint(listener: (hint: Hint) => void): () => void;
  presence: Presence;
  rateLimits: RateLimits;
  [Symbol.asyncDispose](): Promise<void>;
}
export interface Hint {
  streamId: string;
  offset: number;
}
export interface Presence {
  /** A viewer has its first connection to this stream on this node. */
  join(streamId: string, viewerId: string): void;
  /** Its last one has gone. */
  leave(streamId: string, viewerId: string): void;
  /** Distinct viewers over all nodes. */
  count(streamId: string): Promise<number>;
}
export interface RateLimits {
  /** Takes one point. Resolves with 0 when allowed, else with the seconds to wait. */
  take(name: RateName, subject: string): Promise<number>;
}
