import { ERRORS, type ErrorCode, type Problem, RETRYABLE } from '@vitrine/protocol';

/** A field of the input, or a line of a file, that was refused. */
export type RefusedField = NonNullable<Problem['errors']>[number];

/** The one error of the domain: a stable code, mapped once at each edge (problem+json, the `error` event). */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  /** Seconds after which it may be tried again. */
  readonly retryAfter: number | undefined;
  /** Which fields of the input were refused, for `invalid`. */
  readonly fields: RefusedField[] | undefined;

  constructor(code: ErrorCode, message: string, options: { retryAfter?: number; fields?: RefusedField[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryAfter = options.retryAfter;
    this.fields = options.fields;
  }
  get status(): number {
    return ERRORS[this.code];
  }
  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }
}
