import { isDeepStrictEqual } from 'node:util';
import type { Recording } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import { ANY_STATUS } from '../livestreams/on-air.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import { RECORDINGS_LIMITS } from './limits.ts';
import { mainTrack } from './recording.ts';

export type RecordingStep = (recording: Recording | null) => Recording | null;

/** What a show's document says of its recording. It changes by compare-and-set: several nodes may have a part of it. */
export class RecordingRecord {
  readonly #storage: Storage;
  readonly #livestreams: Pick<LivestreamService, 'onAir'>;
  readonly #feed: ShopFeed;
  readonly #clock: Clock;

  constructor(parts: { storage: Storage; livestreams: Pick<LivestreamService, 'onAir'>; feed: ShopFeed; clock: Clock }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#feed = parts.feed;
    this.#clock = parts.clock;
  }

  /**
   * Takes the step from what is there; a step that gives back what it got changes nothing. Gives the show as it is then, null when it is gone.
   * `told`: other nodes hear of it.
   */
  async change(streamId: string, step: RecordingStep, told: 'told' | 'untold' = 'told'): Promise<LivestreamRecord | null> {
    for (let tries = 0; tries < RECORDINGS_LIMITS.tries; tries += 1) {
      const show = await this.#storage.livestreams.byId(streamId);
      if (!show) return null;
      const recording = step(show.recording);
      if (isDeepStrictEqual(recording, show.recording)) return show;
      const recordingUrl = (recording && mainTrack(recording)?.url) ?? null;
      const changes = { recording, recordingUrl, updatedAt: this.#clock.now() };
      const changed = await this.#storage.livestreams.change(streamId, ANY_STATUS, changes, undefined, { recording: show.recording });
      if (!changed) continue;
      this.#livestreams.onAir.remember(changed);
      if (told === 'told')
        await this.#feed.tell('show_changed', `show:${streamId}:recording:${newId(this.#clock)}`, {
          livestreamId: streamId,
          change: 'edited',
        });
      return changed;
    }
    throw new DomainError('in_progress', 'Much is changing about this recording at once: try again.', { retryAfter: 1 });
  }
}
