import { randomBytes } from 'node:crypto';
import { type Account, LIMITS, type SessionInfo } from '@vitrine/protocol';
import type { Clock } from '../../ports/clock.ts';
import type { SessionRecord, Storage, UserRecord } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { derivedId, newId, sha256 } from '../ids.ts';
import { Listeners } from '../listeners.ts';
import { RecentlyUsed } from '../recently-used.ts';
import type { SignedIn } from '../services.ts';
import type { ShopFeed } from '../timeline/shop-feed.ts';

const LIFETIME = 30 * 24 * 60 * 60 * 1000;
/** Sessions kept in memory: 5,000 clients that come back at once must not each ask the store. */
const CACHED = 20_000;
/** After so long memory is compared with the store: what the shop's timeline could not tell is not believed for ever. */
const FRESH_FOR = 60_000;
/** Of one session, while others keep changing. */
const MAX_READS = 5;

interface Cached {
  actor: Actor;
  expiresAt: number;
  readAt: number;
}

export const accountOf = (user: UserRecord): Account => ({ _id: user._id, role: user.role, name: user.name, email: user.email });

/** Who is signed in, on every node. Tokens are opaque; the store knows only their SHA-256. */
export class Sessions {
  readonly #storage: Storage;
  readonly #feed: Pick<ShopFeed, 'tell'>;
  readonly #clock: Clock;
  readonly #cached = new RecentlyUsed<string, Cached>(CACHED);
  readonly #ended = new Listeners<[string]>();
  /** Counts what may have made a session that is just being read untrue. */
  #changes = 0;

  constructor(parts: { storage: Storage; feed: Pick<ShopFeed, 'tell' | 'on'>; clock: Clock }) {
    this.#storage = parts.storage;
    this.#feed = parts.feed;
    this.#clock = parts.clock;
    parts.feed.on('session_ended', ({ sessionHashes }) => this.#forget(sessionHashes));
    parts.feed.on('account_changed', ({ userId }) => {
      this.#changes += 1;
      this.#cached.deleteWhere(({ actor }) => actor.id === userId);
    });
  }

  async open(account: Account, userAgent: string): Promise<SignedIn> {
    const token = randomBytes(32).toString('base64url');
    const now = this.#clock.now();
    const isGuest = account.role === 'guest';
    const session: SessionRecord = {
      tokenHash: sha256(token),
      subjectId: account._id,
      kind: isGuest ? 'guest' : 'user',
      guestName: isGuest ? account.name : null,
      userAgent: userAgent.slice(0, LIMITS.userAgentLength),
      createdAt: now,
      expiresAt: now + LIFETIME,
    };
    await this.#storage.sessions.insert(session);
    return { account, token, expiresAt: session.expiresAt };
  }

  async byToken(token: string): Promise<Actor | null> {
    const tokenHash = sha256(token);
    const session = await this.#current(tokenHash);
    return session && session.expiresAt > this.#clock.now() ? session.actor : null;
  }

  async list(actor: Actor): Promise<SessionInfo[]> {
    const now = this.#clock.now();
    return (await this.#storage.sessions.bySubject(actor.id, LIMITS.sessions))
      .filter(({ expiresAt }) => expiresAt > now)
      .map((session) => ({
        id: publicId(session.tokenHash),
        userAgent: session.userAgent,
        createdAt: new Date(session.createdAt).toISOString(),
        expiresAt: new Date(session.expiresAt).toISOString(),
        isCurrent: session.tokenHash === actor.sessionHash,
      }));
  }

  async endOne(actor: Actor, id: string): Promise<void> {
    const own = await this.#storage.sessions.bySubject(actor.id, LIMITS.sessions);
    const session = own.find(({ tokenHash }) => publicId(tokenHash) === id);
    if (!session) throw new DomainError('not_found', 'There is no such session.');
    await this.end(session.tokenHash);
  }
  async end(sessionHash: string): Promise<void> {
    await this.#storage.sessions.delete(sessionHash);
    await this.#tell([sessionHash]);
  }
  /** Every session of this account or guest but `except`. */
  async endAll(subjectId: string, except?: string): Promise<void> {
    const ended = await this.#storage.sessions.deleteBySubject(subjectId, except);
    if (ended.length > 0) await this.#tell(ended);
  }
  /** The name or role of an account is another: every node reads it anew. */
  async accountChanged(userId: string): Promise<void> {
    await this.#feed.tell('account_changed', `account:${newId(this.#clock)}`, { userId });
  }

  onEnded(listener: (sessionHash: string) => void): () => void {
    return this.#ended.add(listener);
  }
  async sweep(): Promise<void> {
    await this.#storage.sessions.deleteExpired(this.#clock.now());
  }

  async #tell(sessionHashes: string[]): Promise<void> {
    // This node at once, also when the others can't be told.
    this.#forget(sessionHashes);
    await this.#feed.tell('session_ended', `sessions:${newId(this.#clock)}`, { sessionHashes });
  }
  #forget(sessionHashes: string[]): void {
    this.#changes += 1;
    for (const hash of sessionHashes) {
      this.#cached.delete(hash);
      this.#ended.tell(hash);
    }
  }

  async #current(tokenHash: string): Promise<Cached | null> {
    const cached = this.#cached.get(tokenHash);
    const now = this.#clock.monotonic();
    if (cached && now - cached.readAt < FRESH_FOR) return cached;
    let changes = this.#changes;
    try {
      let session = await this.#read(tokenHash, now);
      // What was read before something changed may be what has changed: a socket would stay open with it.
      for (let reads = 1; changes !== this.#changes && reads < MAX_READS; reads += 1) {
        changes = this.#changes;
        session = await this.#read(tokenHash, now);
      }
      if (!session) this.#cached.delete(tokenHash);
      else if (changes === this.#changes) this.#cached.set(tokenHash, session);
      return session;
    } catch (error) {
      // A store that is away ends nobody's session.
      if (cached && changes === this.#changes && error instanceof DomainError && error.code === 'storage_unavailable') return cached;
      throw error;
    }
  }
  async #read(tokenHash: string, readAt: number): Promise<Cached | null> {
    const session = await this.#storage.sessions.byTokenHash(tokenHash);
    if (!session) return null;
    const { expiresAt, subjectId: id } = session;
    if (session.kind === 'guest')
      return { actor: { id, role: 'guest', name: session.guestName, sessionHash: tokenHash }, expiresAt, readAt };
    const user = await this.#storage.users.byId(id);
    return user && { actor: { id, role: user.role, name: user.name, sessionHash: tokenHash }, expiresAt, readAt };
  }
}

/** Names a session to its owner; it says nothing about its token. */
const publicId = (tokenHash: string): string => derivedId('session', tokenHash);
