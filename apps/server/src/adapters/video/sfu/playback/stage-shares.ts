import { HOST_SEAT } from '@vitrine/protocol';
import type { Seat } from '../media/seat.ts';
import { WHOLE_SHARE } from './adaptation.ts';
import { PLAYBACK_LIMITS } from './limits.ts';
import type { Viewer } from './viewer.ts';

/** A seat that somebody watches: its picture's layers that flow, from small to large, in bit/s. */
export interface WatchedSeat {
  name: string;
  layers: readonly { rank: number; bitrate: number }[];
}

/**
 * How large the pictures of several seats may be for one who watches them all, by seat: so that their sum is no more than the host's
 * picture alone would take. Every seat gets its smallest layer, which is the least there is to give; what is left goes to the host first,
 * then to the guests in turn, none of whom gets a larger layer than the host. Who watches only guests has the largest of their pictures
 * to spend. A layer above what a seat had `before` has to fit with a margin, so that varying bitrates don't change sizes to and fro.
 */
export function shareStage(seats: readonly WatchedSeat[], before: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const ordered = [...seats]
    .filter(({ layers }) => layers.length > 0)
    .sort((a, b) => Number(b.name === HOST_SEAT) - Number(a.name === HOST_SEAT));
  const [first] = ordered;
  const topOf = (seat: WatchedSeat | undefined): number => seat?.layers.at(-1)?.bitrate ?? 0;
  let left = first?.name === HOST_SEAT ? topOf(first) : Math.max(0, ...ordered.map(topOf));
  const given = new Map<string, number>();
  for (const { name, layers } of ordered) {
    given.set(name, 0);
    left -= layers[0]?.bitrate ?? 0;
  }
  let ceiling = Number.POSITIVE_INFINITY;
  for (const { name, layers } of ordered) {
    let index = 0;
    for (let next = layers[1]; next && next.rank <= ceiling; next = layers[index + 1]) {
      const more = next.bitrate - (layers[index]?.bitrate ?? 0);
      const margin = next.rank > (before.get(name) ?? Number.POSITIVE_INFINITY) ? PLAYBACK_LIMITS.shareMargin : 1;
      if (more * margin > left) break;
      left -= more;
      index++;
    }
    const rank = layers[index]?.rank ?? 0;
    given.set(name, rank);
    if (name === HOST_SEAT) ceiling = rank;
  }
  return given;
}

/** Who of those that want more may look for it now: sessions that share a connection would take each other for congestion. */
export const turnOf = (waiting: number, now: number): number => (waiting === 0 ? -1 : Math.floor(now / PLAYBACK_LIMITS.seekTurn) % waiting);

interface Session {
  seat: Seat;
  viewer: Viewer;
}

/** Keeps what each user of a show is sent in sum within bounds, when several seats are watched: each seat is a session of its own. */
export class StageShares {
  #sharedAt = Number.NEGATIVE_INFINITY;
  /** The sizes last given to users whose sessions limit each other. */
  #given = new Map<string, ReadonlyMap<string, number>>();

  tick(seats: readonly Seat[], now: number): void {
    if (now - this.#sharedAt < PLAYBACK_LIMITS.shareInterval) return;
    this.#sharedAt = now;
    if (seats.length < 2 && this.#given.size === 0) return;
    const byUser = new Map<string, Session[]>();
    for (const seat of seats)
      for (const viewer of seat.viewers) {
        if (viewer.isWithoutPicture) continue;
        const sessions = byUser.get(viewer.userId);
        if (sessions) sessions.push({ seat, viewer });
        else byUser.set(viewer.userId, [{ seat, viewer }]);
      }
    const given = new Map<string, ReadonlyMap<string, number>>();
    for (const [userId, sessions] of byUser) {
      const before = this.#given.get(userId);
      if (sessions.length > 1) given.set(userId, share(sessions, before, now));
      else if (before) for (const { viewer } of sessions) viewer.limit(WHOLE_SHARE);
    }
    this.#given = given;
  }
}

function share(sessions: readonly Session[], before: ReadonlyMap<string, number> | undefined, now: number): ReadonlyMap<string, number> {
  const watched = [...new Set(sessions.map(({ seat }) => seat))].map(({ name, publisher }): WatchedSeat => {
    const flowing = publisher?.layers.filter((layer) => layer.isActive(now)) ?? [];
    return { name, layers: flowing.map((layer) => ({ rank: layer.rank, bitrate: layer.bitrate(now) })) };
  });
  // One seat, on two screens: each has a connection's worth of its own.
  const ranks = watched.length > 1 ? shareStage(watched, before) : new Map<string, number>();
  const waiting = sessions.filter(({ viewer }) => viewer.wantsMore);
  const turn = waiting[turnOf(waiting.length, now)];
  for (const session of sessions)
    session.viewer.limit({ maxRank: ranks.get(session.seat.name) ?? WHOLE_SHARE.maxRank, maySeek: turn === undefined || turn === session });
  return ranks;
}
