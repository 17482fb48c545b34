import type { DeletedShow, LivestreamStatus, PageQuery } from '@vitrine/protocol';
import type { BlobStore } from '../../ports/blobs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeletedShowRecord, LivestreamRecord, Page, Storage } from '../../ports/storage.ts';
import { type Actor, mayRun } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import { filesOf } from '../recordings/recording.ts';
import type { ShowDeletions } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { LivestreamService } from './livestreams.ts';
import { isOnAir } from './on-air.ts';

const OFF_AIR: LivestreamStatus[] = ['scheduled', 'ended'];
/** How often it is tried anew when the show changes at the same moment. */
const TRIES = 10;
/** Rows of each kind that are removed at once: what others want of the store waits for no more than these. */
const BATCH = 1_000;
/** For so long other nodes may still write down what they had heard of the show: it is cleared once more after that. */
const LATE_WRITES = 5 * 60_000;
/** What could not be removed is tried again after this long. */
const RETRY = 30_000;
/** Deleted shows that one sweep takes. */
const SWEEP = 20;

/**
 * Shows that are deleted for good. One step in the store turns the show into what stays of it, its name and its host's; everything else follows
 * from that record, by steps that may each be done again: telling the nodes, the audit entry, the files, the rows.
 */
export class ShowDeletionService implements ShowDeletions {
  readonly #storage: Storage;
  readonly #livestreams: Pick<LivestreamService, 'runnable' | 'settle'>;
  readonly #feed: ShopFeed;
  readonly #audit: AuditLog;
  readonly #blobs: Pick<BlobStore, 'delete'>;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;

  constructor(parts: {
    storage: Storage;
    livestreams: Pick<LivestreamService, 'runnable' | 'settle'>;
    feed: ShopFeed;
    audit: AuditLog;
    /** Where recordings are. */
    blobs: Pick<BlobStore, 'delete'>;
    clock: Clock;
    /** Hears of what could not be removed yet. */
    onError: (error: unknown) => void;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#feed = parts.feed;
    this.#audit = parts.audit;
    this.#blobs = parts.blobs;
    this.#clock = parts.clock;
    this.#onError = parts.onError;
  }

  async delete(actor: Actor, id: string): Promise<void> {
    await this.#tell((await this.#deletedBefore(actor, id)) ?? (await this.#replace(actor, id)));
  }

  async list(actor: Actor, { limit, cursor }: PageQuery): Promise<Page<DeletedShow>> {
    if (actor.role !== 'admin' && actor.role !== 'host') throw new DomainError('forbidden', 'Only admins and hosts see what was deleted.');
    const { items, nextCursor } = await this.#storage.deletedShows.list({
      limit,
      ...(actor.role === 'host' && { createdBy: actor.id }),
      ...(cursor ? { cursor } : {}),
    });
    const views = items.map(({ _id, title, createdBy, deletedAt }) => ({
      _id,
      title,
      createdBy,
      deletedAt: new Date(deletedAt).toISOString(),
    }));
    return nextCursor === undefined ? { items: views } : { items: views, nextCursor };
  }

  /** Removes what is left of deleted shows, also those whose node has died; to be called every few seconds, on one node. */
  async sweep(): Promise<void> {
    for (const deleted of await this.#storage.deletedShows.due(this.#clock.now(), SWEEP)) {
      try {
        await this.#remove(deleted);
      } catch (error) {
        this.#onError(error);
        await this.#storage.deletedShows.postpone(deleted._id, this.#clock.now() + RETRY);
      }
    }
  }

  /** Asked again, because the answer was lost or the server died over it, it is told again. */
  async #deletedBefore(actor: Actor, id: string): Promise<DeletedShowRecord | null> {
    const [deleted] = await this.#storage.deletedShows.byIds([id]);
    return deleted && mayRun(actor, deleted.createdBy) ? deleted : null;
  }
  async #replace(actor: Actor, id: string): Promise<DeletedShowRecord> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const show = await this.#livestreams.runnable(actor, id);
      if (isOnAir(show)) throw new DomainError('already_live', 'The show is on air: end it first.');
      // What it owes the world outside is not lost with it.
      await this.#livestreams.settle(show);
      const deleted = this.#whatStays(show, actor);
      if (await this.#storage.deletedShows.replace(deleted, OFF_AIR, { recording: show.recording })) return deleted;
    }
    throw new DomainError('in_progress', 'Much is changing about this show at once: try again.', { retryAfter: 1 });
  }
  #whatStays({ _id, title, createdBy, visibility, recording }: LivestreamRecord, actor: Actor): DeletedShowRecord {
    const now = this.#clock.now();
    return {
      ...{ _id, title, createdBy, visibility },
      deletedBy: actor.id,
      deletedByName: actor.name ?? '',
      deletedAt: now,
      files: recording ? filesOf(recording) : [],
      dueAt: now,
    };
  }
  async #tell({ _id, title, deletedBy, deletedByName, deletedAt }: DeletedShowRecord): Promise<void> {
    await this.#feed.tell('show_changed', `show:${_id}:deleted`, { livestreamId: _id, change: 'deleted' });
    const actor = { id: deletedBy, name: deletedByName };
    await this.#audit.recordOnce(deletedAt, actor, 'livestream.delete', { streamId: _id, target: title });
  }
  async #remove(deleted: DeletedShowRecord): Promise<void> {
    const { _id, files, deletedAt } = deleted;
    await this.#tell(deleted);
    for (const file of files) await this.#blobs.delete(file);
    while (await this.#storage.deletedShows.clear(_id, BATCH));
    const lastAt = deletedAt + LATE_WRITES;
    await this.#storage.deletedShows.postpone(_id, this.#clock.now() < lastAt ? lastAt : null);
  }
}
