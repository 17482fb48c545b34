import type {
  AnnouncementInput,
  EntryAnswer,
  HeldDecision,
  HeldMessage,
  HeldOutcome,
  Report,
  ReportInput,
  ReportPatch,
  ReportQuery,
} from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { Page, PageRequest, Storage } from '../../ports/storage.ts';
import { type Actor, mayModerate } from '../actor.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { DomainError } from '../errors.ts';
import { newId } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Bans, Chat, Limits, Moderation } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';
import type { TimelineService } from '../timeline/timelines.ts';
import { HeldMessages } from './held-messages.ts';
import { Reports } from './reports.ts';
import { moderatedShow } from './rights.ts';

export interface ModerationParts {
  storage: Storage;
  timelines: TimelineService;
  feed: ShopFeed;
  livestreams: LivestreamService;
  chat: Pick<Chat, 'history'>;
  bans: Pick<Bans, 'assertMay' | 'count'>;
  limits: Limits;
  audit: AuditLog;
  clock: Clock;
}

export class ModerationService implements Moderation {
  readonly #parts: ModerationParts;
  readonly #held: HeldMessages;
  readonly #reports: Reports;
  readonly #waiting = new Listeners<[string]>();
  /** What waited in the shows on air when it was looked at last. */
  readonly #looked = new Map<string, string>();

  constructor(parts: ModerationParts) {
    this.#parts = parts;
    this.#held = new HeldMessages(parts);
    this.#reports = new Reports(parts);
  }

  async deleteMessage(actor: Actor, streamId: string, offset: number): Promise<EntryAnswer> {
    const { storage, timelines, livestreams, feed, audit } = this.#parts;
    const show = await moderatedShow(livestreams, actor, streamId);
    const [entry] = await storage.timeline.after(streamId, offset - 1, 1);
    if (entry?.offset !== offset || entry.type !== 'chat_message') throw new DomainError('not_found', 'There is no such message.');
    // First the text, everywhere it is kept; the deletion is told when it can't be read any more. Done again, all of it is done once.
    await storage.timeline.redact(streamId, offset);
    await storage.reports.redact(streamId, offset);
    timelines.redact(streamId, offset);
    if (show.pinnedMessage === offset && show.status !== 'ended') await this.#pin(actor, streamId, null);
    const deleted = await timelines.append(streamId, {
      key: `deleted:${offset}`,
      type: 'message_deleted',
      actorId: actor.id,
      data: { offset },
    });
    // The figures in the document of a show that is over hold its last messages: they are written again.
    if (show.status === 'ended')
      await feed.tell('show_changed', `show:${streamId}:deleted:${offset}`, { livestreamId: streamId, change: 'edited' });
    if (entry.data.message !== '')
      await audit.record(actor, 'chat.delete', {
        streamId,
        target: entry.data.username,
        details: { offset, subjectId: entry.actorId ?? '' },
      });
    this.waitingChanged(streamId);
    return { offset: deleted.offset };
  }

  async pinMessage(actor: Actor, streamId: string, offset: number | null): Promise<EntryAnswer> {
    const { livestreams, chat, audit } = this.#parts;
    await moderatedShow(livestreams, actor, streamId);
    const [message] = offset === null ? [] : await chat.history(streamId, 1, offset);
    if (offset !== null && message?.offset !== offset) throw new DomainError('not_found', 'There is no such message.');
    const written = await this.#pin(actor, streamId, offset);
    await audit.record(actor, offset === null ? 'chat.unpin' : 'chat.pin', {
      streamId,
      target: message?.username ?? '',
      details: { offset },
    });
    return { offset: written };
  }

  async announce(actor: Actor, streamId: string, { id, message }: AnnouncementInput): Promise<EntryAnswer> {
    const { livestreams, timelines, audit, clock } = this.#parts;
    await moderatedShow(livestreams, actor, streamId);
    const key = `announcement:${actor.id}:${id ?? newId(clock)}`;
    const fact = { key, type: 'announcement', actorId: actor.id, data: { message }, onlyBeforeTheEnd: true } as const;
    const { offset } = await timelines.append(streamId, fact);
    await audit.record(actor, 'chat.announce', { streamId, target: message, details: { offset } });
    return { offset };
  }

  held(actor: Actor, streamId: string, page: PageRequest): Promise<Page<HeldMessage>> {
    return this.#held.list(actor, streamId, page);
  }
  async decideHeld(actor: Actor, id: string, decision: HeldDecision): Promise<HeldOutcome> {
    const { offset, streamId } = await this.#held.decide(actor, id, decision);
    this.waitingChanged(streamId);
    return { offset };
  }
  async report(actor: Actor, streamId: string, offset: number, input: ReportInput): Promise<void> {
    await this.#reports.report(actor, streamId, offset, input);
    this.waitingChanged(streamId);
  }
  reports(actor: Actor, query: ReportQuery): Promise<Page<Report>> {
    return this.#reports.list(actor, query);
  }
  async closeReport(actor: Actor, id: string, patch: ReportPatch): Promise<Report> {
    const report = await this.#reports.close(actor, id, patch);
    this.waitingChanged(report.streamId);
    return report;
  }

  async waiting(streamId: string): Promise<{ held: number; reports: number; restricted: number }> {
    const { heldMessages, reports } = this.#parts.storage;
    const [held, open] = await Promise.all([heldMessages.count(streamId), reports.countOpen(streamId)]);
    return { held, reports: open, restricted: this.#parts.bans.count(streamId) };
  }
  mayModerate(actor: Actor, createdBy: string): boolean {
    return mayModerate(actor, createdBy);
  }
  onWaiting(listener: (streamId: string) => void): () => void {
    return this.#waiting.add(listener);
  }
  waitingChanged(streamId: string): void {
    this.#waiting.tell(streamId);
  }

  /** The periodic look, where there may be other nodes: what has come to wait there. */
  async look(): Promise<void> {
    const shows = new Set(this.#parts.livestreams.onAir.all().map(({ _id }) => _id));
    for (const streamId of this.#looked.keys()) if (!shows.has(streamId)) this.#looked.delete(streamId);
    for (const streamId of shows) {
      const { held, reports } = await this.waiting(streamId);
      const counts = `${held} ${reports}`;
      if ((this.#looked.get(streamId) ?? counts) !== counts) this.waitingChanged(streamId);
      this.#looked.set(streamId, counts);
    }
  }

  #pin(actor: Actor, streamId: string, offset: number | null): Promise<number> {
    const { livestreams, clock } = this.#parts;
    const key = `pinned:${newId(clock)}`;
    return livestreams.changeWith(
      streamId,
      { pinnedMessage: offset },
      { key, type: 'message_pinned', actorId: actor.id, data: { offset } },
    );
  }
}
