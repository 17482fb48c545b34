/** Of guests on stage; in milliseconds. */
export const STAGE_LIMITS = {
  /** An invitation that nobody has answered by then lapses. */
  invitation: 120_000,
  /** Who has said yes sends a picture within this time: a browser asks for the camera meanwhile. */
  firstPicture: 120_000,
  /** A guest whose picture is lost is taken off after so long. */
  away: 60_000,
  /** How often a change is tried anew when another was quicker: each time one of them has come through. */
  tries: 100,
  /** Shows that one look goes through. */
  lookedAt: 1_000,
} as const;
