import type { Ban, BanInput, BanQuery } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { BanRecord, Page, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff, moderatesEverywhere } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { ActiveBan, Bans } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import { moderatedShow } from './rights.ts';

/** Bans in force that a node keeps in mind: the newest. */
const MAX_BANS = 10_000;
const READ_SIZE = 500;
const MINUTE = 60_000;

/**
 * Who may not write, or not be here. The store has all of them; each node keeps those in force in mind, so that no message waits for a
 * question to the store, and hears of new ones by the shop's timeline.
 */
export class BanService implements Bans {
  readonly #storage: Storage;
  readonly #feed: ShopFeed;
  readonly #livestreams: LivestreamService;
  readonly #audit: AuditLog;
  readonly #clock: Clock;
  readonly #changed = new Listeners<[ActiveBan, boolean]>();
  #active = new Map<string, ActiveBan>();
  /** The bans of each subject. */
  #bySubject = new Map<string, Set<ActiveBan>>();

  constructor(parts: { storage: Storage; feed: ShopFeed; livestreams: LivestreamService; audit: AuditLog; clock: Clock }) {
    this.#storage = parts.storage;
    this.#feed = parts.feed;
    this.#livestreams = parts.livestreams;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
  }

  /** Reads those in force and follows what other nodes make of them; once, before anyone is served. */
  async load(onError: (error: unknown) => void): Promise<void> {
    this.#feed.on('subject_banned', ({ banId }) => void this.#hear(banId).catch(onError));
    this.#feed.on('ban_lifted', ({ banId }) => this.#forget(banId));
    await this.look();
  }
  /** The periodic look: a node that died between writing a ban and telling it has left it to this. Forgets those that are over. */
  async look(): Promise<void> {
    const before = [...this.#active.keys()];
    const inForce = new Map<string, BanRecord>();
    for (let cursor: string | undefined; ; ) {
      const page: Page<BanRecord> = await this.#storage.bans.active(this.#clock.now(), {
        limit: READ_SIZE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const record of page.items) inForce.set(record._id, record);
      cursor = page.nextCursor;
      if (cursor === undefined || inForce.size >= MAX_BANS) break;
    }
    // They came newest first.
    for (const record of [...inForce.values()].reverse()) this.#remember(record);
    for (const id of before) if (!inForce.has(id)) this.#forget(id);
  }
  /** Removes from the store what is over; on one node at a time. */
  async sweep(): Promise<void> {
    await this.#storage.bans.deleteExpired(this.#clock.now());
  }

  async ban(actor: Actor, { streamId, subjectId, name, reason, minutes }: BanInput): Promise<Ban> {
    await this.#assertMayBan(actor, streamId);
    const user = await this.#storage.users.byId(subjectId);
    // Whoever works for the shop is dealt with by its admins, by role.
    if ((user && user.role !== 'customer') || subjectId === actor.id) throw new DomainError('forbidden', 'The staff can’t be banned.');
    const now = this.#clock.now();
    const record: BanRecord = {
      _id: newId(this.#clock),
      streamId,
      subjectId,
      subjectName: user?.name ?? name ?? '',
      reason,
      by: actor.id,
      until: minutes === null ? null : now + minutes * MINUTE,
      createdAt: now,
    };
    await this.#storage.bans.put(record);
    this.#remember(record);
    const until = record.until === null ? null : iso(record.until);
    await this.#feed.tell('subject_banned', `ban:${record._id}`, { banId: record._id, streamId, subjectId, until }, actor.id);
    await this.#audit.record(actor, minutes === null ? 'viewer.ban' : 'viewer.timeout', {
      streamId,
      target: record.subjectName || subjectId,
      details: { subjectId, minutes, reason },
    });
    return banOf(record);
  }

  async lift(actor: Actor, id: string): Promise<void> {
    const record = await this.#storage.bans.byId(id);
    if (!record) throw new DomainError('not_found', 'There is no such ban, or it is over.');
    await this.#assertMayBan(actor, record.streamId);
    const isLifted = await this.#storage.bans.lift(id);
    this.#forget(id);
    const { streamId, subjectId } = record;
    await this.#feed.tell('ban_lifted', `lift:${id}`, { banId: id, streamId, subjectId }, actor.id);
    if (isLifted)
      await this.#audit.record(actor, 'ban.lift', { streamId, target: record.subjectName || subjectId, details: { subjectId } });
  }

  async list(actor: Actor, { streamId, cursor, limit }: BanQuery): Promise<Page<Ban>> {
    await this.#assertMayBan(actor, streamId ?? null);
    const { items, nextCursor } = await this.#storage.bans.active(this.#clock.now(), {
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(streamId === undefined ? {} : { streamId }),
    });
    return nextCursor === undefined ? { items: items.map(banOf) } : { items: items.map(banOf), nextCursor };
  }

  of(subjectId: string, streamId: string | null): ActiveBan | null {
    const now = this.#clock.now();
    let found: ActiveBan | null = null;
    for (const ban of this.#bySubject.get(subjectId) ?? []) {
      if (ban.until !== null && ban.until <= now) continue;
      if (ban.streamId !== null && ban.streamId !== streamId) continue;
      if (ban.until === null) return ban;
      if (!found || (found.until ?? 0) < ban.until) found = ban;
    }
    return found;
  }
  assertMay(actor: Actor, streamId: string | null, onlyBans?: 'only bans'): void {
    if (isStaff(actor)) return;
    const ban = this.of(actor.id, streamId);
    if (!ban || (onlyBans && ban.until !== null)) return;
    if (ban.until === null) throw new DomainError('banned', 'You are banned here.');
    const retryAfter = Math.max(1, Math.ceil((ban.until - this.#clock.now()) / 1000));
    throw new DomainError('banned', 'You may not write here for a while.', { retryAfter });
  }
  count(streamId: string): number {
    const now = this.#clock.now();
    let count = 0;
    for (const ban of this.#active.values()) if (ban.streamId === streamId && (ban.until === null || ban.until > now)) count += 1;
    return count;
  }
  onChange(listener: (ban: ActiveBan, isLifted: boolean) => void): () => void {
    return this.#changed.add(listener);
  }

  async #assertMayBan(actor: Actor, streamId: string | null): Promise<void> {
    if (streamId !== null) await moderatedShow(this.#livestreams, actor, streamId);
    else if (!moderatesEverywhere(actor))
      throw new DomainError('forbidden', 'Only admins and moderators ban from the whole shop; name one of your shows.');
  }
  async #hear(id: string): Promise<void> {
    const record = await this.#storage.bans.byId(id);
    if (record) this.#remember(record);
  }
  #remember({ _id: id, streamId, subjectId, reason, until }: BanRecord): void {
    if (this.#active.has(id) || (until !== null && until <= this.#clock.now())) return;
    const ban: ActiveBan = { id, streamId, subjectId, reason, until };
    const ofSubject = this.#bySubject.get(subjectId) ?? new Set<ActiveBan>();
    // A new one takes the place of the one before it.
    for (const known of ofSubject) if (known.streamId === streamId) this.#drop(known);
    this.#active.set(id, ban);
    this.#bySubject.set(subjectId, ofSubject.add(ban));
    if (this.#active.size > MAX_BANS) {
      const [oldest] = this.#active.values();
      if (oldest) this.#drop(oldest);
    }
    this.#changed.tell(ban, false);
  }
  #forget(id: string): void {
    const ban = this.#active.get(id);
    if (!ban) return;
    this.#drop(ban);
    this.#changed.tell(ban, true);
  }
  #drop(ban: ActiveBan): void {
    this.#active.delete(ban.id);
    const ofSubject = this.#bySubject.get(ban.subjectId);
    ofSubject?.delete(ban);
    if (ofSubject?.size === 0) this.#bySubject.delete(ban.subjectId);
  }
}

const iso = (at: number): string => new Date(at).toISOString();
const banOf = ({ until, createdAt, ...record }: BanRecord): Ban => ({
  ...record,
  until: until === null ? null : iso(until),
  createdAt: iso(createdAt),
});
