import type { Account, Role, SessionAnswer } from '@vitrine/protocol';
import { type ComputedRef, computed, shallowRef } from 'vue';
import { api } from './api.ts';

const STAFF: ReadonlySet<Role> = new Set<Role>(['admin', 'host', 'moderator']);
const MAKERS: ReadonlySet<Role> = new Set<Role>(['admin', 'host']);
const answer = shallowRef<SessionAnswer>();
let asked: Promise<SessionAnswer> | undefined;

function keep(session: SessionAnswer): SessionAnswer {
  answer.value = session;
  asked = Promise.resolve(session);
  return session;
}
/** Asks once who is here; a failure is forgotten, so that the next caller asks again. */
function known(): Promise<SessionAnswer> {
  asked ??= api.session().then(keep, (problem: unknown) => {
    asked = undefined;
    throw problem;
  });
  return asked;
}

function forget(): void {
  answer.value = undefined;
  asked = undefined;
}

/** Who is here, and whose shop this is. */
export function useSession(): {
  account: ComputedRef<Account | null>;
  shop: ComputedRef<SessionAnswer['shop']>;
  isStaff: ComputedRef<boolean>;
  /** Whether they make shows and products; moderators don't. */
  isMaker: ComputedRef<boolean>;
  /** Whether they run a show of this person: their own, or as an admin any. */
  mayRun: (createdBy: string) => boolean;
  needsSetup: ComputedRef<boolean>;
  known: () => Promise<SessionAnswer>;
  signIn: (email: string, password: string) => Promise<SessionAnswer>;
  setUp: (input: { token: string; name: string; email: string; password: string }) => Promise<SessionAnswer>;
  /** With the token of the link that was mailed; both sign in. */
  acceptInvitation: (input: { token: string; name: string; password: string }) => Promise<SessionAnswer>;
  resetPassword: (token: string, password: string) => Promise<SessionAnswer>;
  signOut: () => Promise<void>;
  /** The server doesn't know them any more. */
  forget: () => void;
  /** The shop has another name, currency or logo now. */
  shopChanged: (shop: SessionAnswer['shop']) => void;
} {
  return {
    account: computed(() => answer.value?.account ?? null),
    shop: computed(() => answer.value?.shop ?? { name: 'Vitrine', currency: 'EUR', logoUrl: null }),
    isMaker: computed(() => MAKERS.has(answer.value?.account?.role ?? 'viewer')),
    mayRun: (createdBy) => {
      const account = answer.value?.account;
      return account?.role === 'admin' || (account?.role === 'host' && account._id === createdBy);
    },
    isStaff: computed(() => STAFF.has(answer.value?.account?.role ?? 'viewer')),
    needsSetup: computed(() => answer.value?.needsSetup ?? false),
    known,
    signIn: async (email, password) => keep(await api.signIn({ email, password, transport: 'cookie' })),
    setUp: async (input) => keep(await api.setUp({ ...input, transport: 'cookie' })),
    acceptInvitation: async (input) => keep(await api.acceptInvitation({ ...input, transport: 'cookie' })),
    resetPassword: async (token, password) => keep(await api.resetPassword({ token, password, transport: 'cookie' })),
    shopChanged({ name, currency, logoUrl }) {
      if (answer.value) keep({ ...answer.value, shop: { name, currency, logoUrl } });
    },
    forget,
    async signOut() {
      await api.signOut();
      forget();
    },
  };
}
