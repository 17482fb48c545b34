import type { Clock } from '../../ports/clock.ts';
import type { AuditRecord, AuditStore } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { newId } from '../ids.ts';

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
  record(actor: Actor, action: string, { streamId = null, target, details = {} }: Deed): Promise<void> {
    return this.#store.append({
      _id: newId(this.#clock),
      at: this.#clock.now(),
      actorId: actor.id,
      actorName: actor.name ?? '',
      action,
      streamId,
      target,
      details,
    });
  }
}
