import type { RecordedTrack, ReplayPart } from '@vitrine/protocol';

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
  /** Milliseconds since 1970. */
  instantOf(position: number): number {
    const index = this.parts.findLastIndex((part) => part.position <= position);
    const [part, start] = [this.parts[index], this.#starts[index]];
    if (!part || start === undefined) return 0;
    return start + (position - part.position) * 1_000;
  }
}
