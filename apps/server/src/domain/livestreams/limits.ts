/** Of shows on air; in milliseconds where it is a time. */
export const SHOW_LIMITS = {
  /** Shows on air that one look goes through. */
  lookedAt: 1_000,
  /** Viewers of a host who is away keep their connections for so long; then they are put out, and come back with the next picture. */
  viewersWait: 60_000,
} as const;
