import type { VideoRole } from '@vitrine/protocol';

/** Seconds that a token is good for. A client renews it half a minute before its end, so that it can stay as long as it may. */
export const TOKEN_LIFETIME: Record<VideoRole, number> = { host: 60 * 60, guest: 60 * 60, viewer: 30 * 60 };
/** No token that was given out before now is good after so many seconds; a rule keeps its bearer out until then. */
export const LONGEST_LIFETIME = Math.max(...Object.values(TOKEN_LIFETIME));
/** The longest that a rule can last, in seconds (Agora's "create rule", `time_in_seconds`). */
export const LONGEST_RULE = 86_400;

/** Tabs in which one viewer watches one show at the same time. */
export const TABS_PER_VIEWER = 8;

/** Milliseconds from one request to the next: Agora takes ten a second from an account, twenty where it is only asked ("call frequency limit"). */
export const REQUEST_GAP = 125;
/** Requests that wait for their turn. */
export const MAX_WAITING = 1_000;
/** Milliseconds for one request. */
export const REQUEST_TIMEOUT = 5_000;
export const MAX_ATTEMPTS = 6;
/** Milliseconds before the second attempt; each further one waits twice as long, with jitter. */
export const FIRST_RETRY = 500;
export const LONGEST_RETRY = 15_000;
/** The largest answer that is read, in bytes: the user list of a channel has up to 10,000 numbers. */
export const MAX_ANSWER = 1024 * 1024;
/** Milliseconds that who asks for something waits for it; it is then still seen to, and what goes wrong is logged. */
export const PATIENCE = 3_000;
/** Viewers who are put out one by one. */
export const MAX_PUT_OUT = 500;
/** Rules whose numbers are remembered, so that they can be lifted. */
export const MAX_RULES = 1_000;

/** Milliseconds between two looks at who publishes in the shows on air. */
export const LOOK_INTERVAL = 10_000;
/** Shows that one look goes through. */
export const MAX_LOOKED_AT = 60;
/** A publisher has to be missing from so many looks in a row to be taken for lost: the list is not exact. */
export const MISSES = 2;

/** Milliseconds that a notification's time of sending may be off ours: an older one may have been kept by somebody. */
export const NOTICE_TOLERANCE = 5 * 60_000;
/** Notifications, and publishers, of which the last is remembered. */
export const MAX_NOTICES = 5_000;
export const MAX_PUBLISHERS = 1_000;
