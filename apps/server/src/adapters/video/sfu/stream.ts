import { randomBytes } from 'node:crypto';
import { DomainError } from '../../../domain/errors.ts';
import type { VideoEvent } from '../../../ports/video.ts';
import { SFU_LIMITS } from './limits.ts';
import { Publisher } from './publisher.ts';
import type { Offer } from './sdp/offer.ts';
import type { TransportAddress } from './transport.ts';
import { Viewer } from './viewer.ts';

export interface SessionIdentity {
  id: string;
  userId: string;
}
interface Unanswered {
  session: Publisher | Viewer;
  since: number;
}

/** One show: a publisher, perhaps the one that is about to replace it, and the viewers. */
export class Stream {
  readonly id: string;
  readonly #address: TransportAddress;
  readonly #now: () => number;
  readonly #emit: (event: VideoEvent) => void;
  readonly #cname = randomBytes(8).toString('hex');
  #publisher: Publisher | null = null;
  /** Takes over once it is connected; until then the present one goes on. */
  #successor: Publisher | null = null;
  readonly #viewers = new Map<string, Viewer>();
  readonly #unanswered = new Map<string, Unanswered>();
  /** Whose media flows now. */
  #up: string | null = null;

  constructor(id: string, address: TransportAddress, now: () => number, emit: (event: VideoEvent) => void) {
    this.id = id;
    this.#address = address;
    this.#now = now;
    this.#emit = emit;
  }

  get sessions(): number {
    return this.#viewers.size + (this.#publisher ? 1 : 0) + (this.#successor ? 1 : 0);
  }

  publish(identity: SessionIdentity, offer: Offer): string {
    if (this.#up !== null && this.#up !== identity.userId)
      throw new DomainError('conflict', 'Someone else is publishing to this show already.');
    const publisher: Publisher = new Publisher(
      identity,
      offer,
      this.#address,
      {
        onConnected: () => this.#promote(publisher),
        onDown: () => this.remove(publisher.id),
        onPacket: (packet) => {
          if (publisher !== this.#publisher) return;
          if (this.#up === null) this.#setUp(publisher.userId);
          for (const viewer of this.#viewers.values()) viewer.forward(packet);
        },
        onSenderReport: (source, kind) => {
          if (publisher === this.#publisher) for (const viewer of this.#viewers.values()) viewer.report(source, kind);
        },
      },
      this.#now,
    );
    this.#await(publisher);
    if (this.#up === null) {
      this.#drop(this.#publisher);
      this.#publisher = publisher;
    } else {
      this.#drop(this.#successor);
      this.#successor = publisher;
    }
    return publisher.answer;
  }

  /** Rejects with `video_unavailable` while nobody publishes: the answer needs to know the codecs. */
  watch(identity: SessionIdentity, offer: Offer): string {
    const publisher = this.#publisher;
    if (!publisher) throw new DomainError('video_unavailable', 'Nobody is publishing to this show yet.', { retryAfter: 2 });
    const viewer: Viewer = new Viewer(
      { ...identity, streamId: this.id, cname: this.#cname },
      offer,
      publisher.codecs,
      this.#address,
      {
        onConnected: () => this.#unanswered.delete(viewer.id),
        onDown: () => this.remove(viewer.id),
        requestKeyframe: () => this.#publisher?.requestKeyframe(),
      },
      this.#now,
    );
    this.#viewers.set(viewer.id, viewer);
    this.#await(viewer);
    return viewer.answer;
  }

  /** Gives whose session it is, or null. */
  owner(sessionId: string): string | null {
    const session = [this.#publisher, this.#successor, this.#viewers.get(sessionId)].find((one) => one?.id === sessionId);
    return session?.userId ?? null;
  }

  remove(sessionId: string): void {
    if (this.#successor?.id === sessionId) {
      this.#drop(this.#successor);
      this.#successor = null;
    } else if (this.#publisher?.id === sessionId) {
      this.#drop(this.#publisher);
      this.#publisher = this.#successor;
      this.#successor = null;
      this.#setUp(null);
    } else {
      const viewer = this.#viewers.get(sessionId);
      this.#viewers.delete(sessionId);
      this.#drop(viewer ?? null);
    }
  }

  tick(now: number): void {
    this.#publisher?.tick(now);
    this.#successor?.tick(now);
    if (this.#up !== null && this.#publisher && now - this.#publisher.lastMediaAt > SFU_LIMITS.silence) this.#setUp(null);
    for (const [id, { session, since }] of this.#unanswered)
      if (session.transport.connected) this.#unanswered.delete(id);
      else if (now - since > SFU_LIMITS.connectTimeout) this.remove(id);
  }

  /** Puts everyone out. Says nothing of a lost publisher: whoever ends a show knows. */
  close(): void {
    this.#drop(this.#publisher);
    this.#drop(this.#successor);
    for (const viewer of this.#viewers.values()) this.#drop(viewer);
    this.#publisher = null;
    this.#successor = null;
    this.#viewers.clear();
    this.#up = null;
  }

  #promote(publisher: Publisher): void {
    this.#unanswered.delete(publisher.id);
    if (publisher === this.#successor) {
      this.#drop(this.#publisher);
      this.#publisher = publisher;
      this.#successor = null;
      // The silence is counted from now, or the change itself would be taken for a loss.
      publisher.lastMediaAt = this.#now();
    }
    if (publisher !== this.#publisher) return;
    publisher.requestKeyframe();
    for (const [id, viewer] of this.#viewers) if (!viewer.fits(publisher.codecs)) this.remove(id);
  }

  #await(session: Publisher | Viewer): void {
    this.#unanswered.set(session.id, { session, since: this.#now() });
  }

  #drop(session: Publisher | Viewer | null): void {
    if (!session) return;
    this.#unanswered.delete(session.id);
    session.close();
  }

  #setUp(userId: string | null): void {
    const before = this.#up;
    if (before === userId) return;
    this.#up = userId;
    if (userId !== null) this.#emit({ type: 'publisher_up', streamId: this.id, userId });
    else if (before !== null) this.#emit({ type: 'publisher_lost', streamId: this.id, userId: before });
  }
}
