import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type FakeHost, type PublishOptions, publishClip } from '../../../../packages/test-env/src/fake-host/index.ts';
import { freeUdpPort } from '../../../../packages/test-env/src/free-port.ts';
import { createSfu, type EmbeddedSfu } from '../../src/adapters/video/sfu/index.ts';
import { DiskRawRecordings } from '../../src/adapters/video/sfu/recording/raw-recordings.ts';
import { systemClock } from '../../src/ports/clock.ts';
import type { FinishedPart, RawPart, RecorderEvent } from '../../src/ports/recordings.ts';
import type { VideoEvent } from '../../src/ports/video.ts';
import { signallingFront } from './signalling-front.ts';

export const STREAM = 'a'.repeat(24);
export const HOST = 'b'.repeat(24);
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** An SFU with its recorder, a folder of its own, and hosts that publish to it. */
export class RecordedShow implements AsyncDisposable {
  readonly folder: string;
  readonly raw: DiskRawRecordings;
  readonly sfu: EmbeddedSfu;
  readonly events: (VideoEvent | RecorderEvent)[] = [];
  readonly #front: Awaited<ReturnType<typeof signallingFront>>;
  readonly #hosts: FakeHost[] = [];
  readonly #heard = new Set<() => void>();

  private constructor(folder: string, raw: DiskRawRecordings, sfu: EmbeddedSfu, front: Awaited<ReturnType<typeof signallingFront>>) {
    this.folder = folder;
    this.raw = raw;
    this.sfu = sfu;
    this.#front = front;
    const hear = (event: VideoEvent | RecorderEvent): void => {
      this.events.push(event);
      for (const look of [...this.#heard]) look();
    };
    sfu.onEvent(hear);
    sfu.recorder?.onEvent(hear);
  }

  static async start(options: { freeBytes?: number } = {}): Promise<RecordedShow> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-recording-'));
    const raw = new DiskRawRecordings({ folder, wallClock: systemClock.now, logger: silent });
    const sfu = createSfu({
      udpPort: await freeUdpPort(),
      bindAddress: '127.0.0.1',
      announcedAddress: '127.0.0.1',
      placement: { place: async () => 'here' },
      tokenSecret: 'secret',
      recordings: { folderOf: (streamId) => raw.folderOf(streamId), ...options },
      clock: systemClock,
      logger: silent,
    });
    await sfu.start();
    return new RecordedShow(folder, raw, sfu, await signallingFront(sfu.signalling));
  }

  /** Publishes to a seat and waits until its picture is up. */
  async publish(options: PublishOptions & { seat?: string } = {}): Promise<FakeHost> {
    const { seat = 'host', ...rest } = options;
    const ups = this.events.filter(({ type }) => type === 'publisher_up').length;
    const userId = seat === 'host' ? HOST : seat;
    const given = await this.sfu.credentials({ streamId: STREAM, userId, role: seat === 'host' ? 'host' : 'guest', seat, quality: '720p' });
    if (given.provider !== 'sfu') throw new Error('not the embedded service');
    const host = await publishClip({ whipUrl: `${this.#front.url}${given.url}`, token: given.token, ...rest });
    this.#hosts.push(host);
    await this.until((events) => events.filter(({ type }) => type === 'publisher_up').length > ups);
    return host;
  }
  async record(seat = 'host'): Promise<void> {
    await this.raw.open(STREAM);
    await this.sfu.recorder?.record({ streamId: STREAM, seat, name: seat === 'host' ? 'Inès' : 'Guest' });
  }
  until(isSo: (events: readonly (VideoEvent | RecorderEvent)[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo(this.events)) return;
        this.#heard.delete(look);
        resolve();
      };
      this.#heard.add(look);
      look();
    });
  }
  /** The parts, once nobody writes them any more. */
  async closedParts(): Promise<RawPart[]> {
    for (;;) {
      const parts = await this.raw.parts(STREAM);
      if (parts.length > 0 && parts.every(({ isOpen }) => !isOpen)) return parts;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  finish(part: RawPart): Promise<FinishedPart> {
    return this.raw.finish(part, () => {}, new AbortController().signal);
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()));
    await this.#front.close();
    await this.sfu[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const Probe = z.object({
  format: z.object({ duration: z.coerce.number(), format_name: z.string() }),
  streams: z.array(
    z.object({
      codec_name: z.string(),
      codec_type: z.string(),
      width: z.number().optional(),
      height: z.number().optional(),
      nb_read_packets: z.coerce.number(),
      start_time: z.coerce.number(),
    }),
  ),
});
/** What ffprobe says of a file, all packets read. */
export async function probe(path: string) {
  const { stdout } = await promisify(execFile)('ffprobe', [
    '-v',
    'error',
    '-count_packets',
    '-show_format',
    '-show_streams',
    '-of',
    'json',
    path,
  ]);
  const { format, streams } = Probe.parse(JSON.parse(stdout));
  const of = (type: string) => streams.find((stream) => stream.codec_type === type);
  return { duration: format.duration, format: format.format_name, video: of('video'), audio: of('audio') };
}
/** Decodes a file from beginning to end; gives what the decoder complained of. */
export async function decodeErrors(path: string): Promise<string> {
  const { stderr } = await promisify(execFile)('ffmpeg', [
    '-v',
    'error',
    '-i',
    path,
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '1/90000',
    '-f',
    'null',
    '-',
  ]);
  return stderr;
}
/** Lets so much of the show pass: what is recorded is real time. */
export const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1_000));
