/** Of recordings once they are made; in milliseconds. */
export const RECORDINGS_LIMITS = {
  /** Progress is stored at most so often. */
  progressInterval: 2_000,
  /** How often a change is tried anew when another was quicker. */
  tries: 20,
} as const;
