import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../ports/clock.ts';

/** A new ObjectId string: seconds since 1970, then 64 random bits. */
export const newId = (clock: Clock): string =>
  Math.floor(clock.now() / 1000)
    .toString(16)
    .padStart(8, '0')
    .slice(-8) + randomBytes(8).toString('hex');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The same facts give the same id: a request that is sent again meets what it made. */
export const derivedId = (...facts: string[]): string => sha256(JSON.stringify(facts)).slice(0, 24);
