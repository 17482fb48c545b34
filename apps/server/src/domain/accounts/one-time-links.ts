import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { OneTimeTokenRecord, OneTimeTokenStore } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { sha256 } from '../ids.ts';

type Purpose = OneTimeTokenRecord['purpose'];

/** Links that are used once. Their token is in the fragment, which no server sees; the store knows its hash. */
export class OneTimeLinks {
  readonly #store: OneTimeTokenStore;
  readonly #clock: Clock;

  constructor(store: OneTimeTokenStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async issue(
    fact: Pick<OneTimeTokenRecord, 'purpose' | 'email' | 'role' | 'userId' | 'createdBy'>,
    lifetime: number,
  ): Promise<{ token: string; record: OneTimeTokenRecord }> {
    const token = randomBytes(24).toString('base64url');
    const createdAt = this.#clock.now();
    const record: OneTimeTokenRecord = { ...fact, tokenHash: sha256(token), createdAt, expiresAt: createdAt + lifetime };
    await this.#store.insert(record);
    return { token, record };
  }

  /** What the link is for; `bad_credentials` when it is unknown or used, `token_expired` when it is too old. */
  async read(token: string, purpose: Purpose): Promise<OneTimeTokenRecord> {
    const record = await this.#store.byHash(sha256(token));
    if (record?.purpose !== purpose) throw used();
    if (record.expiresAt <= this.#clock.now()) throw new DomainError('token_expired', 'This link has expired. Ask for a new one.');
    return record;
  }
  /** Uses it up: `bad_credentials` for everyone but the first. */
  async use(record: OneTimeTokenRecord): Promise<void> {
    if (!(await this.#store.take(record.tokenHash))) throw used();
  }
  /** Nobody can use it any more; false when somebody has. */
  withdraw(record: OneTimeTokenRecord): Promise<boolean> {
    return this.#store.take(record.tokenHash);
  }

  /** Those that can still be used, newest first. */
  async list(purpose: Purpose, limit: number): Promise<OneTimeTokenRecord[]> {
    const now = this.#clock.now();
    return (await this.#store.list(purpose, limit)).filter(({ expiresAt }) => expiresAt > now);
  }
  async sweep(): Promise<void> {
    await this.#store.deleteExpired(this.#clock.now());
  }
}

const used = (): DomainError => new DomainError('bad_credentials', 'This link is not valid, or has been used.');
