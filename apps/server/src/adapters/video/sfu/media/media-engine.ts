import { randomUUID } from 'node:crypto';
import type { PlaybackChoice } from '@vitrine/protocol';
import { DomainError } from '../../../../domain/errors.ts';
import type { VideoEvent, VideoGrant } from '../../../../ports/video.ts';
import { SFU_LIMITS } from '../limits.ts';
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
  readonly #shows = new Map<string, Show>();

  constructor(address: TransportAddress, now: () => number, emit: (event: VideoEvent) => void) {
    this.#address = address;
    this.#now = now;
    this.#emit = emit;
  }

  /** @throws DomainError `invalid`, `video_full`, `video_unavailable` (nobody publishes yet) or `conflict` (another host does). */
  open(grant: VideoGrant, sdp: string): OpenedSession {
    const offer = parseOffer(sdp);
    const show = this.#shows.get(grant.streamId) ?? new Show(grant.streamId, this.#address, this.#now, this.#emit);
    // Who is on stage is let in when viewers have filled the house: the show comes first.
    if (grant.role === 'viewer' && (this.#sessions >= SFU_LIMITS.sessions || show.sessions >= SFU_LIMITS.sessionsPerStream))
      throw new DomainError('video_full', 'No more viewers can be served right now.', { retryAfter: 10 });
    const identity = { id: randomUUID(), userId: grant.userId };
    const answer = show.open(grant, identity, offer);
    this.#shows.set(grant.streamId, show);
    return { sessionId: identity.id, answer };
  }

  has(grant: VideoGrant, sessionId: string): boolean {
    return this.#seatOf(grant, sessionId) !== null;
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
  get #sessions(): number {
    let sessions = 0;
    for (const show of this.#shows.values()) sessions += show.sessions;
    return sessions;
  }
}
