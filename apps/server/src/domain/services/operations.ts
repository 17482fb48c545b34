import type { RateName, SystemReport } from '@vitrine/protocol';
import type { Actor } from '../actor.ts';

/** How the parts of this node are. */
export interface ServerStatus {
  /** Whether the store answers now. */
  storeAnswers(): Promise<boolean>;
  /** False while Redis is away: everything arrives, but later. */
  nodesHearEachOther(): boolean;
}

export interface Limits {
  /** Takes one point for this subject; rejects with `rate_limited` and `retryAfter`. `seconds` stands in for the rate's own time. */
  take(name: RateName, subject: string, seconds?: number): Promise<void>;
}

export interface System {
  report(actor: Actor): Promise<SystemReport>;
}
