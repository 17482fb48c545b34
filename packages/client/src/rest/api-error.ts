import type { ErrorCode, Problem } from '@vitrine/protocol';
import { RETRYABLE } from '@vitrine/protocol/codes';

/** Why a request failed: the server's stable code, or that no answer came. */
export type ApiErrorCode = ErrorCode | 'offline' | 'timeout';

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
    return this.code === 'offline' || this.code === 'timeout' || RETRYABLE.has(this.code);
  }
}
