import { type FileHandle, mkdir, open, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WebMOutputFormat,
} from 'mediabunny';
import { OPUS_HEAD } from './opus.ts';
import { descriptionFile, mediaFile, type ToWriter, type VideoTrack, type WritingProblem } from './part.ts';

type Opening = Extract<ToWriter, { type: 'open' }>;

/** Why a part can't be written on. */
export class WritingError extends Error {
  override readonly name = 'WritingError';
  readonly problem: WritingProblem;
  constructor(problem: WritingProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}
const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
const asWritingError = (error: unknown): WritingError =>
  error instanceof WritingError
    ? error
    : new WritingError(isFull(error) ? 'disk_full' : 'unwritable', error instanceof Error ? error.message : String(error));

/**
 * One part's file, which only ever grows: fragmented MP4 or WebM without an index, so that what has been written can be played whatever
 * happens next. Each call settles when its bytes are with the file system.
 */
export class PartWriter {
  readonly #opening: Opening;
  #file: FileHandle | null = null;
  #description: FileHandle | null = null;
  #failure: WritingError | null = null;
  readonly #output: Output;
  readonly #video: EncodedVideoPacketSource | null;
  readonly #audio: EncodedAudioPacketSource | null;
  #pictures = 0;
  #sounds = 0;

  constructor(opening: Opening) {
    this.#opening = opening;
    this.#output = new Output({
      format:
        opening.part.container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'fragmented' }) : new WebMOutputFormat({ appendOnly: true }),
      target: new StreamTarget(new WritableStream({ write: ({ data, position }) => this.#write(data, position) })),
    });
    this.#video = opening.video && new EncodedVideoPacketSource(opening.video.codec);
    this.#audio = opening.audio ? new EncodedAudioPacketSource('opus') : null;
    if (this.#video) this.#output.addVideoTrack(this.#video);
    if (this.#audio) this.#output.addAudioTrack(this.#audio);
  }

  async open(): Promise<void> {
    const { folder, part } = this.#opening;
    await this.#guarded(async () => {
      await mkdir(folder, { recursive: true });
      await this.#assertRoom();
      // First what it is, then the media: a part without a description would be nobody's.
      this.#description = await open(join(folder, descriptionFile(part.id)), 'wx');
      await this.#description.writeFile(JSON.stringify(part));
      await this.#description.sync();
      this.#file = await open(join(folder, mediaFile(part.id)), 'wx');
      await syncFolder(folder);
      await this.#output.start();
    });
  }

  async picture(data: Uint8Array, key: boolean, seconds: number): Promise<void> {
    const meta = this.#pictures++ === 0 && this.#opening.video ? { decoderConfig: decoderConfig(this.#opening.video) } : undefined;
    // How long it stands is told by the next.
    await this.#guarded(async () => this.#video?.add(new EncodedPacket(data, key ? 'key' : 'delta', seconds, 0), meta));
  }
  async sound(data: Uint8Array, seconds: number, duration: number): Promise<void> {
    const meta = this.#sounds++ === 0 ? { decoderConfig: SOUND } : undefined;
    await this.#guarded(async () => this.#audio?.add(new EncodedPacket(data, 'key', seconds, duration), meta));
  }

  /** Makes durable what has been written, and says that somebody is still writing. */
  async sync(): Promise<void> {
    await this.#guarded(async () => {
      await this.#file?.datasync();
      const now = new Date();
      await this.#description?.utimes(now, now);
      await this.#assertRoom();
    });
  }
  /** Writes what is still held back, where that can be done, lets the file go, and says that nobody writes any more. */
  async close(): Promise<void> {
    try {
      if (!this.#failure && this.#pictures + this.#sounds > 0) await this.#guarded(() => this.#output.finalize());
      else await this.#output.cancel();
      await this.#file?.datasync();
    } finally {
      await this.#file?.close();
      await this.#description?.utimes(0, 0);
      await this.#description?.close();
    }
  }

  async #write(data: Uint8Array, position: number): Promise<void> {
    for (let written = 0; written < data.length && this.#file; ) {
      const { bytesWritten } = await this.#file.write(data, written, data.length - written, position + written);
      written += bytesWritten;
    }
  }
  /** Recordings never take the last of the disk: the shop's own data is on it. */
  async #assertRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#opening.folder);
    if (bavail * bsize < this.#opening.freeBytes) throw new WritingError('disk_full', 'the disk is nearly full');
  }
  async #guarded(work: () => Promise<unknown>): Promise<void> {
    if (this.#failure) throw this.#failure;
    try {
      await work();
    } catch (error) {
      this.#failure = asWritingError(error);
      throw this.#failure;
    }
  }
}

const SOUND: AudioDecoderConfig = { codec: 'opus', numberOfChannels: 2, sampleRate: 48_000, description: new Uint8Array(OPUS_HEAD) };
const decoderConfig = ({ codecName, width, height, description }: VideoTrack): VideoDecoderConfig => ({
  codec: codecName,
  codedWidth: width,
  codedHeight: height,
  ...(description === null ? {} : { description }),
});

/** A name is durable once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
