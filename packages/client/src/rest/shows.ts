import type {
  Analytics,
  DeletedShow,
  Livestream,
  LivestreamRequest,
  PinsAnswer,
  SessionAnswer,
  SetupInput,
  SystemReport,
  TimelinePage,
} from '@vitrine/protocol';
import type { CallOptions, Input, Request } from './call.ts';

/** Making and running shows, for the shop. */
export function showCalls(request: Request) {
  const show = (id: string): string => `/livestreams/${encodeURIComponent(id)}`;
  return {
    setUp: (input: Input<SetupInput, 'token' | 'name' | 'email' | 'password'>, call: CallOptions = {}) =>
      request<SessionAnswer>('POST', '/auth/setup', { ...call, body: input }),
    createLivestream: (input: Input<LivestreamRequest, 'title'>, call: CallOptions = {}) =>
      request<Livestream>('POST', '/livestreams', { ...call, body: input }),
    updateLivestream: (id: string, patch: Partial<LivestreamRequest> & { isActive?: boolean }, call: CallOptions = {}) =>
      request<Livestream>('PUT', show(id), { ...call, body: patch }),
    startLivestream: (id: string, call: CallOptions = {}) => request<Livestream>('PUT', show(id), { ...call, body: { isActive: true } }),
    endLivestream: (id: string, call: CallOptions = {}) => request<Livestream>('DELETE', show(id), call),
    /** For good; its orders stay. Rejects with `already_live` while it is on air. */
    deleteShow: (id: string, call: CallOptions = {}) => request<void>('DELETE', `${show(id)}/record`, call),
    deletedShows: (query: { limit?: number; cursor?: string } = {}, call: CallOptions = {}) =>
      request<{ items: DeletedShow[]; nextCursor?: string }>('GET', '/deleted-shows', { ...call, query }),
    timeline: (id: string, query: { after?: number; limit?: number } = {}, call: CallOptions = {}) =>
      request<TimelinePage>('GET', `${show(id)}/timeline`, { ...call, query }),
    setPins: (id: string, productIds: string[], call: CallOptions = {}) =>
      request<PinsAnswer>('POST', `${show(id)}/products`, { ...call, body: { productIds } }),
    analytics: (id: string, call: CallOptions = {}) => request<Analytics>('GET', `${show(id)}/analytics`, call),
    /** For good. Rejects with `conflict` while the show is on air. */
    deleteRecording: (id: string, call: CallOptions = {}) => request<void>('DELETE', `${show(id)}/recording`, call),
    /** Which parts the deployment runs on, for admins. */
    system: (call: CallOptions = {}) => request<SystemReport>('GET', '/system', call),
  };
}
