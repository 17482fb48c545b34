import type { RecordingProblem, Seat } from '@vitrine/protocol';

/** Records what goes through this node's video service. Only where the media is ours. */
export interface VideoRecorder {
  /** Records this seat of a show from now on, if anybody publishes from it. Asked again it goes on. */
  record(request: { streamId: string; seat: Seat; name: string }): Promise<void>;
  /** Ends the recording of all seats of the show; their files are closed soon after. */
  stop(streamId: string): Promise<void>;
  /** Takes a still of the host every now and then, until the show's video ends. */
  takeStills(streamId: string): Promise<void>;
  /** Gives the function that stops listening. */
  onEvent(listener: (event: RecorderEvent) => void): () => void;
}
export type RecorderEvent =
  /** null: all is well again. */
  | { type: 'problem'; streamId: string; seat: Seat; problem: RecordingProblem | null }
  /** A picture in a format that `ImageEncoder` takes. */
  | { type: 'still'; streamId: string; picture: Buffer };

/** One file of one seat, as it was written during the show. */
export interface RawPart {
  id: string;
  streamId: string;
  seat: Seat;
  /** Whose seat it is. */
  name: string;
  /** When the file's time 0 was, ms since 1970. */
  startedAt: number;
  /** Whether somebody still writes it. */
  isOpen: boolean;
}
/** A part made into a file that can be sought in, with its pictures; it lies on this node's disk until it is removed. */
export interface FinishedPart {
  path: string;
  extension: 'webm' | 'mp4';
  contentType: string;
  /** Seconds. */
  duration: number;
  bytes: number;
  /** 0 where there is sound alone. */
  width: number;
  height: number;
  /** A WebP; null where no picture of it can be made. */
  thumbnail: Buffer | null;
  previews: FinishedPreviews | null;
}
export interface FinishedPreviews {
  /** A WebP. */
  sheet: Buffer;
  /** Seconds. */
  interval: number;
  columns: number;
  frames: number;
  /** Of one frame, in pixels. */
  width: number;
  height: number;
}

/** What recorders have left on this node's disk, and the work that makes recordings of it. */
export interface RawRecordings {
  /** Notes that this show is recorded here: what is left of it will be found again, whatever happens. */
  open(streamId: string): Promise<void>;
  /** The shows that something is left of. */
  shows(): Promise<string[]>;
  /** In the order of their beginning. */
  parts(streamId: string): Promise<RawPart[]>;
  /**
   * Makes a part whole. It may be done again after a crash, from the beginning. `onProgress` hears 0 to 1.
   * @throws UnreadablePart for a part of which nothing can be played.
   */
  finish(part: RawPart, onProgress: (progress: number) => void, signal: AbortSignal): Promise<FinishedPart>;
  /** Removes the part, once what was made of it is safe elsewhere. */
  remove(part: RawPart): Promise<void>;
  /** Puts a part aside that can't be read, for whoever wants to look at it. */
  putAside(part: RawPart): Promise<void>;
  /** Removes all that is left of a show. */
  forget(streamId: string): Promise<void>;
}
export class UnreadablePart extends Error {
  override readonly name = 'UnreadablePart';
}
