import { randomBytes } from 'node:crypto';
import type { RecordingProblem } from '@vitrine/protocol';
import type { Layer } from '../ingest/layer.ts';
import type { Publisher } from '../ingest/publisher.ts';
import type { MediaPacket } from '../media/media-packet.ts';
import type { SeatTap } from '../media/seat.ts';
import type { CodecName } from '../sdp/offer.ts';
import { AudioLine } from './audio-line.ts';
import { type Depacketiser, type ParameterSets, Vp8Depacketiser } from './depacketise.ts';
import { avcCodecName, avcConfiguration, H264Depacketiser, sameParameterSets } from './depacketise-h264.ts';
import { LayerFollower } from './layer-follower.ts';
import { RECORDING_LIMITS } from './limits.ts';
import { opusDuration } from './opus.ts';
import type { VideoTrack } from './part.ts';
import { type AssembledPicture, type KeptPacket, PictureAssembler } from './picture-assembler.ts';
import type { RecordingWriter } from './recording-writer.ts';
import { ReorderBuffer } from './reorder-buffer.ts';
import { SenderClock, type TimedStream } from './sender-clock.ts';

export interface SeatRecorderOptions {
  streamId: string;
  seat: string;
  name: string;
  /** The show's folder. */
  folder: string;
  freeBytes: number;
}
export interface SeatRecorderParts {
  writer: RecordingWriter;
  /** Monotonic and wall clock, ms. */
  now: () => number;
  wallClock: () => number;
  /** null: all is well again. */
  onProblem(problem: RecordingProblem | null): void;
}

/** A file that is being written. */
interface Part {
  id: string;
  codec: VideoTrack['codec'] | null;
  parameterSets: ParameterSets | null;
  hasSound: boolean;
  /** Where its time 0 lies, monotonic ms. */
  origin: number;
  sound: AudioLine;
  /** The last picture's time, ms in the part. */
  lastPicture: number;
  /** How much has been heard since then, ms. */
  heardSince: number;
}
type Stream = { source: TimedStream; buffer: ReorderBuffer<KeptPacket> };

/**
 * Records one seat: follows the best layer of whoever publishes from it, makes pictures of packets, lays picture and sound on one clock, and
 * hands them to the writer. It goes on over the publisher's absences, which are gaps in time; another codec begins another part.
 */
export class SeatRecorder implements SeatTap {
  readonly #options: SeatRecorderOptions;
  readonly #parts: SeatRecorderParts;
  #publisher: Publisher | null = null;
  #publisherSince = 0;
  #codec: CodecName | null = null;
  #hasSound = false;
  #clock = new SenderClock();
  #layers = new LayerFollower<Layer>();
  #video: (Stream & { assembler: PictureAssembler }) | null = null;
  #audio: Stream | null = null;
  #part: Part | null = null;
  /** Not before then is another part begun, after one has failed. */
  #retryAt = 0;
  #keyframeAt = Number.NEGATIVE_INFINITY;
  /** The disk was too slow: pictures are left out up to the next keyframe. */
  #isLeavingOut = false;
  /** Pictures left out so far because the disk was too slow. */
  leftOut = 0;

  constructor(options: SeatRecorderOptions, parts: SeatRecorderParts) {
    this.#options = options;
    this.#parts = parts;
  }

  onPublisher(publisher: Publisher): void {
    if (publisher === this.#publisher) return;
    this.#flush();
    this.#publisher = publisher;
    this.#publisherSince = this.#parts.now();
    this.#codec = publisher.codecs.find(({ kind }) => kind === 'video')?.codec ?? null;
    this.#hasSound = publisher.codecs.some(({ kind }) => kind === 'audio');
    this.#clock = new SenderClock();
    this.#layers = new LayerFollower();
    this.#video = null;
    this.#audio = null;
    if (this.#codec !== null && depacketiserOf(this.#codec) === null) this.#parts.onProblem('codec');
  }
  onSenderReport(): void {
    // The streams themselves carry their newest report.
  }

  onPacket(packet: MediaPacket): void {
    const now = this.#parts.now();
    if (packet.kind === 'audio') this.#takeSound(packet, now);
    else if (this.#layers.follows(packet.layer, packet.startsKeyframe)) this.#takePicture(packet, now);
    else if (this.#layers.current === null && this.#layers.wanted === null) this.#look(now);
  }

  /** To be called every few hundred ms. */
  tick(): void {
    const now = this.#parts.now();
    this.#video?.buffer.tick(now);
    this.#audio?.buffer.tick(now);
    this.#look(now);
    if (this.#part?.codec && this.#part.heardSince > RECORDING_LIMITS.videoBehind) void this.#end();
  }
  /** Ends the recording; settles when its file is closed. */
  async stop(): Promise<void> {
    this.#flush();
    await this.#end();
  }

  /** Asks for the keyframes that recording needs. */
  #look(now: number): void {
    const publisher = this.#publisher;
    if (!publisher) return;
    const wanted = this.#layers.look(publisher.layers, now);
    const current = this.#layers.current;
    if (wanted) publisher.requestKeyframe(wanted);
    else if (current?.isActive(now) && (this.#needsKeyframe || now - this.#keyframeAt >= RECORDING_LIMITS.keyframeInterval))
      publisher.requestKeyframe(current);
  }
  get #needsKeyframe(): boolean {
    return this.#isLeavingOut || (this.#video?.assembler.needsKeyframe ?? false);
  }

  #takePicture(packet: MediaPacket, now: number): void {
    if (this.#video?.source !== packet.source) {
      this.#video?.buffer.flush();
      const depacketiser = this.#codec && depacketiserOf(this.#codec);
      if (!depacketiser) return;
      const assembler = new PictureAssembler(depacketiser, (picture) => this.#recordPicture(picture));
      const buffer = new ReorderBuffer<KeptPacket>(
        (kept) => assembler.add(kept),
        () => assembler.lose(),
      );
      this.#video = { source: packet.source, assembler, buffer };
    }
    this.#video.buffer.push(kept(packet, now), now);
  }
  #takeSound(packet: MediaPacket, now: number): void {
    if (this.#audio?.source !== packet.source) {
      this.#audio?.buffer.flush();
      const buffer = new ReorderBuffer<KeptPacket>(
        (one) => this.#recordSound(one),
        // What is lost is written as silence.
        () => {},
      );
      this.#audio = { source: packet.source, buffer };
    }
    this.#audio.buffer.push(kept(packet, now), now);
  }

  #recordPicture(picture: AssembledPicture): void {
    const at = this.#clock.time(picture.source, picture.timestamp, picture.arrival);
    if (picture.key) {
      this.#keyframeAt = this.#parts.now();
      if (!this.#fits(picture)) this.#begin(picture, at);
      this.#isLeavingOut = false;
    }
    const part = this.#part;
    if (!part?.codec) return;
    const time = Math.max(at - part.origin, part.lastPicture + 1);
    if (this.#isLeavingOut || !this.#parts.writer.picture(part.id, picture.data, picture.key, time / 1_000)) {
      this.#isLeavingOut = true;
      this.leftOut++;
      return;
    }
    part.lastPicture = time;
    part.heardSince = 0;
    if (part.hasSound && time - part.sound.end > RECORDING_LIMITS.audioBehind) part.sound.silence(time - RECORDING_LIMITS.audioBehind);
  }
  #recordSound(packet: KeptPacket): void {
    const at = this.#clock.time(packet.source, packet.timestamp, packet.arrival);
    if (!this.#part && this.#isSoundAlone) this.#begin(null, at);
    const part = this.#part;
    if (!part?.hasSound) return;
    part.sound.add(packet.payload, at - part.origin);
    part.heardSince += opusDuration(packet.payload);
  }
  /** No picture is to be waited for. */
  get #isSoundAlone(): boolean {
    if (this.#codec === null || depacketiserOf(this.#codec) === null) return true;
    return this.#parts.now() - Math.max(this.#publisherSince, this.#keyframeAt) > RECORDING_LIMITS.pictureWait;
  }

  /** Whether the picture can go on the part that is being written. */
  #fits({ parameterSets }: AssembledPicture): boolean {
    const part = this.#part;
    return (
      part !== null &&
      part.codec === containerCodec(this.#codec) &&
      (part.hasSound || !this.#hasSound) &&
      sameParameterSets(part.parameterSets, parameterSets)
    );
  }
  /** Begins a part, where one may be begun; with a keyframe it has pictures. */
  #begin(picture: AssembledPicture | null, at: number): void {
    void this.#end();
    const now = this.#parts.now();
    const video = picture && this.#trackOf(picture);
    if (now < this.#retryAt || (picture && !video)) return;
    const { streamId, seat, name, folder, freeBytes } = this.#options;
    const startedAt = Math.round(this.#parts.wallClock() - (now - at));
    const id = `${startedAt.toString(36)}-${randomBytes(4).toString('hex')}`;
    const { writer } = this.#parts;
    writer.open({
      folder,
      part: { id, streamId, seat, name, container: video?.codec === 'avc' ? 'mp4' : 'webm', startedAt },
      video,
      audio: this.#hasSound,
      freeBytes,
      onFailed: (problem) => this.#failed(id, problem),
    });
    this.#part = {
      id,
      codec: video?.codec ?? null,
      parameterSets: picture?.parameterSets ?? null,
      hasSound: this.#hasSound,
      origin: at,
      sound: new AudioLine((packet, time) => void writer.sound(id, packet, time / 1_000, opusDuration(packet) / 1_000)),
      lastPicture: -1,
      heardSince: 0,
    };
    if (this.#codec === null || video) this.#parts.onProblem(null);
  }
  #trackOf({ size, parameterSets }: AssembledPicture): VideoTrack | null {
    const codec = containerCodec(this.#codec);
    if (!size || !codec) return null;
    if (codec === 'vp8') return { codec, codecName: 'vp8', ...size, description: null };
    if (!parameterSets) return null;
    return { codec, codecName: avcCodecName(parameterSets), ...size, description: new Uint8Array(avcConfiguration(parameterSets)) };
  }
  #failed(id: string, problem: RecordingProblem): void {
    if (this.#part?.id !== id) return;
    this.#part = null;
    this.#retryAt = this.#parts.now() + RECORDING_LIMITS.retryAfter;
    this.#parts.onProblem(problem);
  }
  #flush(): void {
    this.#video?.buffer.flush();
    this.#audio?.buffer.flush();
  }
  async #end(): Promise<void> {
    const part = this.#part;
    this.#part = null;
    if (part) await this.#parts.writer.close(part.id);
  }
}

const kept = ({ source, sequence, timestamp, marker, startsKeyframe, payload }: MediaPacket, arrival: number): KeptPacket => ({
  source,
  sequence,
  timestamp,
  marker,
  startsKeyframe,
  payload: Buffer.from(payload),
  arrival,
});
/** null for what is not recorded. */
function depacketiserOf(codec: CodecName): Depacketiser | null {
  if (codec === 'VP8') return new Vp8Depacketiser();
  return codec === 'H264' ? new H264Depacketiser() : null;
}
const containerCodec = (codec: CodecName | null): VideoTrack['codec'] | null => (codec === 'VP8' ? 'vp8' : codec === 'H264' ? 'avc' : null);
