import { createHmac } from 'node:crypto';
import type { IceServer, VideoRole } from '@vitrine/protocol';
import type { Clock } from '../../../ports/clock.ts';
import { TOKEN_LIFETIME } from './token.ts';

export interface IceSettings {
  /** `stun:` and `turn:` addresses. */
  servers: readonly string[];
  /** Shared with the TURN servers; null when there are none. */
  turnSecret: string | null;
}
/** The ICE servers for one user, who keeps them as long as the video token of that role. */
export type IceServersOf = (who: { userId: string; role: VideoRole }) => IceServer[];

/**
 * What clients are told besides our own address. A TURN server takes accounts that we make on the spot: the user name begins with the second
 * in which it expires, the password is the name's HMAC-SHA1 under the shared secret (draft-uberti-behave-turn-rest-00 section 2.2, coturn's
 * `use-auth-secret`).
 */
export function iceServersBy({ servers, turnSecret }: IceSettings, clock: Clock): IceServersOf {
  const [turn, stun] = [servers.filter(isTurn), servers.filter((address) => !isTurn(address))];
  return ({ userId, role }) => {
    const open = stun.length > 0 ? [{ urls: stun }] : [];
    if (turnSecret === null || turn.length === 0) return open;
    const username = `${Math.floor((clock.now() + TOKEN_LIFETIME[role]) / 1_000)}:${userId}`;
    const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
    return [...open, { urls: turn, username, credential }];
  };
}
const isTurn = (address: string): boolean => address.startsWith('turn');
