import type { SessionAnswer } from '@vitrine/protocol';
import type { SignedIn } from '../../domain/services.ts';
import type { OperationContext } from '../operation.ts';

/** Hands a new session over: as a cookie for browsers, in the answer for apps. */
export function openSession(context: OperationContext, session: SignedIn, transport: 'cookie' | 'bearer'): SessionAnswer {
  if (transport === 'cookie') context.cookie.set(session);
  return {
    account: session.account,
    ...(transport === 'bearer' ? { token: session.token } : {}),
    // True only for a guest of a shop without an admin: that operation says so itself.
    needsSetup: false,
    shop: context.services.shop.public,
  };
}
