import type { Config } from '../config.ts';

/**
 * Whether a browser page of this origin may act with cookies here. On a LAN or loopback start the page is reached under several names,
 * so the origin of the request's own Host counts as ours too: a page of another site can't send our Host.
 */
export function isOwnOrigin(
  config: Pick<Config, 'publicUrl' | 'allowedOrigins' | 'tls'>,
  origin: string,
  host: string | undefined,
): boolean {
  if (origin === config.publicUrl || config.allowedOrigins.includes(origin)) return true;
  return host !== undefined && origin === `${config.tls ? 'https' : 'http'}://${host}`;
}
