import type { ErrorCode, Problem } from '@vitrine/protocol';
import { RETRYABLE } from '@vitrine/protocol/codes';

/** Why a request failed: the server's stable code, that no answer came, or that the caller called it off. */
export type ApiErrorCode = ErrorCode | 'offline' | 'timeout' | 'aborted';

/** A request that failed. Branch on `code`, never on the message. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  /** 0 when no answer came. */
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  readonly fields: NonNullable<Problem['errors']>;

  constructor(code: ApiErrorCode, status: number, message: string, problem?: Pick<Problem, 'retryAfter' | 'errors'>) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = problem?.retryAfter;
    this.fields = problem?.errors ?? [];
  }
  /** Whether the same request, with the same key, may be sent again. */
  get retryable(): boolean {
    return this.code === 'offline' || this.code === 'timeout' || (this.code !== 'aborted' && RETRYABLE.has(this.code));
  }
}

/** What an answer that is no success says. A proxy in between may answer in its own words: then the status is all that is known. */
export function errorOf(response: Response, answer: unknown): ApiError {
  const { status } = response;
  const header = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfter = Number.isFinite(header) ? header : undefined;
  if (typeof answer === 'object' && answer !== null && 'code' in answer) {
    const problem = answer as Problem;
    return new ApiError(problem.code, status, problem.detail ?? problem.title, { retryAfter, ...problem });
  }
  const code = status === 429 ? 'rate_limited' : status >= 500 ? 'unavailable' : 'invalid';
  return new ApiError(code, status, `The server answered with ${status}.`, { retryAfter });
}
