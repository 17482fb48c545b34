import type { Clock } from '../../ports/clock.ts';
import type { LeaseRecord, LeaseStore } from '../../ports/storage.ts';

/** How often `beat` is to be called. */
export const LEASE_BEAT = 3_000;
/** A lease whose beat has stood still this long, on the watcher's own monotonic clock, may be taken over. */
const STALE_AFTER = 10_000;
/** A holder that has not renewed for this long no longer acts as one: shorter than `STALE_AFTER`, so that two never act at once. */
const LOST_AFTER = 7_000;
/** Leases of one kind that are looked at. */
const MAX_WATCHED = 1_000;

interface Held {
  term: number;
  renewedAt: number;
}
interface Watched {
  lease: LeaseRecord;
  /** When this beat was first seen. */
  since: number;
}

/**
 * The leases that this node holds or would like to. No clock is compared between nodes: a watcher takes a lease over when it has seen its
 * beat stand still on its own clock, by compare-and-set on what it saw, with a higher term.
 */
export class LeaseKeeper {
  readonly nodeId: string;
  readonly #store: LeaseStore;
  readonly #clock: Clock;
  readonly #wanted = new Set<string>();
  readonly #held = new Map<string, Held>();
  readonly #watched = new Map<string, Watched>();

  constructor(parts: { store: LeaseStore; clock: Clock; nodeId: string }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.nodeId = parts.nodeId;
  }

  /** From now on this node tries to hold it; at once if it is free. */
  async want(id: string): Promise<void> {
    this.#wanted.add(id);
    await this.#tryTake(id);
  }
  /**
   * Takes it if nobody has it, and then keeps it. Says who has it, be that holder dead: what has to be said of a death is said by who buries it.
   */
  async claim(id: string): Promise<string> {
    if (this.term(id) !== null) return this.nodeId;
    const before = await this.holder(id);
    if (before !== '') return before;
    this.#wanted.add(id);
    const holder = await this.#tryTake(id);
    if (holder !== this.nodeId) this.#wanted.delete(id);
    return holder;
  }
  /** Who has it, dead or alive, as the store says; empty: nobody. */
  async holder(id: string): Promise<string> {
    return (await this.#store.get(id))?.holder ?? '';
  }
  /** Gives it back and wants it no more. */
  async release(id: string): Promise<void> {
    this.#wanted.delete(id);
    const held = this.#held.get(id);
    this.#held.delete(id);
    if (held) await this.#store.release(id, this.nodeId, held.term);
  }
  /** Removes a lease of this node that nobody will want again. */
  async remove(id: string): Promise<void> {
    this.#wanted.delete(id);
    const held = this.#held.get(id);
    this.#held.delete(id);
    if (held) await this.#store.remove(id, this.nodeId, held.term);
  }
  /** The term in which this node holds it; null when it does not, or can't be sure. */
  term(id: string): number | null {
    const held = this.#held.get(id);
    return held && this.#clock.monotonic() - held.renewedAt < LOST_AFTER ? held.term : null;
  }
  /** Renews what is held, looks at what is wanted. To be called every `LEASE_BEAT`. */
  async beat(): Promise<void> {
    await Promise.all([...this.#wanted].map((id) => (this.#held.has(id) ? this.#renew(id) : this.#tryTake(id))));
  }
  /** The leases of this kind whose holders are alive as far as this node has seen, and those whose beat has stood still. */
  async watch(prefix: string): Promise<{ alive: LeaseRecord[]; dead: LeaseRecord[] }> {
    const leases = (await this.#store.startingWith(prefix, MAX_WATCHED)).filter(({ holder }) => holder !== '');
    const alive = leases.filter((lease) => !this.#isStale(lease));
    for (const id of this.#watched.keys()) if (id.startsWith(prefix) && !leases.some((lease) => lease._id === id)) this.#watched.delete(id);
    return { alive, dead: leases.filter((lease) => !alive.includes(lease)) };
  }
  /** Removes a dead holder's lease, unless it has come back meanwhile. */
  async bury(lease: LeaseRecord): Promise<boolean> {
    const taken = await this.#store.take(lease._id, this.nodeId, lease);
    if (taken) await this.#store.remove(lease._id, this.nodeId, taken.term);
    return taken !== null;
  }
  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((id) => this.release(id)));
  }

  async #renew(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (!held) return;
    // Counted from before the question: the answer may have been long on its way.
    const asked = this.#clock.monotonic();
    if (await this.#store.renew(id, this.nodeId, held.term)) held.renewedAt = asked;
    else this.#held.delete(id);
  }
  /** Gives the holder afterwards. */
  async #tryTake(id: string): Promise<string> {
    const asked = this.#clock.monotonic();
    const lease = await this.#store.get(id);
    if (lease && !this.#isStale(lease)) return lease.holder;
    const taken = await this.#store.take(id, this.nodeId, lease);
    // Another was quicker.
    if (!taken) return (await this.#store.get(id))?.holder ?? '';
    this.#watched.delete(id);
    if (this.#wanted.has(id)) this.#held.set(id, { term: taken.term, renewedAt: asked });
    // Released while it was being taken: it is not kept.
    else await this.#store.release(id, this.nodeId, taken.term);
    return taken.holder;
  }
  #isStale(lease: LeaseRecord): boolean {
    // Given back, or held by this node in an earlier life.
    if (lease.holder === '' || (lease.holder === this.nodeId && !this.#held.has(lease._id))) return true;
    const now = this.#clock.monotonic();
    const seen = this.#watched.get(lease._id);
    if (!seen || seen.lease.term !== lease.term || seen.lease.beat !== lease.beat) {
      this.#watched.set(lease._id, { lease, since: now });
      return false;
    }
    return now - seen.since >= STALE_AFTER;
  }
}
