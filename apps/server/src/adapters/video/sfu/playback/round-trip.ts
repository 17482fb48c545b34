import type { ReportBlock, SenderReport } from '../rtp/rtcp.ts';

/** Reports that are remembered until they are answered. */
const REMEMBERED = 8;
const LONGEST = 30_000;

/** The time to the peer and back, from our sender reports and its answers to them (RFC 3550 section 6.4.1, DLSR). In ms. */
export class RoundTrip {
  readonly #sentAt = new Map<number, number>();
  #measured: number | null = null;

  /** null until it is known. */
  get measured(): number | null {
    return this.#measured;
  }
  onReportSent({ ntpSeconds, ntpFraction }: SenderReport, now: number): void {
    this.#sentAt.set((((ntpSeconds & 0xffff) << 16) | (ntpFraction >>> 16)) >>> 0, now);
    for (const report of this.#sentAt.keys()) {
      if (this.#sentAt.size <= REMEMBERED) break;
      this.#sentAt.delete(report);
    }
  }
  onReportBlock({ lastSenderReport, delaySinceSenderReport }: ReportBlock, now: number): void {
    const sentAt = lastSenderReport === 0 ? undefined : this.#sentAt.get(lastSenderReport);
    if (sentAt === undefined) return;
    const roundTrip = now - sentAt - (delaySinceSenderReport * 1_000) / 65_536;
    if (roundTrip > LONGEST) return;
    this.#measured = Math.max(0, this.#measured === null ? roundTrip : 0.7 * this.#measured + 0.3 * roundTrip);
  }
}
