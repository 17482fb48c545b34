import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { Listeners } from '../listeners.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Bans, Likes } from '../services.ts';

/** Likes are a set of viewers: one counts once, however often and wherever it likes. */
export class LikeService implements Likes {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #bans: Pick<Bans, 'assertMay'>;
  readonly #clock: Clock;
  readonly #changed = new Listeners<[string, number]>();
  /** The counts of shows on air that were told last. */
  readonly #told = new Map<string, number>();

  constructor(parts: { storage: Storage; livestreams: LivestreamService; bans: Pick<Bans, 'assertMay'>; clock: Clock }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#bans = parts.bans;
    this.#clock = parts.clock;
  }

  async set(actor: Actor, streamId: string, liked: boolean | undefined): Promise<{ liked: boolean; likes: number }> {
    const { status } = await this.#livestreams.visible(actor, streamId);
    this.#bans.assertMay(actor, streamId, 'only bans');
    if (status === 'scheduled') throw new DomainError('not_live', 'The show has not started yet.');
    const wanted = liked ?? !(await this.has(streamId, actor.id));
    const now = this.#clock.now();
    const changed = await this.#storage.likes.set(streamId, actor.id, wanted, now);
    if (changed && wanted) await this.#storage.viewers.engaged(streamId, actor.id, 'liked', now);
    const likes = await this.count(streamId);
    if (changed) this.#tell(streamId, likes);
    return { liked: wanted, likes };
  }
  has(streamId: string, viewerId: string): Promise<boolean> {
    return this.#storage.likes.has(streamId, viewerId);
  }
  count(streamId: string): Promise<number> {
    return this.#storage.likes.count(streamId);
  }
  onChange(listener: (streamId: string, likes: number) => void): () => void {
    return this.#changed.add(listener);
  }
  /** The periodic look, where there may be other nodes: their viewers' likes of the shows on air. */
  async look(): Promise<void> {
    const shows = new Set(this.#livestreams.onAir.all().map(({ _id }) => _id));
    for (const streamId of this.#told.keys()) if (!shows.has(streamId)) this.#told.delete(streamId);
    for (const streamId of shows) {
      const likes = await this.count(streamId);
      if (this.#told.get(streamId) !== likes) this.#tell(streamId, likes);
    }
  }

  #tell(streamId: string, likes: number): void {
    this.#told.set(streamId, likes);
    this.#changed.tell(streamId, likes);
  }
}
