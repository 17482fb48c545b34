import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { UserRecord } from '../../ports/storage.ts';

/** argon2id, with the library's parameters (OWASP's). */
export class Passwords {
  /** Verified where there is no account, so that an unknown address takes as long as a wrong password. */
  #decoy: Promise<string> | null = null;

  hash(password: string): Promise<string> {
    return hash(password);
  }
  async isRight(user: UserRecord | null, password: string): Promise<boolean> {
    this.#decoy ??= hash(randomBytes(16).toString('hex'));
    const right = await verify(user?.passwordHash ?? (await this.#decoy), password);
    return right && user !== null;
  }
}
