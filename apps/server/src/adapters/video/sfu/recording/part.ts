import { Seat } from '@vitrine/protocol';
import { z } from 'zod';

/** The container of a part: VP8 and sound alone go into WebM, H264 into MP4. */
export const Container = z.enum(['webm', 'mp4']);
export type Container = z.infer<typeof Container>;

/** What is known of a part from its beginning on. It is kept beside the media, so that a crash loses nothing of it. */
export const PartDescription = z.object({
  id: z.string().regex(/^[0-9a-z-]{1,64}$/),
  streamId: z.string(),
  seat: Seat,
  /** Whose seat it is. */
  name: z.string(),
  container: Container,
  /** When the part's time 0 was, ms since 1970. */
  startedAt: z.number(),
});
export type PartDescription = z.infer<typeof PartDescription>;

/**
 * Where a part's files lie in the show's folder. The description's time of change is now while somebody writes the part, and long ago once
 * nobody does.
 */
export const descriptionFile = (id: string): string => `${id}.json`;
export const mediaFile = (id: string): string => `${id}.media`;

export interface VideoTrack {
  codec: 'vp8' | 'avc';
  /** RFC 6381. */
  codecName: string;
  width: number;
  height: number;
  /** H264: the decoder's configuration. */
  description: Uint8Array | null;
}

/** To the thread that writes. */
export type ToWriter =
  | { type: 'open'; folder: string; part: PartDescription; video: VideoTrack | null; audio: boolean; freeBytes: number }
  | { type: 'picture'; id: string; data: Uint8Array<ArrayBuffer>; key: boolean; seconds: number }
  | { type: 'sound'; id: string; data: Uint8Array<ArrayBuffer>; seconds: number; duration: number }
  | { type: 'close'; id: string };
/** From it. */
export type FromWriter =
  | { type: 'written'; bytes: number }
  | { type: 'closed'; id: string }
  | { type: 'failed'; id: string; problem: WritingProblem; message: string };
export type WritingProblem = 'disk_full' | 'unwritable';
