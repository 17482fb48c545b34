import { SFU_LIMITS } from '../limits.ts';
import type { ReportBlock, SenderReport } from '../rtp/rtcp.ts';
import { nextSequence, sequenceDistance } from '../rtp/sequence.ts';

interface Missing {
  since: number;
  askedAt: number;
  tries: number;
}

/** One incoming SSRC: what came, what is missing, and what the sender must hear about it (RFC 3550 appendix A). Times are monotonic ms. */
export class ReceiveStream {
  readonly ssrc: number;
  readonly clockRate: number;
  /** The publisher's last report, by which tracks are kept in sync. */
  senderReport: SenderReport | null = null;
  lastPacketAt = 0;
  #senderReportAt = 0;
  #highest = -1;
  #cycles = 0;
  #base = 0;
  #received = 0;
  #arrived = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #jitter = 0;
  #transit: number | null = null;
  /** What would follow the last packet that was far too old: two such in a row mean that the sender started over. */
  #restartAt = -1;
  readonly #missing = new Map<number, Missing>();

  constructor(ssrc: number, clockRate: number) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  /** Whether the packet is new, and so worth forwarding. `repaired` ones say nothing about jitter. */
  accept(sequence: number, timestamp: number, now: number, repaired: boolean): boolean {
    if (this.#highest < 0) {
      if (repaired) return false;
      this.#restart(sequence);
    } else {
      const distance = sequenceDistance(this.#highest, sequence);
      if (distance === 0) return false;
      if (distance > 0) this.#advance(sequence, distance, now);
      else if (!this.#missing.delete(sequence) && !(!repaired && this.#startsOver(sequence, distance))) return false;
    }
    this.#received++;
    this.lastPacketAt = now;
    if (!repaired) {
      this.#arrived++;
      this.#measureJitter(timestamp, now);
    }
    return true;
  }

  /** Packets that the sender has sent, by their numbers, since it last started over. */
  get expected(): number {
    return this.#highest < 0 ? 0 : this.#cycles + this.#highest - this.#base + 1;
  }
  /** Those of them that came without being asked for again. */
  get arrived(): number {
    return this.#arrived;
  }
  /** In ms (RFC 3550 section 6.4.1). */
  get jitter(): number {
    return (this.#jitter * 1_000) / this.clockRate;
  }

  /** Sequence numbers to ask for now. Each is asked for again after a while, a few times, then given up. */
  dueNacks(now: number): number[] {
    const due: number[] = [];
    for (const [sequence, missing] of this.#missing) {
      if (missing.tries >= SFU_LIMITS.nackTries || now - missing.since > SFU_LIMITS.nackAge) this.#missing.delete(sequence);
      else if (missing.tries === 0 || now - missing.askedAt >= SFU_LIMITS.nackInterval) {
        missing.tries++;
        missing.askedAt = now;
        due.push(sequence);
      }
    }
    return due;
  }

  acceptSenderReport(report: SenderReport, now: number): void {
    this.senderReport = report;
    this.#senderReportAt = now;
  }

  /** null before the first packet. */
  reportBlock(now: number): ReportBlock | null {
    if (this.#highest < 0) return null;
    const highestSequence = this.#cycles + this.#highest;
    const expected = highestSequence - this.#base + 1;
    const expectedNow = expected - this.#expectedBefore;
    const lostNow = expectedNow - (this.#received - this.#receivedBefore);
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const report = this.senderReport;
    return {
      ssrc: this.ssrc,
      fractionLost: expectedNow > 0 && lostNow > 0 ? Math.min(255, Math.floor((lostNow * 256) / expectedNow)) : 0,
      totalLost: expected - this.#received,
      highestSequence,
      jitter: Math.round(this.#jitter),
      lastSenderReport: report ? (((report.ntpSeconds & 0xffff) << 16) | (report.ntpFraction >>> 16)) >>> 0 : 0,
      delaySinceSenderReport: report ? Math.round(((now - this.#senderReportAt) * 65_536) / 1_000) : 0,
    };
  }

  #restart(sequence: number): void {
    this.#highest = sequence;
    this.#base = sequence;
    this.#cycles = 0;
    this.#received = 0;
    this.#arrived = 0;
    this.#expectedBefore = 0;
    this.#receivedBefore = 0;
    this.#transit = null;
    this.#restartAt = -1;
    this.#missing.clear();
  }

  #advance(sequence: number, distance: number, now: number): void {
    if (distance > SFU_LIMITS.missingPackets) {
      this.#restart(sequence);
      return;
    }
    for (let gap = nextSequence(this.#highest); gap !== sequence; gap = nextSequence(gap))
      this.#missing.set(gap, { since: now, askedAt: 0, tries: 0 });
    while (this.#missing.size > SFU_LIMITS.missingPackets) {
      const [oldest] = this.#missing.keys();
      if (oldest === undefined) break;
      this.#missing.delete(oldest);
    }
    if (sequence < this.#highest) this.#cycles += 0x10000;
    this.#highest = sequence;
    this.#restartAt = -1;
  }

  #startsOver(sequence: number, distance: number): boolean {
    if (distance > -SFU_LIMITS.missingPackets) return false;
    if (sequence !== this.#restartAt) {
      this.#restartAt = nextSequence(sequence);
      return false;
    }
    this.#restart(sequence);
    return true;
  }

  #measureJitter(timestamp: number, now: number): void {
    const transit = (now * this.clockRate) / 1_000 - timestamp;
    const difference = this.#transit === null ? 0 : Math.abs(transit - this.#transit);
    this.#transit = transit;
    // A wrapped or restarted timestamp is no jitter.
    if (difference < this.clockRate * 10) this.#jitter += (difference - this.#jitter) / 16;
  }
}
