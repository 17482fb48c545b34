import type { Account, SessionAnswer } from '@vitrine/protocol';
import { type ComputedRef, computed, shallowRef } from 'vue';
import { api, isEmbedded, keepFrameToken } from '../server/api.ts';

const answer = shallowRef<SessionAnswer>();
let asked: Promise<SessionAnswer> | undefined;

/** Asks once who is here; a failure is forgotten, so that the next caller asks again. */
function known(): Promise<SessionAnswer> {
  asked ??= api.session().then(keep, (problem: unknown) => {
    asked = undefined;
    throw problem;
  });
  return asked;
}

function keep(session: SessionAnswer): SessionAnswer {
  answer.value = session;
  asked = Promise.resolve(session);
  return session;
}

/** Who is here, and whose shop this is. */
export function useSession(): {
  account: ComputedRef<Account | null>;
  shopName: ComputedRef<string>;
  shopLogo: ComputedRef<string | null>;
  known: () => Promise<SessionAnswer>;
  /** Enters with a display name; `viewerToken` keeps who only watched the same viewer. */
  enterAsGuest: (name: string, viewerToken?: string) => Promise<Account | null>;
  /** A guest who signs up keeps what it has: likes, orders, its place in the count. */
  signUp: (input: { name: string; email: string; password: string }) => Promise<void>;
  signIn: (email: string, password: string) => Promise<void>;
  /** With the token of the link that was mailed; signs in. */
  resetPassword: (token: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  /** The account has been changed. */
  changed: (account: Account) => void;
  /** The session is over on the server as well. */
  left: () => void;
} {
  // The shop's name is decoration until it arrives; whoever needs the session awaits `known`.
  known().catch(() => undefined);
  async function enterAsGuest(name: string, viewerToken?: string): Promise<Account | null> {
    const session = await api.enterAsGuest({ name, transport: isEmbedded ? 'bearer' : 'cookie', ...(viewerToken ? { viewerToken } : {}) });
    keepFrameToken(session.token);
    return keep(session).account;
  }
  function left(): void {
    asked = undefined;
    if (answer.value) answer.value = { ...answer.value, account: null };
  }
  return {
    account: computed(() => answer.value?.account ?? null),
    shopName: computed(() => answer.value?.shop.name ?? 'Vitrine'),
    shopLogo: computed(() => answer.value?.shop.logoUrl ?? null),
    known,
    enterAsGuest,
    signUp: async (input) => void keep(await api.signUp({ ...input, transport: 'cookie' })),
    signIn: async (email, password) => void keep(await api.signIn({ email, password, transport: 'cookie' })),
    resetPassword: async (token, password) => void keep(await api.resetPassword({ token, password, transport: 'cookie' })),
    async signOut() {
      await api.signOut();
      left();
    },
    changed(account) {
      if (answer.value) keep({ ...answer.value, account });
    },
    left,
  };
}
