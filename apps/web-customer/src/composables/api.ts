import { createApi } from '@vitrine/client';

/** The shop that serves this page; the session is its cookie. */
export const api = createApi({ baseUrl: '' });
export const socketUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/ws`;
