import type { Target } from '../load/dialects.ts';

/** A server under measurement, its room open. */
export interface Side extends AsyncDisposable {
  readonly name: string;
  readonly version: string;
  /** The process whose tree's CPU is the side's. */
  readonly pid: number;
  readonly target: Target;
  /** One per sender's socket; what they hold is the side's affair. */
  readonly senderTokens: string[];
}
/** Senders of one room: as many as one session may have sockets. */
export const SENDERS = 20;
