import type { ListedShow, Livestream } from '@vitrine/protocol';

/** A list of shows with the figures that the lobby has told of them since. */
export function showsNow<Show extends Pick<Livestream, '_id'>>(shows: readonly Show[], changed: readonly ListedShow[]): Show[] {
  const now = new Map(changed.map(({ streamId, ...figures }) => [streamId, figures]));
  return shows.map((show) => ({ ...show, ...now.get(show._id) }));
}
/** The one that most people watch first. */
export const byViewers = (one: Livestream, other: Livestream): number => other.viewerCount - one.viewerCount;
/** The next one first; one without a time last. */
export function bySchedule(one: Livestream, other: Livestream): number {
  // ISO 8601 sorts by its characters; a locale's order puts signs before digits.
  const [first, second] = [one.scheduledFor ?? '~', other.scheduledFor ?? '~'];
  return first === second ? 0 : first < second ? -1 : 1;
}
