import type { Backplane, ViewerCount } from '../../ports/backplane.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { Listeners } from '../listeners.ts';
import type { Audience } from '../services.ts';
import { Attendance } from './attendance.ts';
import { ProductMarks } from './product-marks.ts';

interface Room {
  /** Connections on this node, by viewer. */
  connections: Map<string, number>;
  /** Why the count is followed, beside the connections: places where it is shown, and the show being on air. */
  follows: number;
  count: ViewerCount;
  peak: number;
  release: () => void;
}

/** Who watches: distinct viewers, not sockets. Never negative, nothing left behind at the end. */
export class AudienceService implements Audience {
  /** Who was there when, and for how long. */
  readonly attendance: Attendance;
  readonly #storage: Storage;
  readonly #backplane: Backplane;
  readonly #clock: Clock;
  readonly #isOnAir: (streamId: string) => boolean;
  readonly #knownPeak: (streamId: string) => number;
  readonly #rooms = new Map<string, Room>();
  /** Shows on air: their count is known on every node, wherever it is asked for. */
  readonly #shows = new Map<string, () => void>();
  readonly #changed = new Listeners<[string, number, number]>();
  readonly #marks: ProductMarks;
  readonly #marked = new Listeners<[string]>();
  readonly #raised = new Set<string>();

  constructor(parts: {
    storage: Storage;
    backplane: Backplane;
    clock: Clock;
    isOnAir: (streamId: string) => boolean;
    knownPeak: (streamId: string) => number;
  }) {
    this.#storage = parts.storage;
    this.#backplane = parts.backplane;
    this.#clock = parts.clock;
    this.#isOnAir = parts.isOnAir;
    this.#knownPeak = parts.knownPeak;
    this.#marks = new ProductMarks(parts);
    this.attendance = new Attendance({ ...parts, viewers: parts.storage.viewers });
  }

  join(streamId: string, viewerId: string): () => void {
    const room = this.#room(streamId);
    const connections = (room.connections.get(viewerId) ?? 0) + 1;
    room.connections.set(viewerId, connections);
    if (connections === 1) {
      this.#backplane.presence.join(streamId, viewerId);
      this.#sawOnAir(streamId, viewerId);
    }
    let joined = true;
    return () => {
      if (!joined) return;
      joined = false;
      this.#leave(streamId, viewerId);
    };
  }

  /** From now on `count` and `onChange` know this stream, whether or not anybody watches it on this node. Gives the function that ends it. */
  follow(streamId: string): () => void {
    const room = this.#room(streamId);
    room.follows += 1;
    let isFollowing = true;
    return () => {
      if (!isFollowing) return;
      isFollowing = false;
      room.follows -= 1;
      this.#dropIfEmpty(streamId, room);
    };
  }
  count(streamId: string): number {
    return this.#rooms.get(streamId)?.count.viewers ?? 0;
  }
  /** The most viewers at once that this node knows of. */
  peak(streamId: string): number {
    return this.#rooms.get(streamId)?.peak ?? 0;
  }
  onChange(listener: (streamId: string, viewerCount: number, peakViewers: number) => void): () => void {
    return this.#changed.add(listener);
  }

  /** The show is on air, wherever it was started. Those who waited are viewers from the start on. */
  started(streamId: string): void {
    if (!this.#shows.has(streamId)) this.#shows.set(streamId, this.follow(streamId));
    const room = this.#room(streamId);
    for (const viewerId of room.connections.keys()) this.#sawOnAir(streamId, viewerId);
    if (this.#raisePeak(streamId, room)) this.#changed.tell(streamId, room.count.viewers, room.peak);
  }
  ended(streamId: string): void {
    this.attendance.ended(streamId);
    this.#shows.get(streamId)?.();
    this.#shows.delete(streamId);
  }

  /** The peaks that rose since the last call. */
  takeRaisedPeaks(): { streamId: string; peakViewers: number }[] {
    const raised = [...this.#raised].map((streamId) => ({ streamId, peakViewers: this.#rooms.get(streamId)?.peak ?? 0 }));
    this.#raised.clear();
    for (const { streamId } of raised) {
      const room = this.#rooms.get(streamId);
      if (room) this.#dropIfEmpty(streamId, room);
    }
    return raised;
  }

  /** Hears of shows whose products were seen or clicked on this node. */
  onMarked(listener: (streamId: string) => void): () => void {
    return this.#marked.add(listener);
  }
  async clicked(actor: Actor, streamId: string, productIds: string[]): Promise<void> {
    if (await this.#marks.clicked(streamId, actor.id, productIds)) this.#marked.tell(streamId);
  }
  async seen(actor: Actor, streamId: string, productIds: string[]): Promise<void> {
    if (await this.#marks.seen(streamId, actor.id, productIds)) this.#marked.tell(streamId);
  }

  #leave(streamId: string, viewerId: string): void {
    const room = this.#rooms.get(streamId);
    const left = (room?.connections.get(viewerId) ?? 0) - 1;
    if (!room || left < 0) return;
    if (left > 0) {
      room.connections.set(viewerId, left);
      return;
    }
    room.connections.delete(viewerId);
    this.attendance.left(streamId, viewerId);
    this.#backplane.presence.leave(streamId, viewerId);
    this.#dropIfEmpty(streamId, room);
  }

  #heard(streamId: string, room: Room, count: ViewerCount): void {
    const isOther = count.viewers !== room.count.viewers;
    room.count = count;
    const isHigher = this.#raisePeak(streamId, room);
    if (isOther || isHigher) this.#changed.tell(streamId, count.viewers, room.peak);
  }
  #raisePeak(streamId: string, room: Room): boolean {
    const { viewers, isAgreed } = room.count;
    // Viewers of a node that is not heard may be counted twice while they move to another one.
    if (!isAgreed || viewers <= room.peak || !this.#isOnAir(streamId)) return false;
    room.peak = viewers;
    this.#raised.add(streamId);
    return true;
  }

  #sawOnAir(streamId: string, viewerId: string): void {
    if (!this.#isOnAir(streamId)) return;
    this.attendance.arrived(streamId, viewerId);
    // Not awaited: a viewer's row is a figure, not a promise to anyone.
    this.#storage.viewers.seen(streamId, viewerId, this.#clock.now()).catch(() => {});
  }
  #room(streamId: string): Room {
    const known = this.#rooms.get(streamId);
    if (known) return known;
    const count: ViewerCount = { viewers: 0, isAgreed: false };
    const room: Room = { connections: new Map(), follows: 0, count, peak: this.#knownPeak(streamId), release: () => {} };
    this.#rooms.set(streamId, room);
    room.release = this.#backplane.presence.follow(streamId, (now) => this.#heard(streamId, room, now));
    return room;
  }
  #dropIfEmpty(streamId: string, room: Room): void {
    if (room.connections.size > 0 || room.follows > 0 || this.#raised.has(streamId) || this.#rooms.get(streamId) !== room) return;
    room.release();
    this.#rooms.delete(streamId);
  }
}
