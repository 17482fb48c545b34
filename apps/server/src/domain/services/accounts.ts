import type {
  Account,
  AccountDeletion,
  AccountPatch,
  GuestInput,
  Invitation,
  InvitationAcceptance,
  InvitationInput,
  NewInvitation,
  PasswordChange,
  PasswordReset,
  PasswordResetRequest,
  Person,
  PersonPatch,
  PersonQuery,
  SessionInfo,
  SetupInput,
  SignInInput,
  SignUpInput,
} from '@vitrine/protocol';
import type { Page } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';

export interface SignedIn {
  account: Account;
  /** The opaque session token, told once. */
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface Accounts {
  /** Whether the shop has no account yet. */
  needsSetup(): Promise<boolean>;
  /** A new one-time token for the first admin (30 min, hashed in the store, replaces the last one); null when the shop is set up. */
  issueSetupToken(): Promise<string | null>;
  setUp(input: SetupInput, userAgent?: string): Promise<SignedIn>;
  signIn(input: SignInInput, address: string, userAgent?: string): Promise<SignedIn>;
  /** A new customer. A guest or viewer who signs up keeps its id, with all that it liked and ordered; its old sessions end. */
  signUp(input: SignUpInput, actor: Actor | null, address: string, userAgent?: string): Promise<SignedIn>;
  /** A new member of the staff, by the link that an admin sent. */
  acceptInvitation(input: InvitationAcceptance, address: string, userAgent?: string): Promise<SignedIn>;
  /** A guest with a display name; keeps the viewer's id when its token is given and no account has it. */
  enterAsGuest(input: GuestInput, address: string, userAgent?: string): Promise<SignedIn>;
  signOut(actor: Actor): Promise<void>;
  signOutEverywhere(actor: Actor): Promise<void>;
  /** Where the actor is signed in, newest first. */
  sessions(actor: Actor): Promise<SessionInfo[]>;
  endSession(actor: Actor, id: string): Promise<void>;
  /** The actor of a session token; null when it is unknown or has expired. */
  bySessionToken(token: string): Promise<Actor | null>;
  account(actor: Actor): Promise<Account | null>;
  /** A fresh viewer with its signed token. */
  issueViewer(): { actor: Actor; token: string };
  /** The viewer of a signed token; null when the signature is wrong or it has expired. */
  byViewerToken(token: string): Actor | null;
  /** Hears of sessions that ended, so that their sockets are closed. */
  onSignedOut(listener: (sessionHash: string) => void): () => void;
}

/** What people do with their own account. */
export interface Profiles {
  change(actor: Actor, patch: AccountPatch): Promise<Account>;
  /** Ends every other session of the account. */
  changePassword(actor: Actor, input: PasswordChange): Promise<void>;
  /** Mails a link (30 min) to whoever has the account; answers alike when nobody does. */
  requestPasswordReset(input: PasswordResetRequest, address: string): Promise<void>;
  /** Ends every session of the account and opens a new one. */
  resetPassword(input: PasswordReset, address: string, userAgent?: string): Promise<SignedIn>;
  /** Forgets an account or a guest for good. `last_admin`; `conflict` while an order is on its way. */
  delete(actor: Actor, input: AccountDeletion): Promise<void>;
}

/** The shop's accounts, for its admins. */
export interface People {
  list(actor: Actor, query: PersonQuery): Promise<Page<Person>>;
  /** Ends the person's sessions: they sign in again with their new rights. `last_admin`. */
  change(actor: Actor, id: string, patch: PersonPatch): Promise<Person>;
  /** Mails a link, which is told this once. Another invitation of the same address takes the place of the first. */
  invite(actor: Actor, input: InvitationInput): Promise<NewInvitation>;
  invitations(actor: Actor): Promise<Invitation[]>;
  revokeInvitation(actor: Actor, id: string): Promise<void>;
}
