import nodeDataChannel from 'node-datachannel';
import { connect } from './connection.ts';
import { isRtcp, writeNack } from './rtcp.ts';

export interface WatchStreamOptions {
  /** Absolute, from a viewer's video credentials. */
  whepUrl: string;
  token: string;
  /** Drops one in so many first arrivals of video packets and asks for them again. For tests of recovery. */
  loseOneIn?: number;
}
export interface WatchCounts {
  videoPackets: number;
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
export interface WatchedStream {
  readonly counts: Readonly<WatchCounts>;
  /** Settles when `look` says so; looks again after each packet. Rejects when the connection closes first. */
  until(look: (counts: Readonly<WatchCounts>) => boolean): Promise<void>;
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

const VP8 = 96;
const H264 = 98;
const RTX = 1;
const OPUS = 111;

/**
 * Joins by WHEP without a browser and counts what it is sent; nothing is decoded. Resolves once connected.
 * @throws SignallingError when the server refuses.
 */
export async function watchStream({ whepUrl, token, loseOneIn = 0 }: WatchStreamOptions): Promise<WatchedStream> {
  const counts: WatchCounts = {
    ...{ videoPackets: 0, videoFrames: 0, keyframeStarts: 0, audioPackets: 0, senderReports: 0 },
    ...{ dropped: 0, recovered: 0, gaps: 0, backwards: 0 },
  };
  const waiting = new Set<() => void>();
  const missing = new Set<number>();
  let last: { sequence: number; timestamp: number } | null = null;
  const media = (data: Buffer, send: (feedback: Buffer) => void): void => {
    const payloadType = data.readUInt8(1) & 0x7f;
    if (payloadType === VP8 + RTX || payloadType === H264 + RTX) {
      if (missing.delete(data.readUInt16BE(12))) counts.recovered++;
      return;
    }
    const sequence = data.readUInt16BE(2);
    const timestamp = data.readUInt32BE(4);
    const marker = data.readUInt8(1) > 0x7f;
    if (last && sequence !== ((last.sequence + 1) & 0xffff)) counts.gaps++;
    if (last && (timestamp - last.timestamp) >>> 0 > 0x7fffffff) counts.backwards++;
    last = { sequence, timestamp };
    counts.videoPackets++;
    if (marker) counts.videoFrames++;
    if (startsKeyframe(payloadType, data.subarray(12))) counts.keyframeStarts++;
    if (loseOneIn > 0 && counts.videoPackets % loseOneIn === 0) {
      counts.dropped++;
      missing.add(sequence);
      send(writeNack(data.readUInt32BE(8), [sequence]));
    }
  };
  const connection = await connect(whepUrl, token, (peer) => {
    const audio = new nodeDataChannel.Audio('0', 'RecvOnly');
    audio.addOpusCodec(OPUS);
    const video = new nodeDataChannel.Video('1', 'RecvOnly');
    video.addVP8Codec(VP8);
    video.addRTXCodec(VP8 + RTX, VP8, 90_000);
    video.addH264Codec(H264, 'profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1');
    video.addRTXCodec(H264 + RTX, H264, 90_000);
    for (const description of [audio, video]) {
      const track = peer.addTrack(description);
      track.onClosed(() => {});
      track.onMessage((data) => {
        if (isRtcp(data)) counts.senderReports += data.readUInt8(1) === 200 ? 1 : 0;
        else if (description === audio) counts.audioPackets++;
        else media(data, (feedback) => track.sendMessageBinary(feedback));
        for (const look of [...waiting]) look();
      });
    }
  });
  return {
    counts,
    closed: connection.closed,
    until: (look) =>
      new Promise((resolve, reject) => {
        const attempt = (): void => {
          if (!look(counts)) return;
          waiting.delete(attempt);
          resolve();
        };
        waiting.add(attempt);
        void connection.closed.then(() => {
          if (waiting.delete(attempt)) reject(new Error(`the connection closed after ${JSON.stringify(counts)}`));
        });
        attempt();
      }),
    stop: () => connection.close(),
  };
}

function startsKeyframe(payloadType: number, payload: Buffer): boolean {
  if (payload.length < 5) return false;
  if (payloadType === VP8) return (payload.readUInt8(0) & 0x10) !== 0 && (payload.readUInt8(4) & 1) === 0;
  const type = payload.readUInt8(0) & 0x1f;
  return type === 7 || (type === 24 && (payload.readUInt8(3) & 0x1f) === 7);
}
