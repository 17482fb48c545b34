import { SHOP_TIMELINE, type TimelineEntry, type TimelineEntryOf, type TimelineType } from '@vitrine/protocol';
import type { Fact } from './stream-timeline.ts';
import type { TimelineService } from './timelines.ts';

type ShopType = 'session_ended' | 'subject_banned' | 'ban_lifted' | 'account_changed' | 'show_changed' | 'shop_changed';
type Listener = (entry: TimelineEntry) => void;

/**
 * The shop's own timeline: what belongs to no show and every node must learn of (bans, sign-outs, roles, shows started and stopped).
 * Each node hears every entry once, its own among them, whether or not Redis is there.
 */
export class ShopFeed {
  readonly #timelines: TimelineService;
  readonly #listeners = new Map<TimelineType, Set<Listener>>();
  #release: (() => void) | null = null;

  constructor(timelines: TimelineService) {
    this.#timelines = timelines;
  }

  /** From now on listeners hear what is written; what was before is in the documents that they read at start. */
  async start(): Promise<void> {
    const { release } = await this.#timelines.follow(SHOP_TIMELINE, ({ entries }) => {
      for (const entry of entries) for (const listener of this.#listeners.get(entry.type) ?? []) listener(entry);
    });
    this.#release = release;
  }
  /** Durable when it resolves; every node hears it. */
  async tell<T extends ShopType>(type: T, key: string, data: TimelineEntryOf<T>['data'], actorId?: string): Promise<void> {
    const fact: Fact = { key, type, data, ...(actorId === undefined ? {} : { actorId }) };
    await this.#timelines.append(SHOP_TIMELINE, fact);
  }
  /** Gives the function that stops listening. */
  on<T extends ShopType>(type: T, listener: (data: TimelineEntryOf<T>['data']) => void): () => void {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners);
    // The map hands a listener entries of its own type alone.
    const hear: Listener = (entry) => listener(entry.data as TimelineEntryOf<T>['data']);
    listeners.add(hear);
    return () => void listeners.delete(hear);
  }
  [Symbol.dispose](): void {
    this.#release?.();
  }
}
