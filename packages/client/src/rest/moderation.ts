import type {
  AuditEntry,
  AuditQuery,
  Ban,
  BanQuery,
  BanRequest,
  EntryAnswer,
  HeldMessage,
  HeldOutcome,
  Question,
  Report,
  ReportPatch,
  ReportQuery,
} from '@vitrine/protocol';
import type { CallOptions, ListPage, Request } from './call.ts';

/** What keeps a show in order, for the shop. */
export function moderationCalls(request: Request) {
  const show = (id: string): string => `/livestreams/${encodeURIComponent(id)}`;
  const message = (streamId: string, offset: number): string => `${show(streamId)}/chat/${offset}`;
  const question = (streamId: string, id: string): string => `${show(streamId)}/questions/${encodeURIComponent(id)}`;
  return {
    deleteMessage: (streamId: string, offset: number, call: CallOptions = {}) =>
      request<EntryAnswer>('DELETE', message(streamId, offset), call),
    /** null takes it down. */
    pinMessage: (streamId: string, offset: number | null, call: CallOptions = {}) =>
      request<EntryAnswer>('PUT', `${show(streamId)}/pinned-message`, { ...call, body: { offset } }),
    /** The same `id` again announces nothing twice. */
    announce: (streamId: string, input: { id?: string; message: string }, call: CallOptions = {}) =>
      request<EntryAnswer>('POST', `${show(streamId)}/announcements`, { ...call, body: input }),
    heldMessages: (streamId: string, query: { cursor?: string; limit?: number } = {}, call: CallOptions = {}) =>
      request<ListPage<HeldMessage>>('GET', `${show(streamId)}/held`, { ...call, query }),
    decideHeld: (id: string, approve: boolean, call: CallOptions = {}) =>
      request<HeldOutcome>('PATCH', `/moderation/held/${encodeURIComponent(id)}`, { ...call, body: { approve } }),
    reports: (query: Partial<ReportQuery> = {}, call: CallOptions = {}) =>
      request<ListPage<Report>>('GET', '/moderation/reports', { ...call, query }),
    closeReport: (id: string, state: ReportPatch['state'], call: CallOptions = {}) =>
      request<Report>('PATCH', `/moderation/reports/${encodeURIComponent(id)}`, { ...call, body: { state } }),
    /** With `minutes` a timeout; null bans until it is lifted. */
    ban: (input: BanRequest, call: CallOptions = {}) => request<Ban>('POST', '/moderation/bans', { ...call, body: input }),
    bans: (query: Partial<BanQuery> = {}, call: CallOptions = {}) => request<ListPage<Ban>>('GET', '/moderation/bans', { ...call, query }),
    liftBan: (id: string, call: CallOptions = {}) => request<void>('DELETE', `/moderation/bans/${encodeURIComponent(id)}`, call),
    /** null: it was answered aloud. */
    answerQuestion: (streamId: string, id: string, answer: string | null, call: CallOptions = {}) =>
      request<Question>('POST', `${question(streamId, id)}/answer`, { ...call, body: { answer } }),
    removeQuestion: (streamId: string, id: string, call: CallOptions = {}) => request<void>('DELETE', question(streamId, id), call),
    audit: (query: Partial<AuditQuery> = {}, call: CallOptions = {}) => request<ListPage<AuditEntry>>('GET', '/audit', { ...call, query }),
  };
}
