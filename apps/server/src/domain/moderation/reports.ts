import type { Report, ReportInput, ReportPatch, ReportQuery } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Page, ReportRecord, Storage } from '../../ports/storage.ts';
import { type Actor, moderatesEverywhere } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import { derivedId } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Bans, Chat, Limits } from '../services.ts';
import { moderatedShow } from './rights.ts';

/** What viewers have reported, and what became of it. */
export class Reports {
  readonly #storage: Storage;
  readonly #livestreams: LivestreamService;
  readonly #chat: Pick<Chat, 'history'>;
  readonly #bans: Pick<Bans, 'assertMay'>;
  readonly #limits: Limits;
  readonly #audit: AuditLog;
  readonly #clock: Clock;

  constructor(parts: {
    storage: Storage;
    livestreams: LivestreamService;
    chat: Pick<Chat, 'history'>;
    bans: Pick<Bans, 'assertMay'>;
    limits: Limits;
    audit: AuditLog;
    clock: Clock;
  }) {
    this.#storage = parts.storage;
    this.#livestreams = parts.livestreams;
    this.#chat = parts.chat;
    this.#bans = parts.bans;
    this.#limits = parts.limits;
    this.#audit = parts.audit;
    this.#clock = parts.clock;
  }

  async report(actor: Actor, streamId: string, offset: number, { reason }: ReportInput): Promise<void> {
    await this.#livestreams.visible(actor, streamId);
    this.#bans.assertMay(actor, streamId);
    await this.#limits.take('report', actor.id);
    const message = await this.#message(streamId, offset);
    if (!message) throw new DomainError('not_found', 'There is no such message any more.');
    await this.#storage.reports.insert({
      _id: derivedId('report', streamId, String(offset), actor.id),
      streamId,
      offset,
      username: message.username,
      message: message.message,
      subjectId: message.viewerId,
      reporterId: actor.id,
      reason,
      state: 'open',
      resolvedBy: null,
      createdAt: this.#clock.now(),
    });
    // It may have been deleted since it was read: then its reports had been emptied before this one came.
    if (!(await this.#message(streamId, offset))) await this.#storage.reports.redact(streamId, offset);
  }

  async list(actor: Actor, { streamId, state, cursor, limit }: ReportQuery): Promise<Page<Report>> {
    if (streamId !== undefined) await moderatedShow(this.#livestreams, actor, streamId);
    else if (!moderatesEverywhere(actor))
      throw new DomainError('forbidden', 'Only admins and moderators see all reports; name one of your shows.');
    const { items, nextCursor } = await this.#storage.reports.list({
      state,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
      ...(streamId === undefined ? {} : { streamId }),
    });
    return nextCursor === undefined ? { items: items.map(reportOf) } : { items: items.map(reportOf), nextCursor };
  }

  async close(actor: Actor, id: string, { state }: ReportPatch): Promise<Report> {
    const report = await this.#storage.reports.byId(id);
    if (!report) throw new DomainError('not_found', 'There is no such report.');
    await moderatedShow(this.#livestreams, actor, report.streamId);
    const closed = await this.#storage.reports.close(id, state, actor.id);
    if (!closed) {
      if (report.state === state) return reportOf(report);
      throw new DomainError('conflict', 'The report has been dealt with already.');
    }
    await this.#audit.record(actor, state === 'resolved' ? 'report.resolve' : 'report.dismiss', {
      streamId: closed.streamId,
      target: closed.username || closed.subjectId,
      details: { subjectId: closed.subjectId, offset: closed.offset },
    });
    return reportOf(closed);
  }

  /** From the store, not from memory: another node may have emptied it a moment ago. */
  async #message(streamId: string, offset: number) {
    const [message] = await this.#chat.history(streamId, 1, offset);
    return message?.offset === offset ? message : null;
  }
}

const reportOf = ({ subjectId, createdAt, ...report }: ReportRecord): Report => ({
  ...report,
  viewerId: subjectId,
  createdAt: new Date(createdAt).toISOString(),
});
