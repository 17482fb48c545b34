import type { Target } from './dialects.ts';

/** What happened to a crowd since the mark. */
export interface Tally {
  messages: number;
  missed: number;
  doubled: number;
  notRecovered: number;
  lost: number;
  /** Pairs of histogram bucket and count. */
  latency: [number, number][];
}
/** A moment on the clock that all processes share, in nanoseconds; a string because a bigint doesn't pass between processes. */
export interface Returned {
  at: string;
}
export interface Sent {
  sent: number;
  acknowledged: number;
  /** The last offset that was acknowledged, where the side has offsets. */
  lastOffset: number;
}
export interface HttpJob {
  host: string;
  port: number;
  firstSocket: number;
  /** Each connection sends its requests one after the other; with `milliseconds` they go round until the time is over. */
  requests: HttpRequest[][];
  milliseconds?: number;
  /** Every connection is opened, with a request of its own, before the clock starts. */
  warmUp?: boolean;
  keepBodies?: boolean;
}
export interface HttpRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}
export interface HttpOutcome {
  /** How many answers of each status. */
  statuses: Record<number, number>;
  latency: [number, number][];
  startedAt: string;
  endedAt: string;
  /** The bodies, where asked for. */
  bodies: string[];
}

/** What a load process can be asked to do. A type, since an interface would not fit the table of commands. */
export type LoadCommands = {
  gather: { input: { target: Target; count: number; firstSocket: number; tokens?: string[] }; output: undefined };
  mark: { input: { withLatency: boolean }; output: undefined };
  /** `core`: the share of one core that the process used since the mark. */
  read: { input: undefined; output: Tally & { core: number } };
  storm: { input: undefined; output: Returned };
  comeBack: { input: undefined; output: Returned };
  reached: { input: { offset: number; within: number }; output: Returned };
  leave: { input: undefined; output: undefined };
  joinSenders: { input: { target: Target; tokens: string[]; firstSocket: number }; output: undefined };
  /** Sends so many messages a second on average, `burst` at a time, until told to stop. */
  startSending: { input: { rate: number; burst: number }; output: undefined };
  /** Resolves when all that was sent is acknowledged. */
  stopSending: { input: undefined; output: Sent };
  counts: { input: undefined; output: Sent };
  http: { input: HttpJob; output: HttpOutcome };
};
