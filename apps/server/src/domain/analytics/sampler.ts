import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import type { Audience } from '../services.ts';
import { MINUTE } from './figures.ts';
import { TimelineTallies } from './timeline-tallies.ts';

/**
 * Notes what only ever has a latest value (viewers now, likes) of every show on air, and counts what was said since, so that nobody who
 * asks for its figures waits for that. Run a few times a minute, by one node.
 */
export class ShowSampler {
  readonly #storage: Storage;
  readonly #audience: Pick<Audience, 'count'>;
  readonly #clock: Clock;
  readonly #onAir: () => LivestreamRecord[];
  readonly #tallies: TimelineTallies;

  constructor(parts: { storage: Storage; audience: Pick<Audience, 'count'>; clock: Clock; onAir: () => LivestreamRecord[] }) {
    this.#storage = parts.storage;
    this.#audience = parts.audience;
    this.#clock = parts.clock;
    this.#onAir = parts.onAir;
    this.#tallies = new TimelineTallies(parts.storage);
  }

  async sample(): Promise<void> {
    const minute = Math.floor(this.#clock.now() / MINUTE);
    for (const { _id } of this.#onAir()) {
      const likes = await this.#storage.likes.count(_id);
      await this.#storage.samples.add(_id, minute, { viewers: this.#audience.count(_id), likes });
      await this.#tallies.of(_id);
    }
  }
}
