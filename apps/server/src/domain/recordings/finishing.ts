import type { Recording } from '@vitrine/protocol';
import type { BlobStore } from '../../ports/blobs.ts';
import type { Clock } from '../../ports/clock.ts';
import { type FinishedPart, type RawPart, type RawRecordings, UnreadablePart } from '../../ports/recordings.ts';
import type { LivestreamStore } from '../../ports/storage.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';
import { RECORDINGS_LIMITS } from './limits.ts';
import { fileOfPart, filesOf, withPart } from './recording.ts';
import type { RecordingRecord } from './recording-record.ts';

const IMAGE_TYPE = 'image/webp';
/** Every file that may be made of a part. */
const KINDS = ['webm', 'mp4', 'thumbnail.webp', 'previews.webp'] as const;
const leaseOf = (streamId: string): string => `recording:${streamId}`;

/**
 * Makes recordings of what recorders have left on this node's disk, once their shows are over: also what a server left that was killed.
 * Each part is made whole, stored, named in the show's document, and only then removed, so that it may be begun again at any point.
 */
export class RecordingFinisher {
  readonly #shows: Pick<LivestreamStore, 'byId'>;
  readonly #raw: RawRecordings;
  readonly #blobs: BlobStore;
  readonly #record: Pick<RecordingRecord, 'change'>;
  readonly #leases: Pick<LeaseKeeper, 'want' | 'term' | 'remove'>;
  readonly #clock: Clock;
  readonly #warn: (error: unknown) => void;
  readonly #stopping = new AbortController();

  constructor(parts: {
    shows: Pick<LivestreamStore, 'byId'>;
    raw: RawRecordings;
    blobs: BlobStore;
    record: Pick<RecordingRecord, 'change'>;
    leases: Pick<LeaseKeeper, 'want' | 'term' | 'remove'>;
    clock: Clock;
    warn: (error: unknown) => void;
  }) {
    this.#shows = parts.shows;
    this.#raw = parts.raw;
    this.#blobs = parts.blobs;
    this.#record = parts.record;
    this.#leases = parts.leases;
    this.#clock = parts.clock;
    this.#warn = parts.warn;
  }

  /** Finishes what can be; to be called every few seconds, never twice at once. */
  async look(): Promise<void> {
    for (const streamId of await this.#raw.shows()) {
      if (this.#stopping.signal.aborted) return;
      const show = await this.#shows.byId(streamId);
      // Gone, or its recording was deleted: it is not to come back.
      if (!show || (show.status === 'ended' && show.recording === null)) await this.#discard(streamId);
      else if (show.status === 'ended') await this.#finishShow(streamId).catch(this.#unlessStopping);
    }
  }
  /** Breaks off what is being done; the next start begins it again. */
  [Symbol.dispose](): void {
    this.#stopping.abort();
  }

  /** Of a part that was stored, but could not be named any more, nothing is left either. */
  async #discard(streamId: string): Promise<void> {
    for (const part of await this.#raw.parts(streamId)) for (const kind of KINDS) await this.#blobs.delete(fileOfPart(part, kind));
    await this.#raw.forget(streamId);
  }
  async #finishShow(streamId: string): Promise<void> {
    const parts = await this.#raw.parts(streamId);
    if (parts.some(({ isOpen }) => isOpen)) return;
    // Nodes that share a folder finish each show once.
    await this.#leases.want(leaseOf(streamId));
    if (this.#leases.term(leaseOf(streamId)) === null) return;
    await this.#record.change(streamId, (recording) => recording && { ...recording, state: 'finishing', progress: 0 });
    let isUnreadable = false;
    for (const [index, part] of parts.entries()) {
      try {
        await this.#finishPart(part, (progress) => (index + progress) / parts.length);
      } catch (error) {
        if (!(error instanceof UnreadablePart)) throw error;
        this.#warn(error);
        isUnreadable = true;
        await this.#raw.putAside(part);
      }
    }
    await this.#record.change(streamId, (recording) => recording && finished(recording, isUnreadable));
    await this.#raw.forget(streamId);
    await this.#leases.remove(leaseOf(streamId));
  }

  async #finishPart(part: RawPart, overall: (progress: number) => number): Promise<void> {
    let toldAt = this.#clock.monotonic();
    const onProgress = (done: number): void => {
      if (this.#clock.monotonic() - toldAt < RECORDINGS_LIMITS.progressInterval) return;
      toldAt = this.#clock.monotonic();
      const progress = Math.min(1, overall(done));
      this.#record.change(part.streamId, (recording) => recording && { ...recording, progress }, 'untold').catch(this.#warn);
    };
    const made = await this.#raw.finish(part, onProgress, this.#stopping.signal);
    await this.#store(part, made);
    let replaced: string[] = [];
    const show = await this.#record.change(
      part.streamId,
      (recording) => {
        // Deleted while it was made: it is not to come back.
        if (!recording) return null;
        const all = withPart(recording, part, made);
        replaced = filesOf(recording).filter((file) => !filesOf(all).includes(file));
        return all;
      },
      'untold',
    );
    const kept = show?.recording ? filesOf(show.recording) : [];
    for (const file of [...replaced, ...filesMadeOf(part, made)]) if (!kept.includes(file)) await this.#blobs.delete(file);
    await this.#raw.remove(part);
  }
  async #store(part: RawPart, { path, extension, contentType, thumbnail, previews }: FinishedPart): Promise<void> {
    await this.#blobs.putFile(fileOfPart(part, extension), path, contentType);
    if (thumbnail) await this.#blobs.put(fileOfPart(part, 'thumbnail.webp'), thumbnail, IMAGE_TYPE);
    if (previews) await this.#blobs.put(fileOfPart(part, 'previews.webp'), previews.sheet, IMAGE_TYPE);
  }
  readonly #unlessStopping = (error: unknown): void => {
    if (!this.#stopping.signal.aborted) throw error;
  };
}

const filesMadeOf = (part: RawPart, { extension, thumbnail, previews }: FinishedPart): string[] => [
  fileOfPart(part, extension),
  ...(thumbnail ? [fileOfPart(part, 'thumbnail.webp')] : []),
  ...(previews ? [fileOfPart(part, 'previews.webp')] : []),
];

function finished(recording: Recording, isUnreadable: boolean): Recording {
  if (recording.tracks.length > 0)
    return { ...recording, state: 'ready', progress: null, problem: isUnreadable ? 'unreadable' : recording.problem };
  return {
    ...recording,
    state: 'failed',
    progress: null,
    problem: isUnreadable ? 'unreadable' : (recording.problem ?? 'nothing_recorded'),
  };
}
