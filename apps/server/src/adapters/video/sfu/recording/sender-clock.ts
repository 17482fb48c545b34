import type { SenderReport } from '../rtp/rtcp.ts';

/** What tells a stream's time: the publisher's newest report of it. */
export interface TimedStream {
  readonly clockRate: number;
  readonly senderReport: SenderReport | null;
}
interface StreamTime {
  last: number;
  /** RTP units since the first packet seen, unwrapped. */
  elapsed: number;
  /** What elapsed time is added to, in ms on our clock. */
  offset: number;
  report: SenderReport | null;
}
/** A new report moves a stream only by more than this: smaller steps are rounding, and would be heard. */
const STEP = 20;
/** A report that would move a stream by more than this is of a broken clock. */
const MAX_STEP = 10_000;

const SECOND = 1_000;
const wallClock = (report: SenderReport): number => report.ntpSeconds * SECOND + (report.ntpFraction / 0x100000000) * SECOND;
const distance = (from: number, to: number): number => (to - from) | 0;

/**
 * Lays the RTP time of all streams of one publisher on our clock, in ms. A stream starts at the arrival of its first packet; sender
 * reports (RFC 3550 section 6.4.1) then say how the streams lie to each other, by which lips are kept in sync.
 */
export class SenderClock {
  /** Streams that are gone take their time along: a sender may begin as many as it likes. */
  readonly #streams = new WeakMap<TimedStream, StreamTime>();
  /** From the sender's wall clock to ours, by the first stream that was reported. */
  #fromSender: number | null = null;

  /** When this was captured. `arrival` on our clock. */
  time(stream: TimedStream, timestamp: number, arrival: number): number {
    const known = this.#streams.get(stream);
    const time = known ?? { last: timestamp, elapsed: 0, offset: arrival, report: null };
    if (!known) this.#streams.set(stream, time);
    time.elapsed += distance(time.last, timestamp);
    time.last = timestamp;
    if (stream.senderReport && stream.senderReport !== time.report) this.#learn(stream, time, stream.senderReport);
    return time.offset + (time.elapsed * SECOND) / stream.clockRate;
  }

  #learn({ clockRate }: TimedStream, time: StreamTime, report: SenderReport): void {
    time.report = report;
    const reported = wallClock(report) - ((time.elapsed + distance(time.last, report.timestamp)) * SECOND) / clockRate;
    this.#fromSender ??= time.offset - reported;
    const step = reported + this.#fromSender - time.offset;
    if (Math.abs(step) > STEP && Math.abs(step) < MAX_STEP) time.offset += step;
  }
}
