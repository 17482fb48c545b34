/** Every bound and interval of sending to viewers. Durations in milliseconds, rates in bit/s, sizes in the unit that the name says. */
export const PLAYBACK_LIMITS = {
  /** Sent packets whose arrival may still be told; a power of two. Two seconds at 8 Mbit/s. */
  awaitedPackets: 2_048,

  /** What a connection is taken to carry before anything is known of it. */
  startEstimate: 1_000_000,
  lowestEstimate: 50_000,
  highestEstimate: 30_000_000,
  /** Rates are measured over so long. */
  rateWindow: 500,
  /** Packets sent within so long of each other count as one group (draft-ietf-rmcat-gcc-02 section 5.2). */
  groupSpan: 5,
  /** Groups over which the delay's trend is taken. */
  trendWindow: 20,
  /** A queue shorter than this is jitter, not congestion. */
  standingQueue: 40,
  /** A keyframe's burst drains by itself; a queue that stands for so long does not. */
  standsFor: 100,
  congestionWindow: 200,
  /** The shortest delay seen in the last one or two of these is the path without a queue. */
  baseDelayWindow: 15_000,
  /** After the estimate fell, so long passes before it falls again, beside the round trip. */
  decreaseInterval: 200,
  lossWindow: 600,
  /** Fewer packets say nothing about loss. */
  lossPackets: 20,
  /** Above this share of lost packets the connection is taken to be congested. */
  highLoss: 0.1,
  /** Packets under way and nothing heard for so long: the connection carries next to nothing. */
  silence: 1_000,
  /** Media was sent for so long and no report came back: the viewer is taken to be gone. */
  peerSilence: 10_000,

  /** How long one step of a probe sends. */
  probeStep: 250,
  /** A probe's verdict waits for feedback for so long at the most, beside the round trip. */
  probeVerdict: 500,
  probeSteps: 12,
  /** A step doubles the rate that has been proven, so that a probe which fails has overshot by little. */
  probeGrowth: 2,
  probeLowestRate: 150_000,
  /** Of what a step sent, so much has to arrive in time. */
  probeDelivery: 0.85,
  /** A queue that grows by more than this ends a probe at once. */
  probeQueue: 50,
  /** What is tried is a little more than what is wanted. */
  probeMargin: 1.15,
  /** After a probe that failed, the next one waits; each time twice as long, up to the bound. */
  probeBackoff: 2_000,
  probeBackoffMax: 6_000,
  /** Padding sent in one tick, in bytes. */
  paddingPerTick: 24_000,
  /** Of one packet of nothing but padding (RFC 3550 section 5.1). */
  paddingBytes: 255,

  decisionInterval: 100,
  /** A layer is taken when the estimate is above its need by so much. */
  upwardMargin: 1.1,
  /** Congestion so soon after stepping up means that it was a mistake. */
  upwardTrial: 5_000,
  /** The need of a layer, whose bitrate varies, sinks no faster than by this share a second. */
  needDecay: 0.1,
  /** The smallest layer does not get through for so long: sound alone is better than a torn picture. */
  hopelessAfter: 2_500,
  /** Without transport-wide feedback a larger layer is tried after so long; each failure doubles it, up to the bound. */
  trialBackoff: 5_000,
  trialBackoffMax: 30_000,

  /** Sessions of one user, who watches several seats, look for more in turns of so long. */
  seekTurn: 2_000,
  /** How often what they may take in sum is shared out anew. */
  shareInterval: 500,
  shareMargin: 1.3,

  /** A keyframe that was asked for and has not come is asked for again. */
  keyframeRetry: 600,
  /** A picture begins with packets that came before the viewer did, if they are younger than this. */
  recentPicture: 1_000,
  recentPackets: 300,
  /** On a congested connection such a beginning may take so long to arrive; one that would take longer makes way for a new keyframe. */
  urgentCatchUp: 150,
  /** Above this share of lost packets a repair is sent twice: one that is lost too costs a round trip more, and the picture stands still. */
  lossyShare: 0.02,
  /** Between the frames of such a beginning, in ticks of 90 kHz: they catch up with the live picture at once. */
  catchUpTicks: 180,
} as const;
