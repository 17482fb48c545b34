import type { Backplane } from '../../ports/backplane.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { Listeners } from '../listeners.ts';
import type { Audience } from '../services.ts';

const MINUTE = 60_000;
/** Viewer, product and minute that have been counted: bounded, the oldest forgotten first. */
const MAX_COUNTED = 100_000;

interface Room {
  /** Connections on this node, by viewer. */
  connections: Map<string, number>;
  count: number;
  peak: number;
  /** A count is being asked for; `stale` asks again after it. */
  asking: boolean;
  stale: boolean;
}

/** Who watches: distinct viewers, not sockets. Never negative, nothing left behind at the end. */
export class AudienceService implements Audience {
  readonly #storage: Storage;
  readonly #backplane: Backplane;
  readonly #clock: Clock;
  readonly #isOnAir: (streamId: string) => boolean;
  readonly #knownPeak: (streamId: string) => number;
  readonly #rooms = new Map<string, Room>();
  readonly #changed = new Listeners<[string, number, number]>();
  readonly #counted = new Set<string>();
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
  }

  join(streamId: string, viewerId: string): () => void {
    const room = this.#room(streamId);
    const connections = (room.connections.get(viewerId) ?? 0) + 1;
    room.connections.set(viewerId, connections);
    if (connections === 1) {
      this.#backplane.presence.join(streamId, viewerId);
      this.#sawOnAir(streamId, viewerId);
      void this.#recount(streamId);
    }
    let joined = true;
    return () => {
      if (!joined) return;
      joined = false;
      this.#leave(streamId, viewerId);
    };
  }

  count(streamId: string): number {
    return this.#rooms.get(streamId)?.count ?? 0;
  }
  /** The most viewers at once that this node knows of. */
  peak(streamId: string): number {
    return this.#rooms.get(streamId)?.peak ?? 0;
  }
  onChange(listener: (streamId: string, viewerCount: number, peakViewers: number) => void): () => void {
    return this.#changed.add(listener);
  }

  /** Those who waited are viewers from the start on. */
  started(streamId: string): void {
    for (const viewerId of this.#rooms.get(streamId)?.connections.keys() ?? []) this.#sawOnAir(streamId, viewerId);
    void this.#recount(streamId);
  }

  /** The peaks that rose since the last call. */
  takeRaisedPeaks(): { streamId: string; peakViewers: number }[] {
    const raised = [...this.#raised].map((streamId) => ({ streamId, peakViewers: this.#rooms.get(streamId)?.peak ?? 0 }));
    this.#raised.clear();
    return raised;
  }

  async clicked(actor: Actor, streamId: string, productIds: string[]): Promise<void> {
    const fresh = productIds.filter((productId) => this.#countOnce('clicked', actor, streamId, productId));
    if (fresh.length > 0) await this.#storage.viewers.engaged(streamId, actor.id, 'clicked', this.#clock.now());
  }
  async seen(actor: Actor, streamId: string, productIds: string[]): Promise<void> {
    const fresh = productIds.filter((productId) => this.#countOnce('seen', actor, streamId, productId));
    if (fresh.length > 0) await this.#storage.viewers.seen(streamId, actor.id, this.#clock.now());
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
    this.#backplane.presence.leave(streamId, viewerId);
    void this.#recount(streamId);
  }

  /** Asks how many there are over all nodes: one question at a time, however many come at once. */
  async #recount(streamId: string): Promise<void> {
    const room = this.#room(streamId);
    room.stale = true;
    if (room.asking) return;
    room.asking = true;
    try {
      while (room.stale) {
        room.stale = false;
        const count = await this.#backplane.presence.count(streamId);
        const changed = count !== room.count;
        room.count = count;
        if (this.#isOnAir(streamId) && count > room.peak) {
          room.peak = count;
          this.#raised.add(streamId);
        }
        if (changed) this.#changed.tell(streamId, count, room.peak);
      }
    } catch {
      // The last agreed count stands; the next join or leave asks again.
    } finally {
      room.asking = false;
      if (room.connections.size === 0 && room.count === 0 && !this.#raised.has(streamId)) this.#rooms.delete(streamId);
    }
  }

  #sawOnAir(streamId: string, viewerId: string): void {
    // Not awaited: a viewer's row is a figure, not a promise to anyone.
    if (this.#isOnAir(streamId)) this.#storage.viewers.seen(streamId, viewerId, this.#clock.now()).catch(() => {});
  }
  #countOnce(what: string, actor: Actor, streamId: string, productId: string): boolean {
    const fact = `${what} ${streamId} ${actor.id} ${productId} ${Math.floor(this.#clock.now() / MINUTE)}`;
    if (this.#counted.has(fact)) return false;
    this.#counted.add(fact);
    if (this.#counted.size > MAX_COUNTED) {
      const [oldest] = this.#counted;
      if (oldest !== undefined) this.#counted.delete(oldest);
    }
    return true;
  }
  #room(streamId: string): Room {
    let room = this.#rooms.get(streamId);
    if (!room) {
      room = { connections: new Map(), count: 0, peak: this.#knownPeak(streamId), asking: false, stale: false };
      this.#rooms.set(streamId, room);
    }
    return room;
  }
}
