import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Account, GuestInput, SetupInput, SignInInput } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { SessionRecord, Storage, UserRecord } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { newId, sha256 } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import { RecentlyUsed } from '../recently-used.ts';
import type { Accounts, Limits, SignedIn } from '../services.ts';
import { ViewerTokens } from './viewer-tokens.ts';

const SESSION_LIFETIME = 30 * 24 * 60 * 60 * 1000;
const SETUP_LIFETIME = 30 * 60 * 1000;
const SETUP_SETTING = 'setup-token';
const SECRET_SETTING = 'token-secret';
/** Sessions kept in memory: 5,000 clients that come back at once must not each ask the store. */
const CACHED_SESSIONS = 20_000;

interface CachedSession {
  actor: Actor;
  expiresAt: number;
}

/** The secret that signs tokens: made once, the same on every node and after restarts. */
export const tokenSecret = (storage: Storage): Promise<string> =>
  storage.settings.setIfAbsent(SECRET_SETTING, randomBytes(32).toString('base64url'));

/** Accounts, guests, sessions. Tokens are opaque; the store knows only their SHA-256. */
export class AccountService implements Accounts {
  readonly #storage: Storage;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #viewers: ViewerTokens;
  readonly #sessions = new RecentlyUsed<string, CachedSession>(CACHED_SESSIONS);
  readonly #signedOut = new Listeners<[string]>();
  #signOuts = 0;
  /** Verified where there is no account, so that an unknown address takes as long as a wrong password. */
  #decoy: Promise<string> | null = null;

  constructor(parts: { storage: Storage; limits: Limits; clock: Clock; secret: string }) {
    this.#storage = parts.storage;
    this.#limits = parts.limits;
    this.#clock = parts.clock;
    this.#viewers = new ViewerTokens(parts.secret, parts.clock);
  }

  async needsSetup(): Promise<boolean> {
    return (await this.#storage.users.count()) === 0;
  }

  async issueSetupToken(): Promise<string | null> {
    if (!(await this.needsSetup())) return null;
    const token = randomBytes(24).toString('base64url');
    await this.#storage.settings.set(SETUP_SETTING, `${sha256(token)}:${this.#clock.now() + SETUP_LIFETIME}`);
    return token;
  }

  async setUp(input: SetupInput): Promise<SignedIn> {
    if (!(await this.needsSetup())) throw new DomainError('already_set_up', 'The shop has its first admin already: sign in.');
    const setting = await this.#storage.settings.get(SETUP_SETTING);
    const [tokenHash, expiry] = setting?.split(':') ?? [];
    if (setting === null || tokenHash !== sha256(input.token))
      throw new DomainError('bad_credentials', 'This link is not valid. Use the newest one that the server printed.');
    if (Number(expiry) <= this.#clock.now())
      throw new DomainError('token_expired', 'This link has expired. Start the server again for a new one.');
    const user: UserRecord = {
      _id: newId(this.#clock),
      email: input.email,
      name: input.name,
      role: 'admin',
      passwordHash: await hash(input.password),
      createdAt: this.#clock.now(),
    };
    // Hashing took a while: whoever takes the link now is the only one.
    if (!(await this.#storage.settings.take(SETUP_SETTING, setting))) throw new DomainError('already_set_up', 'The link has been used.');
    if (!(await this.#storage.users.insertFirst(user)))
      throw new DomainError('already_set_up', 'The shop has its first admin already: sign in.');
    return this.#open({ _id: user._id, role: user.role, name: user.name, email: user.email }, 'user');
  }

  async signIn(input: SignInInput, address: string): Promise<SignedIn> {
    await this.#limits.take('signIn', `address:${address}`);
    await this.#limits.take('signIn', `email:${sha256(input.email)}`);
    const user = await this.#storage.users.byEmail(input.email);
    this.#decoy ??= hash(randomBytes(16).toString('hex'));
    const right = await verify(user?.passwordHash ?? (await this.#decoy), input.password);
    if (!user || !right) throw new DomainError('bad_credentials', 'E-mail address or password is wrong.');
    return this.#open({ _id: user._id, role: user.role, name: user.name, email: user.email }, 'user');
  }

  async enterAsGuest(input: GuestInput, address: string): Promise<SignedIn> {
    await this.#limits.take('guest', address);
    const viewer = input.viewerToken === undefined ? null : this.byViewerToken(input.viewerToken);
    return this.#open({ _id: viewer?.id ?? newId(this.#clock), role: 'guest', name: input.name }, 'guest');
  }

  async signOut(actor: Actor): Promise<void> {
    if (actor.sessionHash === null) return;
    await this.#storage.sessions.delete(actor.sessionHash);
    this.#signOuts += 1;
    this.#sessions.delete(actor.sessionHash);
    this.#signedOut.tell(actor.sessionHash);
  }

  async bySessionToken(token: string): Promise<Actor | null> {
    const tokenHash = sha256(token);
    const cached = this.#sessions.get(tokenHash);
    const signOuts = this.#signOuts;
    const session = cached ?? (await this.#read(tokenHash));
    if (!session) return null;
    // What was read before a sign-out may be what has been signed out: it is not kept.
    if (!cached && signOuts === this.#signOuts) this.#sessions.set(tokenHash, session);
    return session.expiresAt > this.#clock.now() ? session.actor : null;
  }

  async account(actor: Actor): Promise<Account | null> {
    if (actor.name === null || actor.role === 'viewer') return null;
    if (actor.role === 'guest') return { _id: actor.id, role: actor.role, name: actor.name };
    const user = await this.#storage.users.byId(actor.id);
    return user && { _id: user._id, role: user.role, name: user.name, email: user.email };
  }

  issueViewer(): { actor: Actor; token: string } {
    return this.#viewers.issue();
  }
  byViewerToken(token: string): Actor | null {
    return this.#viewers.read(token);
  }
  onSignedOut(listener: (sessionHash: string) => void): () => void {
    return this.#signedOut.add(listener);
  }
  async sweep(): Promise<void> {
    await this.#storage.sessions.deleteExpired(this.#clock.now());
  }

  async #open(account: Account, kind: SessionRecord['kind']): Promise<SignedIn> {
    const token = randomBytes(32).toString('base64url');
    const now = this.#clock.now();
    const session: SessionRecord = {
      tokenHash: sha256(token),
      subjectId: account._id,
      kind,
      guestName: kind === 'guest' ? account.name : null,
      userAgent: '',
      createdAt: now,
      expiresAt: now + SESSION_LIFETIME,
    };
    await this.#storage.sessions.insert(session);
    return { account, token, expiresAt: session.expiresAt };
  }
  async #read(tokenHash: string): Promise<CachedSession | null> {
    const session = await this.#storage.sessions.byTokenHash(tokenHash);
    if (!session) return null;
    if (session.kind === 'guest')
      return {
        actor: { id: session.subjectId, role: 'guest', name: session.guestName, sessionHash: tokenHash },
        expiresAt: session.expiresAt,
      };
    const user = await this.#storage.users.byId(session.subjectId);
    return user && { actor: { id: user._id, role: user.role, name: user.name, sessionHash: tokenHash }, expiresAt: session.expiresAt };
  }
}
