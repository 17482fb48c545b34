import nodeDataChannel, { type PeerConnection, type Track } from 'node-datachannel';
import { atBitrate, type ClipCodec, type ClipFrame, type ClipName, readClip } from './clip.ts';
import { connect, persist } from './connection.ts';
import { packetise } from './packetise.ts';
import { Player } from './player.ts';
import { isRtcp, readFeedback, writeSenderReport } from './rtcp.ts';
import { type Exchange, postTo } from './signalling.ts';
import { stampSent } from './stamp.ts';

export interface PublishClipOptions extends PublishOptions {
  /** Absolute, from the host's video credentials. */
  whipUrl: string;
  token: string;
}
export interface PublishOptions {
  /** The studio by default. */
  clip?: ClipName;
  codec?: ClipCodec;
  /** No picture is offered. */
  soundOnly?: boolean;
  /** Start over at the end (the default), or leave. */
  loop?: boolean;
  /** Leaves so many of the video packets unsent the first time, evenly: one in `loseOneIn`. For tests of recovery. */
  loseOneIn?: number;
  /** Pads the pictures to so many bit/s, for measurements. Decoders take no notice of what follows a VP8 picture. */
  videoBitrate?: number;
  /** Ends each padded picture with the time of its sending, for measurements. */
  stamped?: boolean;
  /** Milliseconds that only ever rise. */
  now?: () => number;
}
export interface FakeHost {
  /** What it has sent and been asked for so far. */
  readonly counts: Readonly<{ videoPackets: number; audioPackets: number; resent: number; keyframesAsked: number }>;
  /** Settles when it has left: by `stop`, at the end of a clip that does not loop, or because the connection died
   * (a server that closes it says nothing on the wire, so that shows only when ICE gives up). */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const PACING_MS = 5;
const REPORT_MS = 1_000;
const SENT_PACKETS = 1_024;
const VIDEO = { ssrc: 0x56494445, payloadType: 96, clockRate: 90_000 };
const AUDIO = { ssrc: 0x41554449, payloadType: 111, clockRate: 48_000 };
const H264_PARAMETERS = 'profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1';

/** One outgoing RTP stream. */
class Sender {
  readonly #track: Track;
  readonly #stream: typeof VIDEO;
  readonly #sent: (Buffer | undefined)[] = new Array(SENT_PACKETS);
  #sequence = Math.floor(Math.random() * 0x8000);
  packets = 0;
  #octets = 0;
  #timestamp = 0;

  constructor(track: Track, stream: typeof VIDEO) {
    this.#track = track;
    this.#stream = stream;
  }
  send(payload: Buffer, timeMs: number, marker: boolean, lost: boolean): void {
    const packet = Buffer.alloc(12 + payload.length);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#timestamp = Math.round((timeMs * this.#stream.clockRate) / 1_000) >>> 0;
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8((marker ? 0x80 : 0) | this.#stream.payloadType, 1);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(this.#timestamp, 4);
    packet.writeUInt32BE(this.#stream.ssrc, 8);
    payload.copy(packet, 12);
    this.#sent[this.#sequence % SENT_PACKETS] = packet;
    this.packets++;
    this.#octets += payload.length;
    if (!lost) this.#write(packet);
  }
  /** Gives how many it still had. */
  resend(sequences: readonly number[]): number {
    const kept = sequences
      .map((sequence) => this.#sent[sequence % SENT_PACKETS])
      .filter((packet, index) => packet?.readUInt16BE(2) === sequences[index]);
    for (const packet of kept) if (packet) this.#write(packet);
    return kept.length;
  }
  report(): void {
    if (this.packets === 0) return;
    const { ssrc } = this.#stream;
    this.#write(writeSenderReport({ ssrc, unixMs: Date.now(), timestamp: this.#timestamp, packets: this.packets, octets: this.#octets }));
  }
  #write(packet: Buffer): void {
    if (this.#track.isOpen()) this.#track.sendMessageBinary(packet);
  }
}

/**
 * Broadcasts the committed clip by WHIP, without a browser. Resolves once connected.
 * @throws SignallingError when the server refuses.
 */
export const publishClip = ({ whipUrl, token, ...options }: PublishClipOptions): Promise<FakeHost> =>
  publishBy(postTo(whipUrl, token), options);

/** The same, to a server that is spoken to in another way. */
export async function publishBy(exchange: Exchange, options: PublishOptions = {}): Promise<FakeHost> {
  const {
    loop = true,
    codec = 'vp8',
    clip: name = 'studio',
    soundOnly = false,
    loseOneIn = 0,
    videoBitrate,
    stamped = false,
    now = () => performance.now(),
  } = options;
  const clip = videoBitrate === undefined ? readClip(codec, name) : atBitrate(readClip(codec, name), videoBitrate);
  const counts = { videoPackets: 0, audioPackets: 0, resent: 0, keyframesAsked: 0 };
  let tracks: { video: Track | null; audio: Track } | null = null;
  const connection = await persist(() =>
    connect(exchange, (peer) => {
      const audio = new nodeDataChannel.Audio('0', 'SendOnly');
      audio.addOpusCodec(AUDIO.payloadType);
      audio.addSSRC(AUDIO.ssrc, 'clip', 'clip', 'audio');
      const audioTrack = peer.addTrack(audio);
      audioTrack.onClosed(() => {});
      tracks = { audio: audioTrack, video: soundOnly ? null : addPicture(peer, codec) };
    }),
  );
  if (!tracks) throw new Error('no tracks were made');
  const { video: videoTrack, audio: audioTrack }: { video: Track | null; audio: Track } = tracks;
  const video = videoTrack && new Sender(videoTrack, VIDEO);
  const audio = new Sender(audioTrack, AUDIO);
  let pictureId = 0;
  const sendPicture = (frame: ClipFrame, timeMs: number): void => {
    if (!video) return;
    const payloads = packetise(codec, stamped ? stampSent(frame.data) : frame.data, pictureId++);
    payloads.forEach((payload, index) => {
      const lost = loseOneIn > 0 && video.packets % loseOneIn === loseOneIn - 1;
      video.send(payload, timeMs, index === payloads.length - 1, lost);
    });
  };
  const startedAt = now();
  const playerOf = (kind: ClipFrame['kind'], send: (frame: ClipFrame, timeMs: number) => void): Player =>
    new Player(
      clip.frames.filter((frame) => frame.kind === kind),
      { durationMs: clip.durationMs, loop, elapsed: () => now() - startedAt, send },
    );
  const pictures = playerOf('video', sendPicture);
  const sounds = playerOf('audio', (frame, timeMs) => audio.send(frame.data, timeMs, false, false));
  videoTrack?.onMessage((data) => {
    if (!video || !isRtcp(data)) return;
    for (const feedback of readFeedback(data)) {
      if (feedback.ssrc !== VIDEO.ssrc) continue;
      if (feedback.type === 'nack') counts.resent += video.resend(feedback.sequences);
      else {
        counts.keyframesAsked++;
        pictures.skipToKeyframe();
      }
    }
  });
  const pacing = setInterval(() => {
    const more = pictures.due();
    sounds.due();
    counts.videoPackets = video?.packets ?? 0;
    counts.audioPackets = audio.packets;
    if (!more) void stop();
  }, PACING_MS);
  const reports = setInterval(() => {
    video?.report();
    audio.report();
  }, REPORT_MS);
  const halt = (): void => {
    clearInterval(pacing);
    clearInterval(reports);
  };
  const ended = connection.closed.then(halt);
  const stop = async (): Promise<void> => {
    halt();
    await connection.close();
  };
  return { counts, ended, stop };
}

function addPicture(peer: PeerConnection, codec: ClipCodec): Track {
  const video = new nodeDataChannel.Video('1', 'SendOnly');
  if (codec === 'vp8') video.addVP8Codec(VIDEO.payloadType);
  else video.addH264Codec(VIDEO.payloadType, H264_PARAMETERS);
  video.addSSRC(VIDEO.ssrc, 'clip', 'clip', 'video');
  const track = peer.addTrack(video);
  track.onClosed(() => {});
  return track;
}
