import type { ChatMessage, ChatPage } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import { type Actor, isStaff } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { chatMessage } from '../livestreams/livestream-view.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Chat, Limits } from '../services.ts';
import type { TimelineService } from '../timeline/timelines.ts';

export class ChatService implements Chat {
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #livestreams: LivestreamService;
  readonly #limits: Limits;
  readonly #clock: Clock;

  constructor(parts: { storage: Storage; timelines: TimelineService; livestreams: LivestreamService; limits: Limits; clock: Clock }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#livestreams = parts.livestreams;
    this.#limits = parts.limits;
    this.#clock = parts.clock;
  }

  async post(actor: Actor, streamId: string, message: string, commandId: string): Promise<{ offset: number }> {
    const key = `${actor.id}:${commandId}`;
    if (!this.#livestreams.isOnAir(streamId)) return this.#postedBefore(actor, streamId, key);
    if (actor.name === null) throw new DomainError('name_required', 'Say your name before you write.');
    const state = await this.#livestreams.state(streamId);
    if (state.visibility === 'private') await this.#livestreams.visible(actor, streamId);
    const known = await this.#storage.timeline.byKey(streamId, key);
    if (known) return { offset: known.offset };
    if (!isStaff(actor)) await this.#limits.take('chat_message', actor.id);
    const { offset } = await this.#timelines.append(streamId, {
      key,
      type: 'chat_message',
      actorId: actor.id,
      data: { username: actor.name, message, isAdmin: isStaff(actor) },
      onlyBeforeTheEnd: true,
    });
    if (!isStaff(actor)) await this.#storage.viewers.engaged(streamId, actor.id, 'chatted', this.#clock.now());
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

  /** A message that was sent again after the show ended is still acknowledged if it had been posted. */
  async #postedBefore(actor: Actor, streamId: string, key: string): Promise<{ offset: number }> {
    const record = await this.#livestreams.visible(actor, streamId);
    const known = await this.#storage.timeline.byKey(streamId, key);
    if (known) return { offset: known.offset };
    throw record.status === 'ended'
      ? new DomainError('ended', 'The show has ended.')
      : new DomainError('not_live', 'The show has not started yet.');
  }
}
