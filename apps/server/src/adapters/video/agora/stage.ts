import { HOST_SEAT, type Seat } from '@vitrine/protocol';
import type { LivestreamRecord } from '../../../ports/storage.ts';
import type { VideoEvent } from '../../../ports/video.ts';
import { MAX_PUBLISHERS, MISSES } from './limits.ts';
import type { PublisherNotice } from './notifications.ts';
import { seatUid } from './uids.ts';

/** A seat of a show, as the store has it. */
interface SeatOnRecord {
  seat: Seat;
  uid: number;
  userId: string;
  /** Whether the show believes that a picture comes from there. */
  isUp: boolean;
}
/** What the store has of a show that this is about. */
export type ShowOnRecord = Pick<LivestreamRecord, '_id' | 'createdBy' | 'hostAwaySince' | 'guests'>;

export interface StagePorts {
  tell: (event: VideoEvent) => void;
  /** Somebody publishes who has no seat: put off the stage and still in possession of a token, or let in where hosts need none. */
  onStranger: (streamId: string, uid: number) => void;
}

/**
 * Turns what Agora says of uids into events of seats. Its notifications may be lost, late, in another order or on another node; the store
 * is what all nodes agree on, so that a look at the channel is compared with the record and not with what this node has heard.
 */
export class Stage {
  readonly #ports: StagePorts;
  /** When the last that was heard of a publisher has been; the one heard of longest ago first. */
  readonly #heard = new Map<string, PublisherNotice['at']>();
  /** Looks in a row in which a publisher was missing. */
  readonly #misses = new Map<string, number>();

  constructor(ports: StagePorts) {
    this.#ports = ports;
  }

  /** What a notification says of a channel, which is this show's. */
  hear({ uid, isUp, at }: PublisherNotice, show: ShowOnRecord): void {
    if (this.#isOutdated(`${show._id} ${uid}`, at)) return;
    const seat = seatsOf(show).find((one) => one.uid === uid);
    if (seat) this.#say(show, seat, isUp);
    else if (isUp) this.#ports.onStranger(show._id, uid);
  }

  /** `publishing` are the uids that publish in the show's channel now. */
  compare(show: ShowOnRecord, publishing: readonly number[]): void {
    const seats = seatsOf(show);
    for (const seat of seats) {
      const key = `${show._id} ${seat.uid}`;
      const isThere = publishing.includes(seat.uid);
      const misses = isThere || !seat.isUp ? 0 : (this.#misses.get(key) ?? 0) + 1;
      if (misses === 0) this.#misses.delete(key);
      else keep(this.#misses, key, misses);
      if (isThere && !seat.isUp) this.#say(show, seat, true);
      else if (misses >= MISSES) this.#say(show, seat, false);
    }
    for (const uid of publishing) if (!seats.some((seat) => seat.uid === uid)) this.#ports.onStranger(show._id, uid);
  }

  #isOutdated(key: string, at: PublisherNotice['at']): boolean {
    const [second, sequence] = at;
    const [lastSecond, lastSequence] = this.#heard.get(key) ?? [0, 0];
    // A client that comes anew may count from the beginning.
    if (second < lastSecond || (second === lastSecond && sequence < lastSequence)) return true;
    keep(this.#heard, key, at);
    return false;
  }
  #say({ _id: streamId }: ShowOnRecord, { seat, userId }: SeatOnRecord, isUp: boolean): void {
    this.#ports.tell({ type: isUp ? 'publisher_up' : 'publisher_lost', streamId, seat, userId });
  }
}

/** The host's seat, and that of each guest. */
function seatsOf({ _id, createdBy, hostAwaySince, guests }: ShowOnRecord): SeatOnRecord[] {
  const host = { seat: HOST_SEAT, userId: createdBy, isUp: hostAwaySince === null };
  const others = guests.map((guest) => ({ seat: guest._id, userId: guest._id, isUp: guest.state === 'live' }));
  return [host, ...others].map((one) => ({ ...one, uid: seatUid(_id, one.seat) }));
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_PUBLISHERS && oldest !== undefined) map.delete(oldest);
}
