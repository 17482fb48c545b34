import type { RateName } from '@vitrine/protocol';
import type { Backplane } from '../../ports/backplane.ts';
import { DomainError } from '../errors.ts';
import type { Limits } from '../services.ts';

export class RateLimitService implements Limits {
  readonly #backplane: Backplane;
  constructor(backplane: Backplane) {
    this.#backplane = backplane;
  }
  async take(name: RateName, subject: string, seconds?: number): Promise<void> {
    const wait = await this.#backplane.rateLimits.take(name, subject, seconds);
    if (wait > 0) throw new DomainError('rate_limited', 'Too much at once. Wait a moment.', { retryAfter: Math.ceil(wait) });
  }
}
