import { isDeepStrictEqual } from 'node:util';
import type { LivestreamRecord } from '../../ports/storage.ts';

/** Whether the parts of a show that a change depends on are still what it was made from. */
export const isAsExpected = (
  show: Pick<LivestreamRecord, 'guests' | 'recording'>,
  { guests, recording }: Partial<Pick<LivestreamRecord, 'guests' | 'recording'>>,
): boolean =>
  (guests === undefined || isDeepStrictEqual(show.guests, guests)) &&
  (recording === undefined || isDeepStrictEqual(show.recording, recording));
