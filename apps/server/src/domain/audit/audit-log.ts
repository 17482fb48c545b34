import type { Clock } from '../../ports/clock.ts';
import type { AuditRecord, AuditStore } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { derivedId, newId } from '../ids.ts';

type Doer = Pick<Actor, 'id' | 'name'>;
/** What was done, and to what, as people say it: a name, an order number. */
export interface Deed {
  streamId?: string | null;
  target: string;
  details?: AuditRecord['details'];
}
/** Who did what: kept, never changed. */
export class AuditLog {
  readonly #store: AuditStore;
  readonly #clock: Clock;

  constructor(parts: { storage: { audit: AuditStore }; clock: Clock }) {
    this.#store = parts.storage.audit;
    this.#clock = parts.clock;
  }
  /** Durable when it resolves. `action` is `<subject>.<verb>`: `order.refund`, `chat.delete`. */
  record(actor: Doer, action: string, deed: Deed): Promise<void> {
    return this.#store.append(entry(newId(this.#clock), this.#clock.now(), actor, action, deed));
  }
  /** The same of what can be done to a show only once: told again, after a crash, it is there already. */
  async recordOnce(at: number, actor: Doer, action: string, deed: Deed & { streamId: string }): Promise<void> {
    try {
      await this.#store.append(entry(derivedId(action, deed.streamId), at, actor, action, deed));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'conflict') throw error;
    }
  }
}

const entry = (_id: string, at: number, actor: Doer, action: string, { streamId = null, target, details = {} }: Deed): AuditRecord => ({
  ...{ _id, at, actorId: actor.id, actorName: actor.name ?? '' },
  ...{ action, streamId, target, details },
});
