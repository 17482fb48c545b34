import nodeDataChannel, { type PeerConnection, type Track } from 'node-datachannel';
import { type Connection, connect, connectInvited, persist } from './connection.ts';
import { H264, OPUS, ReceivedStream, RTX, TRANSPORT_EXTENSION, VP8, type WatchCounts } from './received-stream.ts';
import { isRtcp, writeNack, writeReceiverReport } from './rtcp.ts';
import { type Exchange, type Invitation, postTo } from './signalling.ts';
import { TransportFeedback } from './transport-feedback.ts';

export interface WatchOptions {
  /** Drops one in so many first arrivals of video packets and asks for them again. For tests of recovery. */
  loseOneIn?: number;
  /** Says what arrived as often as a browser does. */
  reports?: boolean;
  /**
   * Lets the server begin the DTLS handshake. Where the native library begins, its first message is often lost (a server that is not
   * connected yet drops it) and said again only after a second, where browsers wait for 50 ms: not for measurements.
   */
  waitsForDtls?: boolean;
  /** How often it asks when the connection does not come up: 2 by default. */
  attempts?: number;
  /** Each picture's last payload. */
  onPictureEnd?: (payload: Buffer) => void;
}
export interface WatchStreamOptions extends WatchOptions {
  /** Absolute, from a viewer's video credentials. */
  whepUrl: string;
  token: string;
}
/** How a viewer joins: by its own offer, or by the server's. */
export type Join = { offer: Exchange } | { invite(): Promise<Invitation> };

export interface WatchedStream {
  readonly counts: Readonly<WatchCounts>;
  /** From asking the server until the first keyframe was here whole, in ms; null until then. */
  readonly firstPictureMs: number | null;
  /** Settles when `look` says so; looks again after each packet. Rejects when the connection closes first. */
  until(look: (counts: Readonly<WatchCounts>) => boolean): Promise<void>;
  readonly closed: Promise<void>;
  stop(): Promise<void>;
}

const H264_PARAMETERS = 'profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1';
const TRANSPORT_WIDE = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
const FEEDBACK_MS = 100;
const REPORT_MS = 1_000;

/**
 * Joins by WHEP without a browser and counts what it is sent; nothing is decoded. Resolves once connected.
 * @throws SignallingError when the server refuses.
 */
export const watchStream = ({ whepUrl, token, ...options }: WatchStreamOptions): Promise<WatchedStream> =>
  watchBy({ offer: postTo(whepUrl, token) }, options);

/** The same, of a server that is spoken to in another way. */
export async function watchBy(
  join: Join,
  { loseOneIn = 0, reports = false, waitsForDtls = false, attempts, onPictureEnd }: WatchOptions = {},
): Promise<WatchedStream> {
  const waiting = new Set<() => void>();
  const feedback = reports ? new TransportFeedback() : null;
  let askedAt = 0;
  let firstPictureMs: number | null = null;
  let video: Track | null = null;
  const send = (message: Buffer): void => {
    if (video?.isOpen()) video.sendMessageBinary(message);
  };
  const stream = new ReceivedStream({
    loseOneIn,
    onFirstPicture: () => {
      firstPictureMs = performance.now() - askedAt;
    },
    ...(onPictureEnd ? { onPictureEnd } : {}),
    onLoss: (ssrc, sequence) => send(writeNack(ssrc, [sequence])),
  });
  const { counts } = stream;
  const follow = (track: Track, isVideo: boolean): void => {
    if (isVideo) video = track;
    track.onClosed(() => {});
    track.onMessage((data) => {
      if (isRtcp(data)) counts.senderReports += data.readUInt8(1) === 200 ? 1 : 0;
      else if (isVideo) {
        const number = stream.take(data);
        if (feedback && number !== null) feedback.add(number);
      } else counts.audioPackets++;
      if (waiting.size > 0) for (const look of [...waiting]) look();
    });
  };
  // The library lets go of a track that nobody holds.
  const tracks: Track[] = [];
  const connection = await persist(joined, attempts);
  const timers = reports ? [setInterval(giveFeedback, FEEDBACK_MS), setInterval(report, REPORT_MS)] : [];
  const halt = (): void => timers.splice(0).forEach(clearInterval);
  void connection.closed.then(halt);
  return {
    counts,
    get firstPictureMs() {
      return firstPictureMs;
    },
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

  async function joined(): Promise<Connection> {
    if ('offer' in join)
      return connect(
        (offer) => {
          askedAt = performance.now();
          return join.offer(waitsForDtls ? offer.replaceAll('a=setup:actpass', 'a=setup:passive') : offer);
        },
        (peer) => {
          for (const description of ['audio', 'video'] as const) {
            const track = receive(peer, description, reports);
            tracks.push(track);
            follow(track, description === 'video');
          }
        },
      );
    askedAt = performance.now();
    const invitation = await join.invite();
    const offer = waitsForDtls ? invitation.offer.replaceAll('a=setup:actpass', 'a=setup:active') : invitation.offer;
    return connectInvited({ ...invitation, offer }, (track) => {
      tracks.push(track);
      follow(track, track.type() === 'video');
    });
  }
  function giveFeedback(): void {
    const message = feedback?.take(stream.ssrc);
    if (message) send(message);
  }
  function report(): void {
    if (stream.ssrc !== 0) send(writeReceiverReport(stream.ssrc, stream.sequence));
  }
}

function receive(peer: PeerConnection, kind: 'audio' | 'video', reports: boolean): Track {
  if (kind === 'audio') {
    const audio = new nodeDataChannel.Audio('0', 'RecvOnly');
    audio.addOpusCodec(OPUS);
    return peer.addTrack(audio);
  }
  const video = new nodeDataChannel.Video('1', 'RecvOnly');
  video.addVP8Codec(VP8);
  video.addRTXCodec(VP8 + RTX, VP8, 90_000);
  video.addH264Codec(H264, H264_PARAMETERS);
  video.addRTXCodec(H264 + RTX, H264, 90_000);
  if (reports) {
    video.parseSdpLine(`a=extmap:${TRANSPORT_EXTENSION} ${TRANSPORT_WIDE}`);
    for (const codec of [VP8, H264]) video.parseSdpLine(`a=rtcp-fb:${codec} transport-cc`);
  }
  return peer.addTrack(video);
}
