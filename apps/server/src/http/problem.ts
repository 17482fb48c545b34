import { ERRORS, type ErrorCode, type Problem } from '@vitrine/protocol';
import { ZodError } from 'zod';
import { DomainError } from '../domain/errors.ts';
import { ActorNeededError, InputError } from './operation.ts';

export const PROBLEM_TYPE = 'application/problem+json';

const TITLES: Record<ErrorCode, string> = {
  bad_json: 'The body is not JSON',
  invalid: 'The request is not valid',
  bad_frame: 'The frame is not valid',
  unknown_event: 'There is no such event',
  unauthenticated: 'Sign in first',
  bad_credentials: 'E-mail or password is wrong',
  token_expired: 'The token has expired or has been used',
  not_registered: 'Register first',
  forbidden: 'This is not allowed',
  banned: 'This is not open to you',
  chat_closed: 'The chat is not open to you',
  bad_origin: 'The request comes from another site',
  name_required: 'A display name is needed',
  not_found: 'There is no such thing',
  method_not_allowed: 'The method is not allowed here',
  conflict: 'It has been changed meanwhile',
  in_progress: 'The same request is still in progress',
  already_set_up: 'The shop has been set up already',
  email_taken: 'The e-mail address is taken',
  price_changed: 'The price has changed',
  sold_out: 'Sold out',
  limit_reached: 'There is a limit for each buyer',
  stage_full: 'There is no seat left on stage',
  duplicate: 'The same was said just now',
  last_admin: 'A shop needs an admin',
  payment_failed: 'The payment did not work',
  not_live: 'The show is not live',
  already_live: 'The show is live already',
  ended: 'The show has ended',
  precondition_failed: 'It is not as the request takes it to be',
  ice_restart_unsupported: 'ICE is not restarted here',
  too_large: 'The body is too large',
  unsupported_media_type: 'The content type is not supported',
  blocked: 'This may not be written here',
  key_reused: 'The Idempotency-Key was used for another request',
  rate_limited: 'Too many requests',
  internal: 'Something went wrong on the server',
  unavailable: 'The server is not available now',
  video_unavailable: 'Video is not available now',
  video_full: 'Video has no more places',
  payment_unavailable: 'Payment is not available now',
  storage_unavailable: 'The store is not available now',
};

/** RFC 9457 problem details of a code. */
export function problem(code: ErrorCode, extra: Pick<Problem, 'detail' | 'retryAfter' | 'errors'> = {}): Problem {
  return { type: `urn:vitrine:problem:${code.replaceAll('_', '-')}`, title: TITLES[code], status: ERRORS[code], code, ...extra };
}

/** What a client is told of an error. What is not ours to tell becomes `internal`, without a word about the cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) return ofDomain(error);
  if (error instanceof InputError) return problem('invalid', { detail: error.message, errors: error.fields });
  if (error instanceof ActorNeededError) return problem('unauthenticated', { detail: 'Send a bearer token or a session cookie.' });
  // An answer that doesn't fit its schema is our mistake, whatever the error says.
  if (error instanceof ZodError) return problem('internal');
  return ofRequest(error);
}

function ofDomain(error: DomainError): Problem {
  return problem(error.code, {
    detail: error.message,
    ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }),
    ...(error.fields === undefined ? {} : { errors: error.fields }),
  });
}

/** Errors of Express and its body parser: they carry a `status`, and the parser's a `type`. */
function ofRequest(error: unknown): Problem {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return problem('internal');
  const type = 'type' in error ? error.type : undefined;
  if (type === 'entity.parse.failed') return problem('bad_json', { detail: 'The body must be a JSON object.' });
  if (error.status === 413) return problem('too_large');
  if (error.status === 415) return problem('unsupported_media_type');
  if (error.status === 404) return problem('not_found');
  if (error.status >= 400 && error.status < 500) return problem('invalid');
  return problem('internal');
}
