import type { CookieOptions } from 'express';
import type { Config } from '../config.ts';

/** The session's cookie. With TLS it takes the `__Host-` prefix, so that no other host or path can set it. */
export const sessionCookieName = (secure: boolean): string => (secure ? '__Host-vitrine' : 'vitrine');

export const sessionCookieOptions = (secure: boolean, expiresAt: number): CookieOptions => ({
  httpOnly: true,
  sameSite: 'lax',
  secure,
  path: '/',
  expires: new Date(expiresAt),
});

/** The session token of a `Cookie` header, or null. */
export function readSessionCookie(header: string | undefined, secure: boolean): string | null {
  const name = `${sessionCookieName(secure)}=`;
  for (const pair of header?.split(';') ?? []) {
    const trimmed = pair.trim();
    if (trimmed.startsWith(name)) return decode(trimmed.slice(name.length));
  }
  return null;
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value) || null;
  } catch {
    return null;
  }
}

/** Whether browsers reach us by HTTPS, from us or from a proxy in front: then the cookie is `Secure`. Both edges must agree on it. */
export const isSecure = (config: Pick<Config, 'publicUrl'>): boolean => config.publicUrl.startsWith('https:');
