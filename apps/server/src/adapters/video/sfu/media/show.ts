import type { VideoGrant } from '../../../../ports/video.ts';
import type { MediaLoad } from '../health/load.ts';
import { StageShares } from '../playback/stage-shares.ts';
import type { Offer } from '../sdp/offer.ts';
import { nobodyPublishes } from './refusals.ts';
import { Seat, type SeatEvent, type SessionIdentity } from './seat.ts';
import type { TransportAddress } from './transport.ts';

/** A show's video: the host's seat and those of its guests, each with a publisher of its own and those who watch it. */
export class Show {
  readonly id: string;
  readonly #address: TransportAddress;
  readonly #now: () => number;
  readonly #emit: (event: SeatEvent) => void;
  readonly #load: MediaLoad;
  readonly #seats = new Map<string, Seat>();
  readonly #shares = new StageShares();
  /** Seats that nobody hears, also when their publisher comes anew. */
  readonly #muted = new Set<string>();

  constructor(id: string, address: TransportAddress, now: () => number, emit: (event: SeatEvent) => void, load: MediaLoad) {
    this.id = id;
    this.#address = address;
    this.#now = now;
    this.#emit = emit;
    this.#load = load;
  }

  get sessions(): number {
    let sessions = 0;
    for (const seat of this.#seats.values()) sessions += seat.sessions;
    return sessions;
  }
  /** Nobody is here, and nobody follows. */
  get isIdle(): boolean {
    return [...this.#seats.values()].every((seat) => seat.isIdle);
  }
  get seats(): Iterable<Seat> {
    return this.#seats.values();
  }

  /** @throws DomainError `video_unavailable` for who would watch an empty seat, or as the seat does. */
  open(grant: VideoGrant, identity: SessionIdentity, offer: Offer): string {
    if (grant.role !== 'viewer') return this.seat(grant.seat).publish(identity, offer);
    const seat = this.#seats.get(grant.seat);
    if (!seat) throw nobodyPublishes();
    return seat.watch(identity, offer);
  }
  /** The seat of this name, made when there is none. */
  seat(name: string): Seat {
    const known = this.#seats.get(name);
    if (known) return known;
    const seat = new Seat({ streamId: this.id, name }, this.#address, this.#now, this.#emit, this.#load);
    seat.isMuted = this.#muted.has(name);
    this.#seats.set(name, seat);
    return seat;
  }
  /** The seat that the session belongs to. */
  seatOf(sessionId: string): Seat | null {
    for (const seat of this.#seats.values()) if (seat.owner(sessionId) !== null) return seat;
    return null;
  }

  /** Takes a guest off the stage: publisher and watchers of the seat. */
  closeSeat(name: string): void {
    const seat = this.#seats.get(name);
    // Its loss is told, so that it counts as a publisher nowhere.
    seat?.unseat();
    seat?.close();
    this.#seats.delete(name);
    this.#muted.delete(name);
  }
  /** Puts out everything that this user has here. */
  evict(userId: string): void {
    for (const seat of this.#seats.values()) {
      if (seat.publisher?.userId === userId) seat.unseat();
      seat.removeViewers(userId);
    }
  }
  /** Nobody hears this seat any more, or hears it again. */
  setMuted(name: string, muted: boolean): void {
    if (muted) this.#muted.add(name);
    else this.#muted.delete(name);
    const seat = this.#seats.get(name);
    if (seat) seat.isMuted = muted;
  }
  removeViewers(): void {
    for (const seat of this.#seats.values()) seat.closeToViewers();
  }

  tick(now: number): void {
    this.#shares.tick([...this.#seats.values()], now);
    for (const [name, seat] of this.#seats) {
      seat.tick(now);
      if (seat.isIdle) this.#seats.delete(name);
    }
  }
  close(): void {
    for (const seat of this.#seats.values()) seat.close();
    this.#seats.clear();
  }
}
