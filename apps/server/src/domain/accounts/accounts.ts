import { randomBytes } from 'node:crypto';
import type { Account, GuestInput, InvitationAcceptance, SessionInfo, SetupInput, SignInInput, SignUpInput } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { AccountRole, Storage, UserRecord } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { newId, sha256 } from '../ids.ts';
import type { Accounts, Limits, SignedIn } from '../services.ts';
import { OneTimeLinks } from './one-time-links.ts';
import { Passwords } from './passwords.ts';
import { accountOf, type Sessions } from './sessions.ts';
import { ViewerTokens } from './viewer-tokens.ts';

const SETUP_LIFETIME = 30 * 60 * 1000;
const SETUP_SETTING = 'setup-token';
const SECRET_SETTING = 'token-secret';

/** The secret that signs tokens: made once, the same on every node and after restarts. */
export const tokenSecret = (storage: Storage): Promise<string> =>
  storage.settings.setIfAbsent(SECRET_SETTING, randomBytes(32).toString('base64url'));

/** How people come in and go out: the first admin, accounts, invited staff, guests. */
export class AccountService implements Accounts {
  readonly #storage: Storage;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #sessions: Sessions;
  readonly #passwords = new Passwords();
  readonly #links: OneTimeLinks;
  readonly #viewers: ViewerTokens;

  constructor(parts: { storage: Storage; limits: Limits; clock: Clock; sessions: Sessions; secret: string }) {
    this.#storage = parts.storage;
    this.#limits = parts.limits;
    this.#clock = parts.clock;
    this.#sessions = parts.sessions;
    this.#links = new OneTimeLinks(parts.storage.oneTimeTokens, parts.clock);
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

  async setUp(input: SetupInput, userAgent = ''): Promise<SignedIn> {
    if (!(await this.needsSetup())) throw new DomainError('already_set_up', 'The shop has its first admin already: sign in.');
    const setting = await this.#storage.settings.get(SETUP_SETTING);
    const [tokenHash, expiry] = setting?.split(':') ?? [];
    if (setting === null || tokenHash !== sha256(input.token))
      throw new DomainError('bad_credentials', 'This link is not valid. Use the newest one that the server printed.');
    if (Number(expiry) <= this.#clock.now())
      throw new DomainError('token_expired', 'This link has expired. Start the server again for a new one.');
    const user = await this.#newUser(input, 'admin');
    // Hashing took a while: whoever takes the link now is the only one.
    if (!(await this.#storage.settings.take(SETUP_SETTING, setting))) throw new DomainError('already_set_up', 'The link has been used.');
    if (!(await this.#storage.users.insertFirst(user)))
      throw new DomainError('already_set_up', 'The shop has its first admin already: sign in.');
    return this.#sessions.open(accountOf(user), userAgent);
  }

  async signIn(input: SignInInput, address: string, userAgent = ''): Promise<SignedIn> {
    await this.#limits.take('signIn', `address:${address}`);
    await this.#limits.take('signIn', `email:${sha256(input.email)}`);
    const user = await this.#storage.users.byEmail(input.email);
    const isRight = await this.#passwords.isRight(user, input.password);
    if (!user || !isRight) throw new DomainError('bad_credentials', 'E-mail address or password is wrong.');
    return this.#sessions.open(accountOf(user), userAgent);
  }

  async signUp(input: SignUpInput, actor: Actor | null, address: string, userAgent = ''): Promise<SignedIn> {
    await this.#limits.take('signUp', address);
    // The first account is the admin's, by the link that the server printed.
    if (await this.needsSetup()) throw new DomainError('conflict', 'The shop is not set up yet.');
    if (await this.#storage.users.byEmail(input.email)) throw emailTaken();
    const before = await this.#identityBefore(actor, input.viewerToken);
    const user = await this.#newUser(input, 'customer', before ?? undefined);
    await this.#storage.users.insert(user);
    const signedIn = await this.#sessions.open(accountOf(user), userAgent);
    // Whoever knew the guest's token before is not signed in as the account.
    if (before !== null) await this.#sessions.endAll(before, sha256(signedIn.token));
    return signedIn;
  }

  async acceptInvitation(input: InvitationAcceptance, address: string, userAgent = ''): Promise<SignedIn> {
    await this.#limits.take('signIn', `address:${address}`);
    const invitation = await this.#links.read(input.token, 'invitation');
    if (await this.#storage.users.byEmail(invitation.email)) throw emailTaken();
    const user = await this.#newUser({ ...input, email: invitation.email }, invitation.role ?? 'moderator');
    // Hashing took a while: whoever uses the link now is the only one, and it may have been withdrawn.
    await this.#links.use(invitation);
    await this.#storage.users.insert(user);
    return this.#sessions.open(accountOf(user), userAgent);
  }

  async enterAsGuest(input: GuestInput, address: string, userAgent = ''): Promise<SignedIn> {
    await this.#limits.take('guest', address);
    const known = await this.#identityBefore(null, input.viewerToken);
    return this.#sessions.open({ _id: known ?? newId(this.#clock), role: 'guest', name: input.name }, userAgent);
  }

  async signOut(actor: Actor): Promise<void> {
    if (actor.sessionHash !== null) await this.#sessions.end(actor.sessionHash);
  }
  async signOutEverywhere(actor: Actor): Promise<void> {
    // A viewer has no session, and its id may be an account's by now.
    if (actor.sessionHash !== null) await this.#sessions.endAll(actor.id);
  }
  sessions(actor: Actor): Promise<SessionInfo[]> {
    return actor.sessionHash === null ? Promise.resolve([]) : this.#sessions.list(actor);
  }
  async endSession(actor: Actor, id: string): Promise<void> {
    if (actor.sessionHash === null) throw new DomainError('not_found', 'There is no such session.');
    await this.#sessions.endOne(actor, id);
  }

  bySessionToken(token: string): Promise<Actor | null> {
    return this.#sessions.byToken(token);
  }
  async account(actor: Actor): Promise<Account | null> {
    if (actor.name === null || actor.role === 'viewer') return null;
    if (actor.role === 'guest') return { _id: actor.id, role: actor.role, name: actor.name };
    const user = await this.#storage.users.byId(actor.id);
    return user && accountOf(user);
  }
  issueViewer(): { actor: Actor; token: string } {
    return this.#viewers.issue();
  }
  byViewerToken(token: string): Actor | null {
    return this.#viewers.read(token);
  }
  onSignedOut(listener: (sessionHash: string) => void): () => void {
    return this.#sessions.onEnded(listener);
  }
  async sweep(): Promise<void> {
    await this.#sessions.sweep();
    await this.#links.sweep();
  }

  /** The id that a guest or viewer had; null when there was none, or an account has taken it over: then it is nobody else's any more. */
  async #identityBefore(actor: Actor | null, viewerToken: string | undefined): Promise<string | null> {
    const viewer = viewerToken === undefined ? null : this.#viewers.read(viewerToken);
    const before = actor?.role === 'guest' || actor?.role === 'viewer' ? actor : viewer;
    return before && !(await this.#storage.users.byId(before.id)) ? before.id : null;
  }
  async #newUser(input: { name: string; email: string; password: string }, role: AccountRole, id?: string): Promise<UserRecord> {
    return {
      _id: id ?? newId(this.#clock),
      email: input.email,
      name: input.name,
      role,
      passwordHash: await this.#passwords.hash(input.password),
      createdAt: this.#clock.now(),
    };
  }
}

const emailTaken = (): DomainError => new DomainError('email_taken', 'Another account has this e-mail address.');
