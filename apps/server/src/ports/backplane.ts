import type { RateName } from '@vitrine/protocol';

/**
 * What the nodes of one shop tell each other. Hints may be lost (the store is the truth); presence is counted over all nodes.
 */
export interface Backplane {
  /** Says that entries up to `offset` of this stream are durable. Never rejects: a lost hint is healed by the periodic look. */
  publish(hint: Hint): void;
  /** Hears the other nodes' hints. */
  onHint(listener: (hint: Hint) => void): () => void;
  /** Tells the other nodes how something is now. The latest value counts: one that is lost is made good by the next, and none is kept. */
  tellFigures(figures: Figures): void;
  /** Hears the other nodes' figures, and which node's they are. */
  onFigures(listener: (figures: Figures, node: string) => void): () => void;
  readonly presence: Presence;
  readonly rateLimits: RateLimits;
  /** The other nodes that are alive, as last heard. */
  otherNodes(): string[];
  /** Whether the nodes hear each other now. While they don't, nothing is lost: it comes later, and counts are estimates. */
  isConnected(): boolean;
  [Symbol.asyncDispose](): Promise<void>;
}
export interface Hint {
  streamId: string;
  offset: number;
}
export interface Figures {
  /** What they are of. */
  name: string;
  streamId: string;
  /** Small, and JSON; who hears it parses it: another version's node may have said it. */
  value: unknown;
}
export interface ViewerCount {
  /** Distinct viewers over all nodes. */
  viewers: number;
  /** False while it is an estimate: the last agreed count, changed by this node's own joins and leaves. No peak is taken from it. */
  isAgreed: boolean;
}
/** Who watches where. Nothing here waits for another node: a join is noted at once and told to the others in its time. */
export interface Presence {
  /** A viewer has its first connection to this stream on this node. */
  join(streamId: string, viewerId: string): void;
  /** Its last one has gone. */
  leave(streamId: string, viewerId: string): void;
  /** Distinct viewers over all nodes, as well as this node can tell now. Never rejects. */
  count(streamId: string): Promise<number>;
  /** Tells the count whenever it changes, on whichever node, first within this call. Gives the function that ends it (once). */
  follow(streamId: string, listener: (count: ViewerCount) => void): () => void;
}
export interface RateLimits {
  /** Takes one point, which comes back after the rate's own time or these `seconds`. Resolves with 0 when allowed, else with the seconds to wait. */
  take(name: RateName, subject: string, seconds?: number): Promise<number>;
}
