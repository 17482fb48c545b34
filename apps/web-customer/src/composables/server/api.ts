import { createViewerApi } from '@vitrine/client';
import { answeredFirst } from './first-answers.ts';

/**
 * Shown in a frame on another site: no cookie is sent or kept, and whoever gives a name is known by a token for as long as the page is open.
 * A page that tricks somebody into pressing something in its frame has then nothing to gain from who is signed in at the shop.
 */
export const isEmbedded = location.pathname.startsWith('/embed/');

let token: string | null = null;
export const frameToken = (): string | null => token;
/** For the frame alone: everywhere else the session is a cookie. */
export function keepFrameToken(issued: string | undefined): void {
  if (isEmbedded) token = issued ?? null;
}

/** The shop that serves this page; the session is its cookie, outside of frames. */
export const api = createViewerApi({
  baseUrl: '',
  fetch: answeredFirst(),
  ...(isEmbedded ? { token: frameToken, credentials: 'omit' as const } : {}),
});
export const socketUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/ws${isEmbedded ? '?anonymous' : ''}`;
