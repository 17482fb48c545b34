import type { HeldDecision, HeldMessage, HeldOutcome } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { HeldMessageRecord, Page, PageRequest, Storage } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { moderatedShow } from './rights.ts';

/** Messages that wait for a moderator. */
export class HeldMessages {
  readonly #storage: Storage;
  readonly #timelines: TimelineService;
  readonly #livestreams: LivestreamService;
  readonly #audit: AuditLog;
  readonly #clock: Clock;

  constructor(parts: { storage: Storage; timelines: TimelineService; livestreams: LivestreamService; audit: AuditLog; clock: Clock }) {
    this.#storage = parts.storage;
    this.#timelines = parts.timelines;
    this.#livestreams = parts.livestreams;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
  }

  async list(actor: Actor, streamId: string, page: PageRequest): Promise<Page<HeldMessage>> {
    await moderatedShow(this.#livestreams, actor, streamId);
    const { items, nextCursor } = await this.#storage.heldMessages.list(streamId, page);
    return nextCursor === undefined ? { items: items.map(heldMessageOf) } : { items: items.map(heldMessageOf), nextCursor };
  }

  /** Gives the show with the outcome: something waits less there. */
  async decide(actor: Actor, id: string, { approve }: HeldDecision): Promise<HeldOutcome & { streamId: string }> {
    const held = await this.#storage.heldMessages.byId(id);
    if (!held) throw new DomainError('not_found', 'This message does not wait any more.');
    const { streamId } = held;
    await moderatedShow(this.#livestreams, actor, streamId);
    // Written before it is removed: who dies in between leaves it to be approved again, and the key makes it one entry.
    const offset = approve ? await this.#write(held) : null;
    if (await this.#storage.heldMessages.remove(id))
      await this.#audit.record(actor, approve ? 'chat.approve' : 'chat.refuse', {
        streamId,
        target: held.username,
        details: { subjectId: held.actorId, reason: held.reason },
      });
    return { offset, streamId };
  }

  async #write({ streamId, key, actorId, username, message, isAdmin }: HeldMessageRecord): Promise<number> {
    const data = { username, message, isAdmin };
    const { offset } = await this.#timelines.append(streamId, { key, type: 'chat_message', actorId, data, onlyBeforeTheEnd: true });
    await this.#storage.viewers.engaged(streamId, actorId, 'chatted', this.#clock.now());
    return offset;
  }
}

const heldMessageOf = ({ _id, streamId, actorId, username, message, reason, createdAt }: HeldMessageRecord): HeldMessage => ({
  _id,
  streamId,
  viewerId: actorId,
  username,
  message,
  reason,
  createdAt: new Date(createdAt).toISOString(),
});
