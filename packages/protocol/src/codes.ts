/**
 * Stable error codes with their HTTP status, WebSocket close codes, and the name of the host's seat. Clients branch on these, never on messages.
 * This module holds no schema, so that browsers can import it without zod.
 */
export const ERRORS = {
  bad_json: 400,
  invalid: 400,
  bad_frame: 400,
  unknown_event: 400,
  unauthenticated: 401,
  bad_credentials: 401,
  token_expired: 401,
  not_registered: 401,
  forbidden: 403,
  banned: 403,
  chat_closed: 403,
  bad_origin: 403,
  name_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  in_progress: 409,
  already_set_up: 409,
  email_taken: 409,
  price_changed: 409,
  sold_out: 409,
  limit_reached: 409,
  stage_full: 409,
  duplicate: 409,
  last_admin: 409,
  payment_failed: 409,
  not_live: 409,
  already_live: 409,
  ended: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  blocked: 422,
  ice_restart_unsupported: 422,
  key_reused: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  video_unavailable: 503,
  payment_unavailable: 503,
  video_full: 503,
  storage_unavailable: 503,
} as const;
/** A stable error code, in problem+json (`code`) and in the `error` event. */
export type ErrorCode = keyof typeof ERRORS;

/** Codes after which the same request, with the same id, may be sent again. */
export const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'in_progress',
  'rate_limited',
  'internal',
  'unavailable',
  'video_unavailable',
  'payment_unavailable',
  'video_full',
  'storage_unavailable',
]);

/**
 * WebSocket close codes (RFC 6455 section 7.4; 4000-4999 are ours).
 * A client comes back by itself after every code for which `isRetryableClose` is true.
 */
export const CLOSE = {
  normal: 1000,
  goingAway: 1001,
  unsupportedData: 1003,
  policy: 1008,
  tooLarge: 1009,
  internal: 1011,
  restart: 1012,
  tryAgain: 1013,
  registerTimeout: 4001,
  slowReader: 4002,
  idle: 4003,
  signedOut: 4004,
  banned: 4005,
  rateLimited: 4006,
} as const;
export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

const FINAL_CLOSES: ReadonlySet<number> = new Set([
  CLOSE.normal,
  CLOSE.unsupportedData,
  CLOSE.policy,
  CLOSE.tooLarge,
  CLOSE.signedOut,
  CLOSE.banned,
]);
/** Whether a client should reconnect after this close code. Unknown codes (1006 among them) are worth another try. */
export const isRetryableClose = (code: number): boolean => !FINAL_CLOSES.has(code);

/** Why a line of a captions file is refused: `code` in the problem's `errors`. */
export const CAPTION_FAULTS = [
  'not_utf8',
  'not_captions',
  'no_cues',
  'no_time',
  'bad_time',
  'backwards',
  'too_late',
  'too_long',
  'too_many',
] as const;
export type CaptionFault = (typeof CAPTION_FAULTS)[number];

/** The host's seat on stage. */
export const HOST_SEAT = 'host';
