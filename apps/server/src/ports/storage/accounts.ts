import type { AccountRole } from '@vitrine/protocol';
import type { Page, PageRequest } from './paging.ts';

export type { AccountRole };
export interface UserRecord {
  _id: string;
  email: string;
  name: string;
  role: AccountRole;
  passwordHash: string;
  createdAt: number;
}
export interface UserFilter extends PageRequest {
  /** Leave out to list everyone. */
  roles?: AccountRole[];
  /** Case-insensitive, in name and e-mail address. */
  search?: string;
}
export interface UserStore {
  /** Rejects with `email_taken` when another account has the address. */
  insert(user: UserRecord): Promise<void>;
  /** Inserts only if there is no account at all: two first admins at once, one wins. */
  insertFirst(user: UserRecord): Promise<boolean>;
  byId(id: string): Promise<UserRecord | null>;
  byEmail(email: string): Promise<UserRecord | null>;
  count(): Promise<number>;
  /** Newest first. */
  list(filter: UserFilter): Promise<Page<UserRecord>>;
  /** Rejects with `email_taken` when another account has the new address. Gives the account afterwards, null when there is none. */
  change(id: string, changes: Partial<Pick<UserRecord, 'email' | 'name' | 'role' | 'passwordHash'>>): Promise<UserRecord | null>;
  /** False when there is none. */
  delete(id: string): Promise<boolean>;
}

export interface SessionRecord {
  /** SHA-256 of the token, hex: the token itself is nowhere in the store. */
  tokenHash: string;
  /** Account or guest id. */
  subjectId: string;
  kind: 'user' | 'guest';
  /** The guest's display name; an account's name is read from the account. */
  guestName: string | null;
  /** What the client called itself when it signed in, shortened. */
  userAgent: string;
  createdAt: number;
  expiresAt: number;
}
export interface SessionStore {
  insert(session: SessionRecord): Promise<void>;
  byTokenHash(tokenHash: string): Promise<SessionRecord | null>;
  /** Newest first, at most `limit`; those that have expired may still be among them. */
  bySubject(subjectId: string, limit: number): Promise<SessionRecord[]>;
  delete(tokenHash: string): Promise<void>;
  /** All of this subject but one: the hashes of those that were deleted. */
  deleteBySubject(subjectId: string, except?: string): Promise<string[]>;
  deleteExpired(now: number): Promise<number>;
}

/** A link that is used once: an invitation to the staff, a password to be set anew. */
export interface OneTimeTokenRecord {
  /** SHA-256 of the token, hex. */
  tokenHash: string;
  purpose: 'invitation' | 'password_reset';
  email: string;
  /** The role that an invitation gives. */
  role: AccountRole | null;
  /** The account whose password is set. */
  userId: string | null;
  createdBy: string | null;
  createdAt: number;
  expiresAt: number;
}
export interface OneTimeTokenStore {
  insert(token: OneTimeTokenRecord): Promise<void>;
  byHash(tokenHash: string): Promise<OneTimeTokenRecord | null>;
  /** Removes it: true for one caller only. */
  take(tokenHash: string): Promise<boolean>;
  /** Of this purpose, newest first, at most `limit`. */
  list(purpose: OneTimeTokenRecord['purpose'], limit: number): Promise<OneTimeTokenRecord[]>;
  deleteExpired(now: number): Promise<number>;
}

/** Small facts of the shop: the secret that signs tokens, the hash of the first admin's one-time link, the shop's own settings. */
export interface SettingStore {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Writes only where nothing was, and gives what is there now: two nodes starting at once agree. */
  setIfAbsent(name: string, value: string): Promise<string>;
  /** Removes the setting if it still has this value; true if it did. One-time links are used up by this. */
  take(name: string, value: string): Promise<boolean>;
  /** Compare-and-set: writes `next` where `previous` still is (null: where nothing is). */
  replace(name: string, previous: string | null, next: string): Promise<boolean>;
}
