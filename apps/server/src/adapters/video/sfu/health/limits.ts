/** Every bound and interval of health and capacity. Durations in milliseconds unless the name says otherwise. */
export const HEALTH_LIMITS = {
  /** How often a show's health is told. */
  interval: 2_000,
  /** How often the load is read. */
  loadInterval: 1_000,
  /** Viewers of one media process, whatever its load. */
  viewers: 1_000,
  /** So few are never what loads a machine: they are let in however busy it is. */
  alwaysServed: 10,
  /** Sessions that may be on their way in at once: their cost shows in the load only when they are there. */
  connecting: 60,
  /** Seconds after which who was refused may ask again. */
  retryWhenFull: 10,
  retryWhenCrowded: 2,
  /** The earliest arrival is looked for in a span this long, so that clocks that drift apart are no lateness. */
  latenessSpan: 10_000,
} as const;
