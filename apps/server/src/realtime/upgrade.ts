import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Config } from '../config.ts';
import { isOwnOrigin } from '../edge/origins.ts';
import { isSecure, readSessionCookie } from '../edge/session-cookie.ts';
import type { Registry } from './registry.ts';

export interface Admitted {
  address: string;
  /** Only from a page of ours: a browser sends the cookie for a foreign page's socket as well. */
  cookieToken: string | null;
}
export interface Refused {
  status: 400 | 403 | 404 | 429 | 503;
}

/** What the page for frames of other sites asks by: a browser would add the cookie of who is signed in at the shop. */
const ANONYMOUS = 'anonymous';

/** Whether this request may become a socket. */
export function admit(request: IncomingMessage, config: Config, registry: Registry, isDraining: boolean): Admitted | Refused {
  if (isDraining) return { status: 503 };
  const { url, headers } = request;
  const [path, query] = url?.split('?') ?? [];
  if (path !== '/ws') return { status: 404 };
  const isOwn = headers.origin !== undefined && isOwnOrigin(config, headers.origin, headers.host);
  if (headers.origin !== undefined && !isOwn) return { status: 403 };
  const address = clientAddress(request, config.trustProxy);
  if (!registry.hasRoomFor(address)) return { status: 429 };
  const token = isOwn && query !== ANONYMOUS ? readSessionCookie(headers.cookie, isSecure(config)) : null;
  // A slice of the header would keep the whole of it in memory as long as the socket lives.
  return { address, cookieToken: token === null ? null : Buffer.from(token).toString() };
}

/** Each trusted proxy has appended whom it spoke with; what stands before those is the client's own claim and not believed. */
function clientAddress(request: IncomingMessage, trustedHops: number): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const hops = [
    request.socket.remoteAddress ?? '',
    ...forwarded
      .map((hop) => hop.trim())
      .filter(Boolean)
      .reverse(),
  ];
  return Buffer.from(hops[Math.min(trustedHops, hops.length - 1)] ?? '').toString();
}

const REASONS = { 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests', 503: 'Service Unavailable' } as const;

export function refuseUpgrade(socket: Duplex, { status }: Refused): void {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
