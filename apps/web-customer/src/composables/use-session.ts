import type { Account, SessionAnswer } from '@vitrine/protocol';
import { type ComputedRef, computed, shallowRef } from 'vue';
import { api } from './api.ts';

const answer = shallowRef<SessionAnswer>();
let asked: Promise<SessionAnswer> | undefined;

/** Asks once who is here; a failure is forgotten, so that the next caller asks again. */
function known(): Promise<SessionAnswer> {
  asked ??= api.session().then(
    (session) => {
      answer.value = session;
      return session;
    },
    (problem: unknown) => {
      asked = undefined;
      throw problem;
    },
  );
  return asked;
}

/** Who is here, and whose shop this is. */
export function useSession(): {
  account: ComputedRef<Account | null>;
  shopName: ComputedRef<string>;
  known: () => Promise<SessionAnswer>;
  /** Enters with a display name; `viewerToken` keeps who only watched the same viewer. */
  enterAsGuest: (name: string, viewerToken?: string) => Promise<Account | null>;
} {
  // The shop's name is decoration until it arrives; whoever needs the session awaits `known`.
  known().catch(() => undefined);
  async function enterAsGuest(name: string, viewerToken?: string): Promise<Account | null> {
    const session = await api.enterAsGuest({ name, transport: 'cookie', ...(viewerToken ? { viewerToken } : {}) });
    answer.value = session;
    asked = Promise.resolve(session);
    return session.account;
  }
  return {
    account: computed(() => answer.value?.account ?? null),
    shopName: computed(() => answer.value?.shop.name ?? 'Vitrine'),
    known,
    enterAsGuest,
  };
}
