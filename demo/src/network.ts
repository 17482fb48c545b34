import { createApi, type VitrineApi, type WebSocketLike } from '@vitrine/client';
import { WebSocket } from 'ws';

/**
 * Everyone of the demo comes from this machine, but a server counts what one address may do. The demo's server is set up as behind one
 * proxy (`TRUST_PROXY=1`), and each simulated person says the address of its own, as a proxy would.
 */
const fromAddress = (address: string) => ({ 'x-forwarded-for': address });

export const STAFF_ADDRESS = '10.0.0.1';
export const guestAddress = (index: number): string => `10.1.${Math.floor(index / 250) % 250}.${1 + (index % 250)}`;

/** The REST API as somebody at this address uses it. */
export function apiFrom(url: string, address: string, token?: () => string | null): VitrineApi {
  return createApi({
    baseUrl: url,
    ...(token === undefined ? {} : { token }),
    fetch: (input, init) => fetch(input, { ...init, headers: { ...(init?.headers as Record<string, string>), ...fromAddress(address) } }),
  });
}
/** Opens sockets as somebody at this address. */
export const socketFrom =
  (address: string) =>
  (url: string): WebSocketLike =>
    new WebSocket(url, { headers: fromAddress(address) });

export const socketUrlOf = (url: string): string => `${url.replace(/^http/, 'ws')}/ws`;
