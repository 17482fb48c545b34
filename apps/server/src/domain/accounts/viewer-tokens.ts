import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Actor } from '../actor.ts';
import { newId } from '../ids.ts';

const LIFETIME = 30 * 24 * 60 * 60 * 1000;
const FORM = /^v1\.([0-9a-f]{24})\.(\d{1,15})\.([\w-]{43})$/;

/** Signed tokens of viewers without a session: `v1.<id>.<expiry>.<HMAC-SHA-256>`. Nothing about them is stored. */
export class ViewerTokens {
  readonly #secret: string;
  readonly #clock: Clock;
  constructor(secret: string, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  issue(): { actor: Actor; token: string } {
    const id = newId(this.#clock);
    const claims = `v1.${id}.${this.#clock.now() + LIFETIME}`;
    return { actor: viewer(id), token: `${claims}.${this.#sign(claims)}` };
  }

  /** The viewer of a token; null when the signature is wrong or it has expired. */
  read(token: string): Actor | null {
    const [, id, expiry, signature] = FORM.exec(token) ?? [];
    if (id === undefined || expiry === undefined || signature === undefined) return null;
    const expected = Buffer.from(this.#sign(`v1.${id}.${expiry}`));
    if (!timingSafeEqual(expected, Buffer.from(signature))) return null;
    return Number(expiry) > this.#clock.now() ? viewer(id) : null;
  }

  #sign(claims: string): string {
    return createHmac('sha256', this.#secret).update(claims).digest('base64url');
  }
}

const viewer = (id: string): Actor => ({ id, role: 'viewer', name: null, sessionHash: null });
