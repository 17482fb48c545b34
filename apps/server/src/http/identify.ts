import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';
import type { Actor } from '../domain/actor.ts';
import { DomainError } from '../domain/errors.ts';
import type { Accounts } from '../domain/services.ts';
import { isOwnOrigin } from '../edge/origins.ts';
import { isSecure, readSessionCookie } from '../edge/session-cookie.ts';

const VIEWER_TOKEN = /^v1\./;
const SAFE_METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The token of an `Authorization: Bearer` header, or null. */
export function bearerToken(request: IncomingMessage): string | null {
  return /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Who sends this: by bearer token, else by the session cookie. null when it says nothing, or nothing that is valid. */
export async function identify(request: IncomingMessage, config: Config, accounts: Accounts): Promise<Actor | null> {
  if (request.headers.authorization !== undefined) {
    const token = bearerToken(request);
    if (token === null) return null;
    return VIEWER_TOKEN.test(token) ? accounts.byViewerToken(token) : accounts.bySessionToken(token);
  }
  const token = readSessionCookie(request.headers.cookie, isSecure(config));
  return token === null ? null : accounts.bySessionToken(token);
}

/**
 * A browser adds the cookie to what a page of another site sends, so whatever writes must come from a page of ours. A bearer token is added
 * by nobody but its owner's code and needs no such proof.
 * @throws DomainError `bad_origin`.
 */
export function assertOwnPage(request: IncomingMessage, config: Config): void {
  if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return;
  const { origin, host } = request.headers;
  if (origin !== undefined) {
    if (!isOwnOrigin(config, origin, host)) throw new DomainError('bad_origin', 'This origin may not write here.');
    return;
  }
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  // Neither header and no cookie: not a browser, and nothing of a browser's to misuse.
  const hasCookie = readSessionCookie(request.headers.cookie, isSecure(config)) !== null;
  if (site !== undefined || hasCookie)
    throw new DomainError('bad_origin', 'A request with the session cookie needs an Origin header of this shop.');
}
