import { HOST_SEAT, type RecordedTrack, type ReplayGuest, type ReplayPart } from '@vitrine/protocol';
import type { LivestreamRecord } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';

/** Seconds: shorter stretches of a guest are not worth a picture that comes and goes. */
const SHORTEST_STRETCH = 1;

/** Turns the instants of a show into positions of its replay: the recorded stretches one after the other, without the time between them. */
export class ReplayClock {
  readonly parts: readonly ReplayPart[];
  readonly #starts: readonly number[];
  /** Seconds. */
  readonly duration: number;

  /** @param tracks of one seat, in any order */
  constructor(tracks: readonly RecordedTrack[]) {
    const inOrder = [...tracks].sort((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
    let position = 0;
    this.parts = inOrder.map(({ url, contentType, duration, width, height }) => {
      const part = { url, contentType, position, duration, width, height };
      position += duration;
      return part;
    });
    this.#starts = inOrder.map(({ startedAt }) => Date.parse(startedAt));
    this.duration = position;
  }

  /** Seconds into the replay; what happened while nothing was recorded is where the recording goes on. @param at milliseconds since 1970 */
  positionOf(at: number): number {
    const index = this.#starts.findLastIndex((start) => start <= at);
    const [part, start] = [this.parts[index], this.#starts[index]];
    if (!part || start === undefined) return 0;
    return part.position + Math.min((at - start) / 1_000, part.duration);
  }
  /** What of a guest's track lies beside the host's: a piece for each stretch of the host that it reaches into. */
  beside({ seat, name, url, contentType, startedAt, duration, width, height }: RecordedTrack): ReplayGuest[] {
    const [begin, end] = [Date.parse(startedAt), Date.parse(startedAt) + duration * 1_000];
    return this.parts.flatMap((part, index) => {
      const start = this.#starts[index] ?? 0;
      const from = Math.max(begin, start);
      const seconds = (Math.min(end, start + part.duration * 1_000) - from) / 1_000;
      if (seconds < SHORTEST_STRETCH) return [];
      const place = { position: part.position + (from - start) / 1_000, from: (from - begin) / 1_000, duration: seconds };
      return [{ seat, name, url, contentType, ...place, width, height }];
    });
  }
  /** Milliseconds since 1970. */
  instantOf(position: number): number {
    const index = this.parts.findLastIndex((part) => part.position <= position);
    const [part, start] = [this.parts[index], this.#starts[index]];
    if (!part || start === undefined) return 0;
    return start + (position - part.position) * 1_000;
  }
}

/** @throws DomainError `not_found` when there is nothing to be seen again. */
export function clockOf({ status, recording }: Pick<LivestreamRecord, 'status' | 'recording'>): ReplayClock {
  const tracks = recording?.state === 'ready' ? recording.tracks.filter(({ seat }) => seat === HOST_SEAT) : [];
  if (status !== 'ended' || tracks.length === 0) throw new DomainError('not_found', 'There is no replay of this show.');
  return new ReplayClock(tracks);
}
