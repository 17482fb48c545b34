import { DomainError } from '../../../../domain/errors.ts';
import { HEALTH_LIMITS } from './limits.ts';
import type { MediaLoad } from './load.ts';

/** Who is here and who is on the way in, over all shows. */
export interface Occupancy {
  viewers: number;
  /** Of the sessions, those that have not connected yet: what they will cost is not in the load. */
  connecting: number;
}

/** Decides whether another viewer is let in. Who publishes is never asked: the show comes first. */
export class Capacity {
  /** Viewers sent away so far. */
  refused = 0;
  readonly #load: MediaLoad;
  readonly #maxViewers: number;

  /** `maxViewers` is the shop's own limit; null leaves it to the load. */
  constructor(load: MediaLoad, maxViewers: number | null) {
    this.#load = load;
    this.#maxViewers = Math.min(maxViewers ?? HEALTH_LIMITS.viewers, HEALTH_LIMITS.viewers);
  }

  /** @throws DomainError `video_full` while one more would be one too many. */
  admit({ viewers, connecting }: Occupancy): void {
    if (viewers >= this.#maxViewers)
      this.#refuse('As many viewers are watching as this server is set to serve.', HEALTH_LIMITS.retryWhenFull);
    if (this.#load.level !== 'normal' && viewers >= HEALTH_LIMITS.alwaysServed)
      this.#refuse(
        'The server has as much to do as it can do well; one more viewer would cost the others their picture.',
        HEALTH_LIMITS.retryWhenFull,
      );
    if (connecting >= HEALTH_LIMITS.connecting) this.#refuse('Very many are coming in at this moment.', HEALTH_LIMITS.retryWhenCrowded);
  }

  #refuse(message: string, retryAfter: number): never {
    this.refused++;
    throw new DomainError('video_full', message, { retryAfter });
  }
}
