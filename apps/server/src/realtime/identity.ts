import type { Actor } from '../domain/actor.ts';
import { DomainError } from '../domain/errors.ts';
import type { Accounts } from '../domain/services.ts';

export interface Identity {
  actor: Actor;
  /** Told in `registered` when the server has issued it just now. */
  issuedToken: string | null;
}

/**
 * Who registers: the session of the token, else of the cookie, else the viewer of a signed token, else a fresh viewer.
 * @throws DomainError `unauthenticated` when a session token is not (or no longer) good.
 */
export async function identify(accounts: Accounts, token: string | undefined, cookieToken: string | null): Promise<Identity> {
  const viewer = token === undefined ? null : accounts.byViewerToken(token);
  if (token !== undefined && !viewer) {
    const actor = await accounts.bySessionToken(token);
    if (actor) return { actor, issuedToken: null };
    // A viewer token that has expired costs nothing but the place in the count; a lost session must be said.
    if (!token.startsWith('v1.')) throw new DomainError('unauthenticated', 'The session is not known or has ended.');
  }
  const ofCookie = cookieToken === null ? null : await accounts.bySessionToken(cookieToken);
  if (ofCookie) return { actor: ofCookie, issuedToken: null };
  if (viewer) return { actor: viewer, issuedToken: null };
  const issued = accounts.issueViewer();
  return { actor: issued.actor, issuedToken: issued.token };
}
