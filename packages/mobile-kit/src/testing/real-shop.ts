import { fork } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { createApi, type VitrineApi } from '@vitrine/client';
import { WebSocket as NodeWebSocket } from 'ws';
import { ShopSession } from '../shop/shop-session.ts';
import { remembering } from './fake-shop.ts';

/** `npm test` builds the server; this is where its process for tests is. Jest has no `import.meta`. */
const PROCESS = join(__dirname, '../../tests/shop-process.ts');

/** A shop whose server runs beside the test: what its screens say goes over HTTP and a WebSocket, and is kept in SQLite. */
export interface RealShop {
  /** As its admin. */
  api: VitrineApi;
  /** A phone that knows the shop, and nobody is signed in on. */
  session(): ShopSession;
  /** The server ends, as for an update. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** Starts one; needs the built server. From here on sockets are real ones. */
export async function openRealShop(): Promise<RealShop> {
  globalThis.WebSocket = NodeWebSocket as unknown as typeof WebSocket;
  // What a server says comes when it comes, not when a test acts.
  Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', false);
  const shop = fork(PROCESS, { execArgv: ['--import', 'tsx'] });
  const ended = once(shop, 'exit');
  const hears = (): Promise<unknown[]> =>
    Promise.race([once(shop, 'message'), ended.then(([code]) => Promise.reject(new Error(`the shop's process ended with ${code}`)))]);
  const [{ url, token }] = (await hears()) as [{ url: string; token: string }];
  async function tell(what: 'go away' | 'come back'): Promise<void> {
    shop.send(what);
    await hears();
  }
  return {
    api: createApi({ baseUrl: url, token: () => token, fetch: nodeFetch }),
    session: () =>
      new ShopSession({
        storage: remembering({ 'vitrine.address': url }),
        place: { fixedAddress: null, transport: 'bearer', socketUrl: (address) => `${address.replace(/^http/, 'ws')}/ws` },
        fetch: nodeFetch,
      }),
    goAway: () => tell('go away'),
    comeBack: () => tell('come back'),
    async close() {
      shop.disconnect();
      await ended;
    },
  };
}

/** React Native's tests have a `fetch` that answers nothing. This has as much of one as the client uses. */
const nodeFetch: typeof fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const headers = init.headers as Record<string, string>;
    const asked = request(String(input), { method: init.method ?? 'GET', headers }, async (answer) => {
      const parts: Buffer[] = [];
      for await (const part of answer) parts.push(part);
      const status = answer.statusCode ?? 0;
      resolve({
        ok: status >= 200 && status < 300,
        status,
        headers: { get: (name: string) => answer.headers[name.toLowerCase()] ?? null },
        text: async () => Buffer.concat(parts).toString(),
      } as unknown as Response);
    });
    asked.on('error', reject);
    init.signal?.addEventListener('abort', () => asked.destroy());
    asked.end(typeof init.body === 'string' ? init.body : undefined);
  });
