import type { MeasuredShow } from './show-health.ts';

/** What all shows of the media process come to. */
export interface MediaSums {
  publishers: number;
  viewers: number;
  /** Since the process began. What a session moved in its last moments is not in it. */
  bytesReceived: number;
  bytesSent: number;
  /** On average, 0 to 1, before repair. */
  publisherLoss: number;
  viewerLoss: number;
}
interface Measured {
  figures(now: number): { bytes: number; loss: number };
}

/** Sums over sessions that come and go. */
export class MediaTally {
  readonly #counted = new WeakMap<Measured, number>();
  #received = 0;
  #sent = 0;

  sum(shows: Iterable<MeasuredShow>, now: number): MediaSums {
    const sums: MediaSums = { publishers: 0, viewers: 0, bytesReceived: 0, bytesSent: 0, publisherLoss: 0, viewerLoss: 0 };
    for (const show of shows)
      for (const seat of show.seats) {
        if (seat.publisher) {
          const { grown, loss } = this.#read(seat.publisher, now);
          this.#received += grown;
          sums.publishers++;
          sums.publisherLoss += loss;
        }
        for (const viewer of seat.viewers) {
          const { grown, loss } = this.#read(viewer, now);
          this.#sent += grown;
          sums.viewers++;
          sums.viewerLoss += loss;
        }
      }
    sums.publisherLoss /= Math.max(1, sums.publishers);
    sums.viewerLoss /= Math.max(1, sums.viewers);
    return { ...sums, bytesReceived: this.#received, bytesSent: this.#sent };
  }

  #read(session: Measured, now: number): { grown: number; loss: number } {
    const { bytes, loss } = session.figures(now);
    const grown = bytes - (this.#counted.get(session) ?? 0);
    this.#counted.set(session, bytes);
    return { grown, loss };
  }
}
