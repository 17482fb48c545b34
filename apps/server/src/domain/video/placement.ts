import type { LeaseRecord } from '../../ports/storage.ts';
import type { VideoPlacement } from '../../ports/video.ts';
import { DomainError } from '../errors.ts';
import type { LeaseKeeper } from '../leases/lease-keeper.ts';

const PREFIX = 'video:';
export const videoLease = (streamId: string): string => PREFIX + streamId;

/** A show whose video was on a node that has died. */
export interface Orphan {
  streamId: string;
  lease: LeaseRecord;
}
const streamOf = ({ _id }: LeaseRecord): string => _id.slice(PREFIX.length);

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
  /** Whether this node has the show's video, as far as it can be sure. */
  isHere(streamId: string): boolean {
    return this.#leases.term(videoLease(streamId)) !== null;
  }
  /** Whether it has gone to another node. */
  async isElsewhere(streamId: string): Promise<boolean> {
    const holder = await this.#leases.holder(videoLease(streamId));
    return holder !== '' && holder !== this.#leases.nodeId;
  }
  /** The shows whose nodes are alive, and those that nobody can have before the death of their node has been dealt with. */
  async look(): Promise<{ alive: ReadonlySet<string>; orphaned: readonly Orphan[] }> {
    const { alive, dead } = await this.#leases.watch(PREFIX);
    return { alive: new Set(alive.map(streamOf)), orphaned: dead.map((lease) => ({ streamId: streamOf(lease), lease })) };
  }
  /** The death has been dealt with: any node may have the show's video now. */
  async bury({ lease }: Orphan): Promise<void> {
    await this.#leases.bury(lease);
  }
}
