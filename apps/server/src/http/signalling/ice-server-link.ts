import type { IceServer } from '@vitrine/protocol';

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, '\\$&')}"`;

/** The `Link` headers of an ICE server, one for each of its addresses (RFC 9725 section 4.6). */
export function linkOf({ urls, username, credential }: IceServer): string[] {
  const account =
    username === undefined || credential === undefined
      ? ''
      : `; username=${quoted(username)}; credential=${quoted(credential)}; credential-type="password"`;
  return urls.map((url) => `<${url}>; rel="ice-server"${account}`);
}
