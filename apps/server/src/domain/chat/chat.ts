import type { ChatMessage, ChatPage } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { LivestreamRecord, Storage } from '../../ports/storage.ts';
import { type Actor, isStaff, staffRole } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import { chatMessage } from '../livestreams/livestream-view.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import { RecentlyUsed } from '../recently-used.ts';
import type { Bans, Chat, Limits, Posted } from '../services.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import type { WordLists } from './word-lists.ts';

/** The same text of the same viewer within this time is a duplicate. */
const DUPLICATE_WITHIN = 30_000;
/** Viewers who are known to have chatted in a show: once is enough. */
const CHATTED = 50_000;
/** Viewers whose last held text is remembered. */
const HELD_TEXTS = 5_000;

export class ChatService implements Chat {
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #livestreams: LivestreamService;
  readonly #bans: Pick<Bans, 'assertMay'>;
  readonly #words: WordLists;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #onHeld: (streamId: string) => void;
  readonly #chatted = new RecentlyUsed<string, true>(CHATTED);
  /** What is held is in no timeline yet. */
  readonly #heldTexts = new RecentlyUsed<string, { text: string; at: number }>(HELD_TEXTS);

  constructor(parts: {
    storage: Storage;
    timelines: TimelineService;
    livestreams: LivestreamService;
    bans: Pick<Bans, 'assertMay'>;
    words: WordLists;
    limits: Limits;
    clock: Clock;
    /** A message has come to wait for a moderator. */
    onHeld: (streamId: string) => void;
  }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#livestreams = parts.livestreams;
    this.#bans = parts.bans;
    this.#words = parts.words;
    this.#limits = parts.limits;
    this.#clock = parts.clock;
    this.#onHeld = parts.onHeld;
  }

  async post(actor: Actor, streamId: string, message: string, commandId: string): Promise<Posted> {
    const key = `${actor.id}:${commandId}`;
    const show = this.#livestreams.onAir.get(streamId);
    if (!show) return this.#postedBefore(actor, streamId, key);
    if (show.visibility === 'private') await this.#livestreams.visible(actor, streamId);
    if (actor.name === null) throw new DomainError('name_required', 'Say your name before you write.');
    const role = staffRole(actor);
    const data = { username: actor.name, message, isAdmin: role !== undefined, ...(role && { role }) };
    if (!isStaff(actor)) {
      // What was posted or held under this id stays so, whatever would be said to it now. Looked up only where it matters: the timeline
      // itself answers a message that is sent again, so most need not wait for this.
      try {
        await this.#assertMayPost(actor, show, message);
      } catch (refusal) {
        const posted = await this.#posted(streamId, key);
        if (posted) return posted;
        throw refusal;
      }
      const reason = this.#words.holds(message, show.settings);
      if (reason) {
        const posted = await this.#posted(streamId, key);
        if (posted) return posted;
        await this.#storage.heldMessages.insert({
          ...data,
          _id: newId(this.#clock),
          streamId,
          key,
          actorId: actor.id,
          reason,
          createdAt: this.#clock.now(),
        });
        this.#heldTexts.set(`${streamId}:${actor.id}`, { text: sameText(message), at: this.#clock.now() });
        this.#onHeld(streamId);
        return { held: true };
      }
    }
    const { offset } = await this.#timelines.append(streamId, {
      key,
      type: 'chat_message',
      actorId: actor.id,
      data,
      onlyBeforeTheEnd: true,
    });
    if (!isStaff(actor)) await this.#noteChatted(streamId, actor);
    return { offset };
  }

  async history(streamId: string, limit: number, upTo?: number): Promise<ChatMessage[]> {
    const entries = await this.#storage.timeline.chatBefore(streamId, upTo === undefined ? null : upTo + 1, limit);
    return entries.flatMap(chatMessage);
  }

  /** One message; null when there is none at this offset, or it has been deleted. */
  async message(streamId: string, offset: number): Promise<ChatMessage | null> {
    const [entry] = await this.#timelines.read(streamId, offset - 1, 1);
    return entry?.offset === offset ? (chatMessage(entry)[0] ?? null) : null;
  }

  async page(actor: Actor | null, streamId: string, before: number | undefined, limit: number): Promise<ChatPage> {
    const { epoch } = await this.#livestreams.visible(actor, streamId);
    const items = await this.history(streamId, limit + 1, before === undefined ? undefined : before - 1);
    const shown = items.slice(-limit);
    const oldest = shown[0];
    return items.length > limit && oldest ? { items: shown, epoch, nextBefore: oldest.offset } : { items: shown, epoch };
  }

  /** The rules of the show, in an order in which a refusal costs its sender least; slow mode last, which counts what is really said. */
  async #assertMayPost(actor: Actor, { _id: streamId, settings }: LivestreamRecord, message: string): Promise<void> {
    this.#bans.assertMay(actor, streamId);
    if (settings.chatMode === 'staff') throw new DomainError('chat_closed', 'Only the shop writes here now.');
    if (settings.chatMode === 'accounts' && actor.role !== 'customer')
      throw new DomainError('chat_closed', 'Only who is signed in with an account writes here now.');
    await this.#limits.take('chat_message', actor.id);
    if (this.#words.refusesLink(message, settings)) throw new DomainError('blocked', 'Links are not allowed in this chat.');
    this.#assertNew(actor, streamId, message);
    if (settings.slowMode > 0) await this.#limits.take('slow_mode', `${streamId}:${actor.id}`, settings.slowMode);
  }
  /** Asked of what was written, on any node: a command that failed and is sent again is no duplicate of itself. */
  #assertNew(actor: Actor, streamId: string, message: string): void {
    const text = sameText(message);
    const since = this.#clock.now() - DUPLICATE_WITHIN;
    const held = this.#heldTexts.get(`${streamId}:${actor.id}`);
    const isRepeated =
      (held?.text === text && held.at >= since) ||
      this.#timelines.hasRecent(
        streamId,
        since,
        (entry) => entry.type === 'chat_message' && entry.actorId === actor.id && sameText(entry.data.message) === text,
      );
    if (isRepeated) throw new DomainError('duplicate', 'You have just said that.');
  }

  /** A message that was sent again after the show ended is still acknowledged if it had been posted. */
  async #postedBefore(actor: Actor, streamId: string, key: string): Promise<Posted> {
    const record = await this.#livestreams.visible(actor, streamId);
    const posted = await this.#posted(streamId, key);
    if (posted) return posted;
    throw record.status === 'ended'
      ? new DomainError('ended', 'The show has ended.')
      : new DomainError('not_live', 'The show has not started yet.');
  }
  /** What became of the message of this id, if it has been taken before. */
  async #posted(streamId: string, key: string): Promise<Posted | null> {
    const known = await this.#storage.timeline.byKey(streamId, key);
    if (known) return { offset: known.offset };
    return (await this.#storage.heldMessages.byKey(streamId, key)) ? { held: true } : null;
  }
  async #noteChatted(streamId: string, actor: Actor): Promise<void> {
    const viewer = `${streamId}:${actor.id}`;
    if (this.#chatted.get(viewer)) return;
    await this.#storage.viewers.engaged(streamId, actor.id, 'chatted', this.#clock.now());
    this.#chatted.set(viewer, true);
  }
}

/** Case and spaces make no other text of it. */
const sameText = (message: string): string => message.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
