import type { Chapter, Replay, ReplayMomentPage } from '@vitrine/protocol';
import type { CallOptions, Request } from './call.ts';

/** Past shows as they are seen again. */
export const replayCalls = (request: Request) => {
  const replay = (id: string): string => `/livestreams/${encodeURIComponent(id)}/replay`;
  return {
    /** Rejects with `not_found` where nothing was recorded. */
    replay: (id: string, call: CallOptions = {}) => request<Replay>('GET', replay(id), call),
    replayMoments: (id: string, query: { at?: number; after?: number; limit?: number }, call: CallOptions = {}) =>
      request<ReplayMomentPage>('GET', `${replay(id)}/moments`, { ...call, query }),
    /** null goes back to one chapter for each piece that came on screen. */
    setChapters: (id: string, chapters: Chapter[] | null, call: CallOptions = {}) =>
      request<Replay>('PUT', `${replay(id)}/chapters`, { ...call, body: { chapters } }),
  };
};
