/** Every bound and interval of the embedded SFU. Durations in milliseconds, sizes in the unit that the name says. */
export const SFU_LIMITS = {
  /** A session that has not connected by then is closed. */
  connectTimeout: 15_000,
  /** A publisher that sends no media for so long counts as lost: that it is interrupted is told within three seconds of the last picture. */
  silence: 2_500,
  /** What one offer may hold. */
  mediaSections: 8,
  sdpLines: 2_000,
  codecsPerSection: 128,
  /** Encodings of one picture. */
  layers: 4,
  /** Streams of retransmissions of one track that are told apart. */
  repairStreams: 16,
  /** Sequence numbers of one incoming stream that are awaited at most; a larger gap is a new start. */
  missingPackets: 200,
  nackInterval: 80,
  nackTries: 8,
  nackAge: 1_500,
  keyframeInterval: 500,
  tick: 25,
  twccInterval: 50,
  /** Packets described in one transport-wide feedback message. */
  twccPackets: 400,
  receiverReportInterval: 1_000,
  /** Sent packets kept for retransmission; a power of two. */
  retransmissionRing: 1_024,
  /** What retransmissions to one viewer may cost, and how much of it at once. */
  retransmissionBitsPerSecond: 1_500_000,
  retransmissionBurstBytes: 64 * 1024,
  /** Sequence numbers answered in one NACK message. */
  nackedPerMessage: 256,
} as const;

/** Of the process that supervises the media process. */
export const SUPERVISOR_LIMITS = {
  startTimeout: 10_000,
  requestTimeout: 5_000,
  pendingRequests: 500,
  heartbeatInterval: 2_000,
  heartbeatTimeout: 6_000,
  restartDelay: 250,
  restartDelayMax: 10_000,
  /** Having run for so long, the process starts again with the shortest delay. */
  healthyAfter: 30_000,
  stopTimeout: 3_000,
} as const;
