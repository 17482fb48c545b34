import { HOST_SEAT } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { VideoEvent } from '../../ports/video.ts';
import { SHOP_ITSELF } from '../actor.ts';
import type { LeasedVideo } from '../video/placement.ts';
import type { LivestreamService } from './livestreams.ts';
import { ON_AIR } from './on-air.ts';

/** Shows on air that one look goes through. */
const MAX_LOOKED_AT = 1_000;

/**
 * Follows the hosts' pictures over all nodes. The node that a picture comes to holds a lease for it: a node that dies takes its shows'
 * pictures along, and another says so. A host who stays away longer than the limit ends the show; the clock is in the store.
 */
export class HostWatch {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #video: LeasedVideo;
  readonly #clock: Clock;
  readonly #awayLimit: number;
  readonly #mediaIsOurs: boolean;

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    video: LeasedVideo;
    clock: Clock;
    /** Milliseconds. */
    awayLimit: number;
    /** Whether the media goes through our nodes, so that it goes down with them. */
    mediaIsOurs: boolean;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#video = parts.video;
    this.#clock = parts.clock;
    this.#awayLimit = parts.awayLimit;
    this.#mediaIsOurs = parts.mediaIsOurs;
  }

  async follow(event: VideoEvent): Promise<void> {
    // What guests do is the stage's affair.
    if ((event.type !== 'publisher_up' && event.type !== 'publisher_lost') || event.seat !== HOST_SEAT) return;
    if (event.type === 'publisher_up') {
      // First the lease: a show whose picture is there must never look as if its node had died.
      if (this.#mediaIsOurs) await this.#video.place(event.streamId);
      await this.#livestreams.pictureCame(event.streamId);
    } else {
      await this.#livestreams.pictureLost(event.streamId);
      // Its next picture may come to any node; one on air keeps its place for those who watch.
      if (!this.#livestreams.isOnAir(event.streamId)) await this.#video.free(event.streamId);
    }
  }

  /** Interrupts shows whose picture died with its node, and ends those whose host has stayed away too long. One node does it at a time. */
  async look(): Promise<void> {
    const { items } = await this.#storage.livestreams.list({ statuses: [...ON_AIR], limit: MAX_LOOKED_AT });
    const alive = await this.#video.withLivingNode();
    for (const { _id, hostAwaySince } of items) {
      if (hostAwaySince === null && this.#mediaIsOurs && !alive.has(_id)) await this.#livestreams.pictureLost(_id);
      else if (hostAwaySince !== null && this.#clock.now() - hostAwaySince >= this.#awayLimit)
        await this.#livestreams.stop(SHOP_ITSELF, _id);
    }
  }
}
