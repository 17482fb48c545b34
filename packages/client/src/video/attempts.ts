import { ApiError } from '../rest/api-error.ts';
import { jitteredBackoff } from '../socket/reconnect-policy.ts';
import type { Timers } from '../timers.ts';
import { TakenOver, UnsupportedProvider } from './link.ts';
import type { VideoError } from './types.ts';

/** Codes after which asking again changes nothing. */
const FINAL = new Set(['ended', 'forbidden', 'unauthenticated', 'not_found', 'not_live']);

export const isFinal = (error: unknown): boolean =>
  error instanceof UnsupportedProvider || error instanceof TakenOver || (error instanceof ApiError && FINAL.has(error.code));
export function toVideoError(error: unknown): VideoError {
  if (error instanceof ApiError) return { code: error.code, message: error.message };
  const code = error instanceof UnsupportedProvider ? 'unsupported' : error instanceof TakenOver ? 'taken_over' : 'internal';
  return { code, message: error instanceof Error ? error.message : String(error) };
}

/** How long to wait before the next attempt, in ms: what the server said, or a jittered back-off. */
export function waitBefore(attempt: number, error: unknown, timers: Timers): number {
  const asked = error instanceof ApiError && error.retryAfter !== undefined ? error.retryAfter * 1000 : 0;
  return Math.max(
    asked,
    jitteredBackoff.delay(attempt, () => timers.random()),
  );
}
