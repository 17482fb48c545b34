import type { SenderReport } from '../rtp/rtcp.ts';

/** Sender reports of two streams of one publisher that are further apart than this, in s, belong to different clocks. */
const REPORTS_APART = 30;

/** Seconds from one report's wall clock to the other's. */
const secondsBetween = (from: SenderReport, to: SenderReport): number =>
  to.ntpSeconds - from.ntpSeconds + (to.ntpFraction - from.ntpFraction) / 0x100000000;

/**
 * Where a timestamp of the stream `to` lies on the time line of the stream `from`: their reports say which of their timestamps stand for
 * which wall clock (RFC 3550 section 6.4.1). null when that can't be told.
 */
export function alignTimestamp(timestamp: number, from: SenderReport | null, to: SenderReport | null, clockRate: number): number | null {
  if (!from || !to) return null;
  const seconds = secondsBetween(from, to);
  if (Math.abs(seconds) > REPORTS_APART) return null;
  return (from.timestamp + Math.round(seconds * clockRate) + (timestamp - to.timestamp)) >>> 0;
}

/** How far `to` lies after `from` among 32-bit timestamps: negative when before. */
export const timestampDistance = (from: number, to: number): number => (to - from) | 0;
