import { randomUUID } from 'node:crypto';
import type { PlaybackChoice } from '@vitrine/protocol';
import type { VideoEvent, VideoGrant } from '../../../../ports/video.ts';
import { Capacity, type Occupancy } from '../health/capacity.ts';
import type { MediaLoad } from '../health/load.ts';
import { parseOffer } from '../sdp/offer.ts';
import type { Seat } from './seat.ts';
import { Show } from './show.ts';
import type { TransportAddress } from './transport.ts';

export interface OpenedSession {
  sessionId: string;
  answer: string;
}

/** All shows of the media process. */
export class MediaEngine {
  readonly #address: TransportAddress;
  readonly #now: () => number;
  readonly #emit: (event: VideoEvent) => void;
  readonly #load: MediaLoad;
  readonly #capacity: Capacity;
  readonly #shows = new Map<string, Show>();

  /** `load.maxViewers` is the shop's own limit; null leaves it to the load. */
  constructor(
    address: TransportAddress,
    now: () => number,
    emit: (event: VideoEvent) => void,
    load: { level: MediaLoad; maxViewers: number | null },
  ) {
    this.#address = address;
    this.#now = now;
    this.#emit = emit;
    this.#load = load.level;
    this.#capacity = new Capacity(load.level, load.maxViewers);
  }

  get shows(): Iterable<Show> {
    return this.#shows.values();
  }
  /** How late packets have been handled since the last call, in ms, of the publisher where it is least. */
  takeLateness(): number {
    const all = [...this.#shows.values()].flatMap((show) => [...show.seats]).filter((seat) => seat.isUp);
    return all.length === 0 ? 0 : Math.min(...all.map((seat) => seat.lateness.take()));
  }
  /** Viewers sent away so far because there was no room for them. */
  get refused(): number {
    return this.#capacity.refused;
  }

  /** @throws DomainError `invalid`, `video_full`, `video_unavailable` (nobody publishes yet) or `conflict` (another host does). */
  open(grant: VideoGrant, sdp: string): OpenedSession {
    const offer = parseOffer(sdp);
    const show = this.#shows.get(grant.streamId) ?? new Show(grant.streamId, this.#address, this.#now, this.#emit, this.#load);
    // Who is on stage is let in when viewers have filled the house: the show comes first.
    if (grant.role === 'viewer') this.#capacity.admit(this.#occupancy);
    const identity = { id: randomUUID(), userId: grant.userId };
    const answer = show.open(grant, identity, offer);
    this.#shows.set(grant.streamId, show);
    return { sessionId: identity.id, answer };
  }

  has(grant: VideoGrant, sessionId: string): boolean {
    return this.#seatOf(grant, sessionId) !== null;
  }

  /** What the session's peer calls itself in ICE; null when there is no such session. */
  peer(grant: VideoGrant, sessionId: string): string | null {
    return this.#seatOf(grant, sessionId)?.peer(sessionId) ?? null;
  }

  close(grant: VideoGrant, sessionId: string): void {
    this.#seatOf(grant, sessionId)?.remove(sessionId);
  }

  /** Tells a viewer's session what it is to be sent; false when there is no such session. */
  choose(grant: VideoGrant, sessionId: string, choice: PlaybackChoice): boolean {
    const viewer = this.#seatOf(grant, sessionId)?.viewer(sessionId);
    viewer?.choose(choice);
    return viewer !== undefined;
  }

  /** The show, while anything of it is here. */
  show(streamId: string): Show | null {
    return this.#shows.get(streamId) ?? null;
  }

  end(streamId: string): void {
    this.#shows.get(streamId)?.close();
    this.#shows.delete(streamId);
  }

  tick(): void {
    const now = this.#now();
    for (const [id, show] of this.#shows) {
      show.tick(now);
      if (show.isIdle) this.#shows.delete(id);
    }
  }

  closeAll(): void {
    for (const id of [...this.#shows.keys()]) this.end(id);
  }

  #seatOf(grant: VideoGrant, sessionId: string): Seat | null {
    const seat = this.#shows.get(grant.streamId)?.seatOf(sessionId) ?? null;
    return seat?.owner(sessionId) === grant.userId ? seat : null;
  }
  get #occupancy(): Occupancy {
    let [viewers, connecting] = [0, 0];
    for (const show of this.#shows.values())
      for (const seat of show.seats) {
        viewers += seat.viewerCount;
        connecting += seat.connecting;
      }
    return { viewers, connecting };
  }
}
