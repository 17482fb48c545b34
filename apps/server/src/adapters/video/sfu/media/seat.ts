import { randomBytes } from 'node:crypto';
import { DomainError } from '../../../../domain/errors.ts';
import type { VideoEvent } from '../../../../ports/video.ts';
import { Lateness } from '../health/lateness.ts';
import type { MediaLoad } from '../health/load.ts';
import { Publisher } from '../ingest/publisher.ts';
import type { ReceiveStream } from '../ingest/receive-stream.ts';
import { SFU_LIMITS } from '../limits.ts';
import { RecentPicture } from '../playback/recent-picture.ts';
import { Viewer } from '../playback/viewer.ts';
import type { MediaKind, Offer } from '../sdp/offer.ts';
import type { MediaPacket } from './media-packet.ts';
import { nobodyPublishes } from './refusals.ts';
import type { TransportAddress } from './transport.ts';

export interface SessionIdentity {
  id: string;
  userId: string;
}
export type SeatEvent = Extract<VideoEvent, { seat: string }>;
interface Unanswered {
  session: Publisher | Viewer;
  since: number;
}

/** Who follows a seat's media beside its viewers: a recording. The packets are shared, so it copies what it keeps. */
export interface SeatTap {
  /** Another publisher speaks from this seat now. */
  onPublisher(publisher: Publisher): void;
  onPacket(packet: MediaPacket): void;
  onSenderReport(source: ReceiveStream, kind: MediaKind): void;
}

/** One seat on the stage of a show: a publisher, perhaps the one that is about to replace it, and those who watch this seat. */
export class Seat {
  readonly streamId: string;
  /** `host`, or the guest's user id. */
  readonly name: string;
  readonly #address: TransportAddress;
  readonly #now: () => number;
  readonly #emit: (event: SeatEvent) => void;
  readonly #load: MediaLoad;
  readonly #cname = randomBytes(8).toString('hex');
  #publisher: Publisher | null = null;
  /** Monotonic ms. */
  #seatedAt = 0;
  /** Takes over once it is connected; until then the present one goes on. */
  #successor: Publisher | null = null;
  readonly #viewers = new Map<string, Viewer>();
  readonly #taps = new Set<SeatTap>();
  readonly #unanswered = new Map<string, Unanswered>();
  readonly #recentPicture = new RecentPicture();
  /** How late the publisher's packets are handled. */
  readonly lateness = new Lateness();
  #timedBy: MediaKind = 'audio';
  /** Whose media flows now. */
  #up: string | null = null;
  /** The sound goes to nobody. */
  isMuted = false;
  /** Those who watched have been put out while there was no picture: who comes now waits outside for the next one. */
  #isClosedToViewers = false;

  constructor(
    identity: { streamId: string; name: string },
    address: TransportAddress,
    now: () => number,
    emit: (event: SeatEvent) => void,
    load: MediaLoad,
  ) {
    this.streamId = identity.streamId;
    this.name = identity.name;
    this.#address = address;
    this.#now = now;
    this.#emit = emit;
    this.#load = load;
  }

  /** Nobody is here, and nobody follows. */
  get isIdle(): boolean {
    return this.sessions === 0 && this.#taps.size === 0;
  }
  get publisher(): Publisher | null {
    return this.#publisher;
  }
  get viewers(): Iterable<Viewer> {
    return this.#viewers.values();
  }
  /** Whether media of its publisher flows. */
  get isUp(): boolean {
    return this.#up !== null;
  }
  get viewerCount(): number {
    return this.#viewers.size;
  }
  /** Sessions that have not connected yet. */
  get connecting(): number {
    return this.#unanswered.size;
  }
  viewer(sessionId: string): Viewer | undefined {
    return this.#viewers.get(sessionId);
  }
  get sessions(): number {
    return this.#viewers.size + (this.#publisher ? 1 : 0) + (this.#successor ? 1 : 0);
  }

  publish(identity: SessionIdentity, offer: Offer): string {
    if (this.#isTakenBeside(identity.userId)) throw new DomainError('conflict', 'Someone else is publishing to this show already.');
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
          if (packet.kind === this.#timedBy) this.lateness.see(packet.source, packet.timestamp, this.#now());
          if (this.isMuted && packet.kind === 'audio') return;
          this.#recentPicture.add(packet, this.#now());
          for (const viewer of this.#viewers.values()) viewer.forward(packet);
          for (const tap of this.#taps) tap.onPacket(packet);
        },
        onSenderReport: (source, kind) => {
          if (publisher !== this.#publisher) return;
          for (const viewer of this.#viewers.values()) viewer.report(source, kind);
          for (const tap of this.#taps) tap.onSenderReport(source, kind);
        },
      },
      this.#now,
    );
    this.#await(publisher);
    if (this.#up === null) {
      this.#drop(this.#publisher);
      this.#seat(publisher);
    } else {
      this.#drop(this.#successor);
      this.#successor = publisher;
    }
    return publisher.answer;
  }

  /** Rejects with `video_unavailable` while nobody publishes: the answer needs to know the codecs. */
  watch(identity: SessionIdentity, offer: Offer): string {
    const publisher = this.#publisher;
    if (!publisher || this.#isClosedToViewers) throw nobodyPublishes();
    const viewer: Viewer = new Viewer(
      { ...identity, streamId: this.streamId, cname: this.#cname },
      offer,
      publisher.codecs,
      this.#address,
      {
        onConnected: () => this.#unanswered.delete(viewer.id),
        onDown: () => this.remove(viewer.id),
        publisher: () => this.#publisher,
        load: () => this.#load.level,
        recentPicture: (layer) => this.#recentPicture.of(layer, this.#now()),
      },
      this.#now,
    );
    this.#viewers.set(viewer.id, viewer);
    this.#await(viewer);
    return viewer.answer;
  }

  /** Follows this seat's media from now on. Gives the function that ends it. */
  tap(tap: SeatTap): () => void {
    this.#taps.add(tap);
    if (this.#publisher) tap.onPublisher(this.#publisher);
    return () => this.#taps.delete(tap);
  }

  /** Puts out whoever publishes from this seat; those who watch it stay for the next. */
  unseat(): void {
    this.#drop(this.#successor);
    this.#successor = null;
    if (this.#publisher) this.remove(this.#publisher.id);
  }
  /** Puts out all who watch. */
  closeToViewers(): void {
    this.#isClosedToViewers = this.#up === null;
    this.removeViewers();
  }
  /** Puts out who watches: all, or this user's sessions. */
  removeViewers(userId?: string): void {
    for (const viewer of [...this.#viewers.values()]) if (userId === undefined || viewer.userId === userId) this.remove(viewer.id);
  }

  /** Gives whose session it is, or null. */
  owner(sessionId: string): string | null {
    return this.#session(sessionId)?.userId ?? null;
  }
  /** What the session's peer calls itself in ICE, or null. */
  peer(sessionId: string): string | null {
    return this.#session(sessionId)?.transport.peer ?? null;
  }
  #session(sessionId: string): Publisher | Viewer | null {
    return [this.#publisher, this.#successor, this.#viewers.get(sessionId)].find((one) => one?.id === sessionId) ?? null;
  }

  remove(sessionId: string): void {
    if (this.#successor?.id === sessionId) {
      this.#drop(this.#successor);
      this.#successor = null;
    } else if (this.#publisher?.id === sessionId) {
      this.#drop(this.#publisher);
      this.#seat(this.#successor);
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
    for (const viewer of this.#viewers.values()) viewer.tick(now);
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
    this.#taps.clear();
    this.#up = null;
  }

  /** Somebody else's media flows, or is about to: of two who go live at the same moment the first stays, and the second puts nobody out. */
  #isTakenBeside(userId: string): boolean {
    if (this.#up !== null) return this.#up !== userId;
    const seated = this.#publisher;
    if (!seated || seated.userId === userId) return false;
    return seated.lastMediaAt === 0 && this.#now() - this.#seatedAt < SFU_LIMITS.connectTimeout;
  }
  #promote(publisher: Publisher): void {
    this.#unanswered.delete(publisher.id);
    if (publisher === this.#successor) {
      this.#drop(this.#publisher);
      this.#seat(publisher);
      this.#successor = null;
      // The silence is counted from now, or the change itself would be taken for a loss.
      publisher.lastMediaAt = this.#now();
    }
    if (publisher !== this.#publisher) return;
    for (const layer of publisher.layers) publisher.requestKeyframe(layer);
    for (const [id, viewer] of this.#viewers) if (!viewer.fits(publisher.codecs)) this.remove(id);
  }

  #seat(publisher: Publisher | null): void {
    this.#publisher = publisher;
    this.#seatedAt = this.#now();
    // Sound comes evenly; a picture is spread over time by who sends it.
    this.#timedBy = publisher?.codecs.some(({ kind }) => kind === 'audio') ? 'audio' : 'video';
    if (publisher) for (const tap of this.#taps) tap.onPublisher(publisher);
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
    if (userId !== null) this.#isClosedToViewers = false;
    const seat = { streamId: this.streamId, seat: this.name };
    if (userId !== null) this.#emit({ type: 'publisher_up', ...seat, userId });
    else if (before !== null) this.#emit({ type: 'publisher_lost', ...seat, userId: before });
  }
}
