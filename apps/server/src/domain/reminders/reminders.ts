import { LIMITS, type Livestream, type ReminderAnswer, type ReminderList } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { Listeners } from '../listeners.ts';
import { livestreamView, readCounts, withoutBlockedWords } from '../livestreams/livestream-view.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Reminders } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';

/** Subjects that are read and told of at once. */
const PAGE = 500;

/** Who wants to be told when a show starts. Told over open sockets by every node for its own; pushes are queued beside it. */
export class ReminderService implements Reminders {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #clock: Clock;
  readonly #due = new Listeners<[Livestream, ReadonlySet<string>]>();

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    feed: ShopFeed;
    clock: Clock;
    onError: (error: unknown) => void;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#clock = parts.clock;
    parts.feed.on('show_changed', ({ livestreamId, change }) => {
      if (change === 'started') void this.#tell(livestreamId).catch(parts.onError);
    });
  }

  async set(actor: Actor, streamId: string): Promise<ReminderAnswer> {
    assertNamed(actor);
    const show = await this.#livestreams.visible(actor, streamId);
    if (show.status === 'ended') throw new DomainError('ended', 'The show has ended.');
    if (show.status !== 'scheduled') throw new DomainError('already_live', 'The show is on: go and watch.');
    const known = await this.#storage.reminders.ofSubject(actor.id, LIMITS.reminders);
    if (known.length >= LIMITS.reminders && !known.includes(streamId)) await this.#forgetPast(actor, known);
    await this.#storage.reminders.add(streamId, actor.id, this.#clock.now());
    return { streamId, isSet: true };
  }
  async unset(actor: Actor, streamId: string): Promise<ReminderAnswer> {
    assertNamed(actor);
    await this.#livestreams.visible(actor, streamId);
    await this.#storage.reminders.remove(streamId, actor.id);
    return { streamId, isSet: false };
  }
  async get(actor: Actor, streamId: string): Promise<ReminderAnswer> {
    await this.#livestreams.visible(actor, streamId);
    return { streamId, isSet: (await this.#storage.reminders.ofSubject(actor.id, LIMITS.reminders)).includes(streamId) };
  }
  async list(actor: Actor): Promise<ReminderList> {
    const shows = await this.#storage.livestreams.byIds(await this.#storage.reminders.ofSubject(actor.id, LIMITS.reminders));
    const waited = shows.filter(({ status, visibility }) => status === 'scheduled' && (visibility !== 'private' || isStaff(actor)));
    return { items: await Promise.all(waited.map((show) => this.#view(show))) };
  }
  onDue(listener: (livestream: Livestream, subjectIds: ReadonlySet<string>) => void): () => void {
    return this.#due.add(listener);
  }

  /** Reminders of shows that are over make room for new ones. */
  async #forgetPast(actor: Actor, streamIds: string[]): Promise<void> {
    const waited = new Set(
      (await this.#storage.livestreams.byIds(streamIds)).flatMap(({ _id, status }) => (status === 'scheduled' ? [_id] : [])),
    );
    const past = streamIds.filter((id) => !waited.has(id));
    if (past.length === 0) throw new DomainError('conflict', `You wait for ${LIMITS.reminders} shows already.`);
    for (const id of past) await this.#storage.reminders.remove(id, actor.id);
  }
  async #tell(streamId: string): Promise<void> {
    if (this.#due.size === 0) return;
    const show = await this.#storage.livestreams.byId(streamId);
    if (!show || show.visibility === 'private') return;
    let livestream: Livestream | null = null;
    for (let after: string | null = null; ; ) {
      const subjects = await this.#storage.reminders.ofStream(streamId, after, PAGE);
      if (subjects.length === 0) return;
      livestream ??= await this.#view(show);
      this.#due.tell(livestream, new Set(subjects));
      after = subjects.at(-1) ?? null;
    }
  }
  async #view(show: LivestreamRecord): Promise<Livestream> {
    return withoutBlockedWords(livestreamView(show, await readCounts(this.#storage, show._id, 0), this.#clock.now()));
  }
}

function assertNamed(actor: Actor): void {
  // Nothing is stored of who only looks.
  if (actor.role === 'viewer') throw new DomainError('name_required', 'Say your name first.');
}
