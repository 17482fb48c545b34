import type { LivestreamRecord } from '../../ports/storage.ts';
import { isOnAir } from '../livestreams/on-air.ts';
import { type Fit, fitOf, type Liking } from './taste.ts';

/** A scheduled show that should have begun so long ago is not coming up any more. */
const LATE = 24 * 60 * 60_000;

export interface Ranked {
  show: LivestreamRecord;
  fit: Fit;
}
export interface Circumstances {
  likings: readonly Liking[];
  /** Shows that the person has watched: over, they are not offered again. */
  watched: ReadonlySet<string>;
  now: number;
  viewersOf(streamId: string): number;
}

/**
 * Live shows first, then what fits the person's taste, then what comes up soon, then what many watched. The same shows and the same
 * person give the same order.
 */
export function rank(shows: readonly LivestreamRecord[], { likings, watched, now, viewersOf }: Circumstances): Ranked[] {
  const offered = shows.filter((show) => {
    if (show.visibility !== 'public') return false;
    if (isOnAir(show)) return true;
    if (show.status === 'scheduled') return show.scheduledFor === null || show.scheduledFor > now - LATE;
    return show.startTime !== null && !watched.has(show._id);
  });
  const keyed = offered.map((show) => {
    const fit = fitOf(show, likings);
    return { ranked: { show, fit }, key: keyOf(show, fit.score, viewersOf(show._id)) };
  });
  return keyed
    .sort((one, other) => compare(one.key, other.key) || (one.ranked.show._id < other.ranked.show._id ? 1 : -1))
    .map(({ ranked }) => ranked);
}

/** Compared from left to right, the smaller first. */
function keyOf(show: LivestreamRecord, score: number, viewers: number): number[] {
  if (isOnAir(show)) return [0, -score, -viewers];
  const isUpcoming = show.status === 'scheduled';
  const group = score > 0 ? 1 : isUpcoming ? 2 : 3;
  const place = isUpcoming
    ? [0, show.scheduledFor ?? Number.MAX_SAFE_INTEGER]
    : [1, show.recordingUrl === null ? 1 : 0, -(show.engagement?.totalViewers ?? 0), -(show.startTime ?? 0)];
  return [group, -score, ...place];
}
function compare(one: number[], other: number[]): number {
  for (const [index, value] of one.entries()) {
    const difference = value - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
