import { createApi } from '@vitrine/client';

/** The server that served this page. */
export const api = createApi({ baseUrl: '' });

/** Where its sockets are. */
export const socketUrl = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`;
