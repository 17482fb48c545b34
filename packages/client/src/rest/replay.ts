import type { Captions, CaptionTrack, Chapter, Replay, ReplayMomentPage } from '@vitrine/protocol';
import type { CallOptions, Request } from './call.ts';

const pathOf = (id: string): string => `/livestreams/${encodeURIComponent(id)}/replay`;
const captionsOf = (id: string, language: string): string => `${pathOf(id)}/captions/${encodeURIComponent(language)}`;

/** Past shows as they are seen again. */
export const replayCalls = (request: Request) => ({
  /** Rejects with `not_found` where nothing was recorded. */
  replay: (id: string, call: CallOptions = {}) => request<Replay>('GET', pathOf(id), call),
  replayMoments: (id: string, query: { at?: number; after?: number; limit?: number }, call: CallOptions = {}) =>
    request<ReplayMomentPage>('GET', `${pathOf(id)}/moments`, { ...call, query }),
  /** The cues of one language; the replay says which there are. */
  captions: (id: string, language: string, call: CallOptions = {}) => request<Captions>('GET', captionsOf(id, language), call),
});

/** What the shop writes to them. */
export const replayEditingCalls = (request: Request) => ({
  /** null goes back to one chapter for each piece that came on screen. */
  setChapters: (id: string, chapters: Chapter[] | null, call: CallOptions = {}) =>
    request<Replay>('PUT', `${pathOf(id)}/chapters`, { ...call, body: { chapters } }),
  /** WebVTT or SubRip, as text. Rejects with `invalid` and the lines that are wrong, each with a CaptionFault for its `code`. */
  putCaptions: (id: string, language: string, file: string, call: CallOptions = {}) =>
    request<CaptionTrack>('PUT', `${captionsOf(id, language)}.vtt`, { ...call, body: file, headers: { 'content-type': 'text/vtt' } }),
  removeCaptions: (id: string, language: string, call: CallOptions = {}) =>
    request<void>('DELETE', `${captionsOf(id, language)}.vtt`, call),
});
