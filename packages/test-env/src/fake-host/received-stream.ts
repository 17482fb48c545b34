import { readRtpHeader } from './rtp-header.ts';

export interface WatchCounts {
  videoPackets: number;
  /** Of video packets, headers left out. */
  videoBytes: number;
  /** Video frames whose last packet arrived. */
  videoFrames: number;
  keyframeStarts: number;
  audioPackets: number;
  senderReports: number;
  dropped: number;
  /** Of the dropped ones, how many came back on the retransmission stream. */
  recovered: number;
  /** Breaks in the sequence numbers that were not dropped here. */
  gaps: number;
  /** Timestamps that went back. */
  backwards: number;
}
export interface ReceivedStreamOptions {
  loseOneIn: number;
  /** The first keyframe is here to its last packet. */
  onFirstPicture(): void;
  /** Each picture's last payload. */
  onPictureEnd?: (payload: Buffer) => void;
  /** A packet that is to be asked for again. */
  onLoss(ssrc: number, sequence: number): void;
}

export const VP8 = 96;
export const H264 = 98;
export const RTX = 1;
export const OPUS = 111;
/** The id that our offers give transport-wide sequence numbers. */
export const TRANSPORT_EXTENSION = 5;

/** Follows the packets of one video stream and counts what is wrong with them. */
export class ReceivedStream {
  readonly counts: WatchCounts = {
    ...{ videoPackets: 0, videoBytes: 0, videoFrames: 0, keyframeStarts: 0, audioPackets: 0, senderReports: 0 },
    ...{ dropped: 0, recovered: 0, gaps: 0, backwards: 0 },
  };
  readonly #options: ReceivedStreamOptions;
  readonly #missing = new Set<number>();
  #last: { sequence: number; timestamp: number } | null = null;
  #firstPicture: 'awaited' | 'arriving' | 'arrived' = 'awaited';
  #ssrc = 0;

  constructor(options: ReceivedStreamOptions) {
    this.#options = options;
  }
  /** 0 before the first packet. */
  get ssrc(): number {
    return this.#ssrc;
  }
  /** The last sequence number. */
  get sequence(): number {
    return this.#last?.sequence ?? 0;
  }

  /** Gives the packet's transport-wide number, where it has one. */
  take(data: Buffer): number | null {
    const { counts } = this;
    const { payloadType, marker, sequence, timestamp, ssrc, payload, transportSequence } = readRtpHeader(data, TRANSPORT_EXTENSION);
    if (payloadType === VP8 + RTX || payloadType === H264 + RTX) {
      if (payload.length >= 2 && this.#missing.delete(payload.readUInt16BE(0))) counts.recovered++;
      return transportSequence;
    }
    this.#ssrc = ssrc;
    const follows = this.#last === null || sequence === ((this.#last.sequence + 1) & 0xffff);
    if (!follows) counts.gaps++;
    if (this.#last && (timestamp - this.#last.timestamp) >>> 0 > 0x7fffffff) counts.backwards++;
    this.#last = { sequence, timestamp };
    counts.videoPackets++;
    counts.videoBytes += payload.length;
    if (marker) counts.videoFrames++;
    const isStart = startsKeyframe(payloadType, payload);
    if (isStart) counts.keyframeStarts++;
    if (this.#firstPicture !== 'arrived') this.#awaitPicture(isStart, follows, marker);
    if (marker) this.#options.onPictureEnd?.(payload);
    this.#lose(ssrc, sequence);
    return transportSequence;
  }

  #awaitPicture(isStart: boolean, follows: boolean, marker: boolean): void {
    if (isStart) this.#firstPicture = 'arriving';
    else if (!follows) this.#firstPicture = 'awaited';
    if (this.#firstPicture !== 'arriving' || !marker) return;
    this.#firstPicture = 'arrived';
    this.#options.onFirstPicture();
  }
  #lose(ssrc: number, sequence: number): void {
    const { loseOneIn } = this.#options;
    if (loseOneIn === 0 || this.counts.videoPackets % loseOneIn !== 0) return;
    this.counts.dropped++;
    this.#missing.add(sequence);
    this.#options.onLoss(ssrc, sequence);
  }
}

function startsKeyframe(payloadType: number, payload: Buffer): boolean {
  if (payload.length < 5) return false;
  if (payloadType === VP8) return startsVp8Keyframe(payload);
  const type = payload.readUInt8(0) & 0x1f;
  return type === 7 || (type === 24 && (payload.readUInt8(3) & 0x1f) === 7);
}
/** RFC 7741 sections 4.2 and 4.3: the first partition's first byte, behind a descriptor of varying length. */
function startsVp8Keyframe(payload: Buffer): boolean {
  const first = payload.readUInt8(0);
  if ((first & 0x10) === 0 || (first & 0x07) !== 0) return false;
  let at = 1;
  if (first & 0x80) {
    const present = payload.readUInt8(at++);
    if (present & 0x80) at += payload.readUInt8(at) & 0x80 ? 2 : 1;
    if (present & 0x40) at++;
    if (present & 0x30) at++;
  }
  return at < payload.length && (payload.readUInt8(at) & 1) === 0;
}
