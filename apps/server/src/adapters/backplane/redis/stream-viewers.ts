import { Listeners } from '../../../domain/listeners.ts';
import type { ViewerCount } from '../../../ports/backplane.ts';

/** What this node tells Redis of its viewers of one stream, in one go. */
export interface ViewerChange {
  /** The set is made anew: what is there is forgotten first. */
  isWhole: boolean;
  joined: string[];
  left: string[];
  /** How many of this node's there are once it is applied. */
  own: number;
  /** Nothing is left to tell after it. */
  isLast: boolean;
}

/** One stream's viewers on this node, what of them Redis has not been told, and the count over all nodes. */
export class StreamViewers {
  readonly streamId: string;
  readonly viewers = new Set<string>();
  readonly followers = new Listeners<[ViewerCount]>();
  /** Joined or left since Redis was last told. */
  readonly #untold = new Set<string>();
  #isWhole = true;
  /** The count that Redis gave last, and how many of this node's were in it. */
  #agreed: { total: number; own: number } | null = null;
  #isInDoubt = true;
  #told: ViewerCount | null = null;

  constructor(streamId: string) {
    this.streamId = streamId;
  }

  get current(): ViewerCount {
    const own = this.viewers.size;
    if (!this.#agreed) return { viewers: own, isAgreed: false };
    if (!this.#isInDoubt) return { viewers: this.#agreed.total, isAgreed: true };
    return { viewers: Math.max(own, this.#agreed.total - this.#agreed.own + own), isAgreed: false };
  }
  get hasAgreed(): boolean {
    return this.#agreed !== null;
  }
  get hasUntold(): boolean {
    return this.#untold.size > 0;
  }
  /** Nobody is here, nobody asks, and Redis knows. */
  get isOver(): boolean {
    return this.viewers.size === 0 && this.followers.size === 0 && this.#untold.size === 0;
  }

  /** False when nothing changed. */
  join(viewerId: string): boolean {
    if (this.viewers.has(viewerId)) return false;
    this.viewers.add(viewerId);
    this.#changed(viewerId);
    return true;
  }
  leave(viewerId: string): boolean {
    if (!this.viewers.delete(viewerId)) return false;
    this.#changed(viewerId);
    return true;
  }

  /** Takes up to `limit` changes to tell; the caller reports what became of them. */
  take(limit: number): ViewerChange {
    const isWhole = this.#isWhole;
    this.#isWhole = false;
    if (isWhole) {
      this.#untold.clear();
      for (const viewer of this.viewers) this.#untold.add(viewer);
    }
    const change: ViewerChange = { isWhole, joined: [], left: [], own: this.viewers.size, isLast: true };
    let taken = 0;
    for (const viewer of this.#untold) {
      if (taken === limit) {
        change.isLast = false;
        break;
      }
      taken += 1;
      this.#untold.delete(viewer);
      (this.viewers.has(viewer) ? change.joined : change.left).push(viewer);
    }
    return change;
  }
  /** Redis has all of `own` and counts `total`; `isComplete`: so have the other nodes. */
  agree(total: number, own: number, isComplete: boolean): void {
    // Counted before every node has renewed it would be too few: the last agreed count stands.
    if (isComplete || !this.#agreed) this.#agreed = { total, own };
    this.#isInDoubt = !isComplete;
    this.tell();
  }
  /** What Redis has of this node is not what it should be, or can't be known. */
  rewrite(): void {
    this.#isWhole = true;
    this.#untold.clear();
  }
  /** Redis does not answer (in time). */
  doubt(): void {
    this.#isInDoubt = true;
    this.tell();
  }
  /** Tells followers, if there is anything new. */
  tell(): void {
    const count = this.current;
    if (this.#told?.viewers === count.viewers && this.#told.isAgreed === count.isAgreed) return;
    this.#told = count;
    this.followers.tell(count);
  }

  #changed(viewerId: string): void {
    if (!this.#isWhole) this.#untold.add(viewerId);
    if (this.#isInDoubt) this.tell();
  }
}
