import { HOST_SEAT, type Seat } from '@vitrine/protocol';
import type { LivestreamRecord } from '../../../ports/storage.ts';
import type { VideoEvent } from '../../../ports/video.ts';
import { MAX_PUBLISHERS, MISSES } from './limits.ts';
import type { PublisherNotice } from './notifications.ts';
import { seatUid } from './uids.ts';

/** A seat of a show, as the store has it. */
interface SeatOnRecord {
  seat: Seat;
  userId: string;
  /** Whether the show believes that a picture comes from there. */
  isUp: boolean;
}
/** What the store has of a show that this is about. */
export type ShowOnRecord = Pick<LivestreamRecord, '_id' | 'createdBy' | 'hostAwaySince' | 'guests'>;

type Tell = (event: VideoEvent) => void;

/**
 * Turns what Agora says of uids into events of seats. Its notifications may be lost, late, in another order or on another node; the store
 * is what all nodes agree on, so that a look at the channel is compared with the record and not with what this node has heard.
 */
export class Stage {
  readonly #tell: Tell;
  /** The last sequence heard of a publisher, the oldest first. */
  readonly #sequences = new Map<string, number>();
  /** Looks in a row in which a publisher was missing. */
  readonly #misses = new Map<string, number>();

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  hear({ channel, uid, isUp, sequence }: PublisherNotice, show: ShowOnRecord): void {
    const seat = seatsOf(show).find((one) => seatUid(channel, one.seat) === uid);
    if (!seat || this.#isOutdated(`${channel} ${uid}`, sequence)) return;
    this.#say(channel, seat, isUp);
  }

  /** `hosts` are the uids that publish in the show's channel now. */
  compare(show: ShowOnRecord, hosts: readonly number[]): void {
    for (const seat of seatsOf(show)) {
      const key = `${show._id} ${seat.seat}`;
      const isThere = hosts.includes(seatUid(show._id, seat.seat));
      const misses = isThere || !seat.isUp ? 0 : (this.#misses.get(key) ?? 0) + 1;
      if (misses === 0) this.#misses.delete(key);
      else keep(this.#misses, key, misses);
      if (isThere && !seat.isUp) this.#say(show._id, seat, true);
      else if (misses >= MISSES) this.#say(show._id, seat, false);
    }
  }

  #isOutdated(key: string, sequence: number | null): boolean {
    if (sequence === null) return false;
    if (sequence <= (this.#sequences.get(key) ?? Number.NEGATIVE_INFINITY)) return true;
    keep(this.#sequences, key, sequence);
    return false;
  }
  #say(streamId: string, { seat, userId }: SeatOnRecord, isUp: boolean): void {
    this.#tell({ type: isUp ? 'publisher_up' : 'publisher_lost', streamId, seat, userId });
  }
}

/** The host's seat, and that of each guest. */
const seatsOf = ({ createdBy, hostAwaySince, guests }: ShowOnRecord): SeatOnRecord[] => [
  { seat: HOST_SEAT, userId: createdBy, isUp: hostAwaySince === null },
  ...guests.map(({ _id, state }) => ({ seat: _id, userId: _id, isUp: state === 'live' })),
];

function keep(map: Map<string, number>, key: string, value: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_PUBLISHERS && oldest !== undefined) map.delete(oldest);
}
