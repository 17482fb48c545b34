import { createHmac, timingSafeEqual } from 'node:crypto';
import { Seat, VideoRole } from '@vitrine/protocol';
import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { VideoGrant } from '../../../ports/video.ts';

/** A publisher's lasts for a show with its reconnects; a viewer's only has to last until it has joined. */
export const TOKEN_LIFETIME: Record<VideoRole, number> = { host: 2 * 60 * 60_000, guest: 2 * 60 * 60_000, viewer: 10 * 60_000 };
const MAX_TOKEN_LENGTH = 1_000;
const Claims = z.object({
  streamId: z.string(),
  userId: z.string(),
  role: VideoRole,
  seat: Seat,
  passedOn: z.boolean().optional(),
  expiresAt: z.number(),
});

/** Signed tokens that say who may do what on which stream: `claims.signature`, both base64url, HMAC-SHA256. */
export class GrantTokens {
  readonly #secret: string;
  readonly #clock: Clock;

  constructor(secret: string, clock: Clock) {
    this.#secret = secret;
    this.#clock = clock;
  }

  issue(grant: VideoGrant): { token: string; expiresAt: number } {
    const expiresAt = this.#clock.now() + TOKEN_LIFETIME[grant.role];
    const claims = Buffer.from(JSON.stringify({ ...grant, expiresAt })).toString('base64url');
    return { token: `${claims}.${this.#sign(claims).toString('base64url')}`, expiresAt };
  }

  /** @throws DomainError `unauthenticated`, or `token_expired` for one that was good once. */
  verify(token: string, streamId: string, protocol: 'whip' | 'whep', expired?: 'also_expired'): VideoGrant {
    const refusal = new DomainError('unauthenticated', 'This video token is not good for this show.');
    const [claims, signature, ...more] = token.length <= MAX_TOKEN_LENGTH ? token.split('.') : [];
    if (!claims || !signature || more.length > 0) throw refusal;
    const expected = this.#sign(claims);
    const given = Buffer.from(signature, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusal;
    const { expiresAt, ...grant } = Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    if (grant.streamId !== streamId || (grant.role === 'viewer') !== (protocol === 'whep')) throw refusal;
    if (expired === undefined && this.#clock.now() >= expiresAt) throw new DomainError('token_expired', 'This video token has expired.');
    return grant;
  }

  #sign(claims: string): Buffer {
    return createHmac('sha256', this.#secret).update(`video:${claims}`).digest();
  }
}
