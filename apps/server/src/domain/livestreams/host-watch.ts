import { HOST_SEAT } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import type { VideoEvent } from '../../ports/video.ts';
import { SHOP_ITSELF } from '../actor.ts';
import { InOrder } from '../in-order.ts';
import { isOnStage } from '../stage/guests.ts';
import type { LeasedVideo } from '../video/placement.ts';
import { SHOW_LIMITS } from './limits.ts';
import type { LivestreamService } from './livestreams.ts';
import { ON_AIR } from './on-air.ts';

/**
 * Follows the hosts' pictures over all nodes. The node that a picture comes to holds a lease for it: a node that dies takes its shows'
 * pictures along, and another says so. Viewers of a host who is away wait with their connections, then without; a host who stays away
 * longer than the limit ends the show. The clock is in the store, so that it goes on over restarts.
 */
export class HostWatch {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #video: LeasedVideo;
  readonly #closeViewers: (streamId: string) => Promise<void>;
  readonly #nodeDied: (streamId: string) => Promise<void>;
  readonly #clock: Clock;
  readonly #awayLimit: number;
  readonly #mediaIsOurs: boolean;
  readonly #turns = new InOrder();
  /** The absence, by its beginning, for which this node has put a show's viewers out. */
  readonly #closed = new Map<string, number>();

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    video: LeasedVideo;
    /** Puts out who watches on this node. */
    closeViewers: (streamId: string) => Promise<void>;
    /** The node of this show's video has died; before another can take its place. */
    nodeDied: (streamId: string) => Promise<void>;
    clock: Clock;
    /** Milliseconds. */
    awayLimit: number;
    /** Whether the media goes through our nodes, so that it goes down with them. */
    mediaIsOurs: boolean;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#video = parts.video;
    this.#closeViewers = parts.closeViewers;
    this.#nodeDied = parts.nodeDied;
    this.#clock = parts.clock;
    this.#awayLimit = parts.awayLimit;
    this.#mediaIsOurs = parts.mediaIsOurs;
  }

  async follow(event: VideoEvent): Promise<void> {
    // What guests do is the stage's affair.
    if ((event.type !== 'publisher_up' && event.type !== 'publisher_lost') || event.seat !== HOST_SEAT) return;
    const { type, streamId } = event;
    // A picture that goes while its coming is still being written down must not be taken for one that stays.
    await this.#turns.run(streamId, () => (type === 'publisher_up' ? this.#came(streamId) : this.#went(streamId)));
  }

  /** Interrupts shows whose picture died with its node, and ends those whose host has stayed away too long. Any node may do it at any time. */
  async look(): Promise<void> {
    const { items } = await this.#storage.livestreams.list({ statuses: [...ON_AIR], limit: SHOW_LIMITS.lookedAt });
    const { alive, orphaned } = await this.#video.look();
    for (const show of items) await this.#turns.run(show._id, () => this.#check(show, alive));
    for (const orphan of orphaned) {
      await this.#nodeDied(orphan.streamId);
      // Only now, so that nobody's picture comes in between.
      await this.#video.bury(orphan);
    }
  }

  /** Puts out who watches on this node a show whose host has been away for a while: what they hold open shows them nothing. */
  async closeWaiting(): Promise<void> {
    const now = this.#clock.now();
    const waiting = this.#livestreams.onAir.all().filter(({ hostAwaySince }) => isLongAway(hostAwaySince, now));
    for (const id of this.#closed.keys()) if (!waiting.some(({ _id }) => _id === id)) this.#closed.delete(id);
    for (const { _id, hostAwaySince } of waiting) {
      if (this.#closed.get(_id) === hostAwaySince) continue;
      // What this node has in mind may be a little old.
      const since = (await this.#livestreams.onAir.refresh(_id))?.hostAwaySince ?? null;
      if (since === null || !isLongAway(since, now)) continue;
      this.#closed.set(_id, since);
      await this.#closeViewers(_id);
    }
  }

  /** Brings what stands in the store into line with what the node of the picture sees, or with its death. */
  async #check({ _id, hostAwaySince }: LivestreamRecord, alive: ReadonlySet<string>): Promise<void> {
    if (hostAwaySince !== null && this.#clock.now() - hostAwaySince >= this.#awayLimit) {
      await this.#livestreams.stop(SHOP_ITSELF, _id);
      return;
    }
    if (!this.#mediaIsOurs) return;
    const isHere = this.#video.isHere(_id);
    const hasPicture = isHere ? this.#livestreams.hasPicture(_id) : alive.has(_id);
    if (!hasPicture && hostAwaySince === null) await this.#livestreams.pictureLost(_id);
    // It was started on another node, which did not know of the picture.
    else if (hasPicture && isHere && hostAwaySince !== null) await this.#livestreams.pictureCame(_id);
  }
  async #came(streamId: string): Promise<void> {
    // First the lease: a show whose picture is there must never look as if its node had died.
    if (this.#mediaIsOurs) await this.#video.place(streamId);
    await this.#livestreams.pictureCame(streamId);
  }
  async #went(streamId: string): Promise<void> {
    // A node that hung for a while may still have what has gone to another meanwhile.
    if (this.#mediaIsOurs && (await this.#video.isElsewhere(streamId))) {
      this.#livestreams.forgetPicture(streamId);
      return;
    }
    await this.#livestreams.pictureLost(streamId);
    const show = await this.#storage.livestreams.byId(streamId);
    // Its next picture may come to any node; one on air keeps its place for those who watch, one in rehearsal for its guests.
    if (!this.#livestreams.isOnAir(streamId) && !show?.guests.some(isOnStage)) await this.#video.free(streamId);
  }
}

const isLongAway = (hostAwaySince: number | null, now: number): boolean =>
  hostAwaySince !== null && now - hostAwaySince >= SHOW_LIMITS.viewersWait;
