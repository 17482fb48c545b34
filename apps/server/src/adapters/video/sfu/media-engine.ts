import { randomUUID } from 'node:crypto';
import { DomainError } from '../../../domain/errors.ts';
import type { VideoEvent, VideoGrant } from '../../../ports/video.ts';
import { SFU_LIMITS } from './limits.ts';
import { parseOffer } from './sdp/offer.ts';
import { Stream } from './stream.ts';
import type { TransportAddress } from './transport.ts';

export interface OpenedSession {
  sessionId: string;
  answer: string;
}

/** All streams of the media process. */
export class MediaEngine {
  readonly #address: TransportAddress;
  readonly #now: () => number;
  readonly #emit: (event: VideoEvent) => void;
  readonly #streams = new Map<string, Stream>();

  constructor(address: TransportAddress, now: () => number, emit: (event: VideoEvent) => void) {
    this.#address = address;
    this.#now = now;
    this.#emit = emit;
  }

  /** @throws DomainError `invalid`, `video_full`, `video_unavailable` (nobody publishes yet) or `conflict` (another host does). */
  open(grant: VideoGrant, sdp: string): OpenedSession {
    const offer = parseOffer(sdp);
    const stream = this.#streams.get(grant.streamId) ?? new Stream(grant.streamId, this.#address, this.#now, this.#emit);
    // A host is let in when viewers have filled the house: the show comes first.
    if (grant.role === 'viewer' && (this.#sessions >= SFU_LIMITS.sessions || stream.sessions >= SFU_LIMITS.sessionsPerStream))
      throw new DomainError('video_full', 'No more viewers can be served right now.', { retryAfter: 10 });
    const identity = { id: randomUUID(), userId: grant.userId };
    const answer = grant.role === 'host' ? stream.publish(identity, offer) : stream.watch(identity, offer);
    this.#streams.set(grant.streamId, stream);
    return { sessionId: identity.id, answer };
  }

  has(grant: VideoGrant, sessionId: string): boolean {
    return this.#streams.get(grant.streamId)?.owner(sessionId) === grant.userId;
  }

  close(grant: VideoGrant, sessionId: string): void {
    if (this.has(grant, sessionId)) this.#streams.get(grant.streamId)?.remove(sessionId);
  }

  end(streamId: string): void {
    this.#streams.get(streamId)?.close();
    this.#streams.delete(streamId);
  }

  tick(): void {
    const now = this.#now();
    for (const [id, stream] of this.#streams) {
      stream.tick(now);
      if (stream.sessions === 0) this.#streams.delete(id);
    }
  }

  closeAll(): void {
    for (const id of [...this.#streams.keys()]) this.end(id);
  }

  get #sessions(): number {
    let sessions = 0;
    for (const stream of this.#streams.values()) sessions += stream.sessions;
    return sessions;
  }
}
