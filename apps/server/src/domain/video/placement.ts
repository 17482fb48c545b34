import type { VideoPlacement } from '../../ports/video.ts';
import { DomainError } from '../errors.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';

const PREFIX = 'video:';
export const videoLease = (streamId: string): string => PREFIX + streamId;

/** A node's name, as leases carry it: an id of its own and the address at which other nodes reach it (empty when it has told none). */
export const nodeName = (id: string, address: string | null): string => (address === null ? id : `${id} ${address}`);

/** A show's video is with the node that holds its lease: the first that was asked for it. */
export class LeasedVideo implements VideoPlacement {
  readonly #leases: LeaseKeeper;
  constructor(leases: LeaseKeeper) {
    this.#leases = leases;
  }
  async place(streamId: string): Promise<'here' | URL> {
    const holder = await this.#leases.claim(videoLease(streamId));
    if (holder === this.#leases.nodeId) return 'here';
    const address = holder.split(' ')[1];
    if (!address)
      throw new DomainError('video_unavailable', 'The video is on another node, which has not said how to reach it.', { retryAfter: 5 });
    return new URL(address);
  }
  /** The show needs no video any more. */
  free(streamId: string): Promise<void> {
    return this.#leases.remove(videoLease(streamId));
  }
  /** The shows whose nodes are alive. Leases of dead nodes are removed. */
  async withLivingNode(): Promise<Set<string>> {
    const { alive, dead } = await this.#leases.watch(PREFIX);
    for (const lease of dead) await this.#leases.bury(lease);
    return new Set(alive.map(({ _id }) => _id.slice(PREFIX.length)));
  }
}
