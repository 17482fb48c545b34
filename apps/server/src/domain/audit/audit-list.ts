import type { AuditEntry, AuditQuery } from '@vitrine/protocol';
import type { AuditStore, Page } from '../../ports/storage.ts';
import { type Actor, assertAdmin } from '../actor.ts';
import type { Audit } from '../services.ts';

/** What the audit log says, for admins. */
export class AuditList implements Audit {
  readonly #store: AuditStore;
  constructor(store: AuditStore) {
    this.#store = store;
  }
  async list(actor: Actor, { cursor, action, actorId, streamId, limit }: AuditQuery): Promise<Page<AuditEntry>> {
    assertAdmin(actor);
    const { items, nextCursor } = await this.#store.list({
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(action === undefined ? {} : { action }),
      ...(actorId === undefined ? {} : { actorId }),
      ...(streamId === undefined ? {} : { streamId }),
    });
    const entries = items.map(({ at, ...record }) => ({ ...record, at: new Date(at).toISOString() }));
    return nextCursor === undefined ? { items: entries } : { items: entries, nextCursor };
  }
}
