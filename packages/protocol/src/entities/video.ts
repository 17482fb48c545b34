import { z } from 'zod';
import { HOST_SEAT } from '../codes.ts';
import { Id, Timestamp } from '../primitives.ts';

/** `host` and `guest` publish from a seat on stage, a `viewer` watches one. */
export const VideoRole = z.enum(['host', 'guest', 'viewer']);
export type VideoRole = z.infer<typeof VideoRole>;
/** A guest's is named by the guest's user id. */
export const Seat = z.union([z.literal(HOST_SEAT), Id]);
export type Seat = z.infer<typeof Seat>;

export const IceServer = z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() });
export type IceServer = z.infer<typeof IceServer>;

/** All that a client needs to publish from a seat or to play it, short-lived and bound to user, stream, role and seat. */
export const VideoCredentials = z.discriminatedUnion('provider', [
  z.object({
    provider: z.literal('sfu'),
    role: VideoRole,
    seat: Seat,
    /** WHIP (RFC 9725) for who publishes, WHEP for a viewer: a path on this server. */
    url: z.string(),
    /** Sent as `Authorization: Bearer`, never in a URL. */
    token: z.string(),
    iceServers: z.array(IceServer),
    expiresAt: Timestamp,
  }),
  z.object({
    provider: z.literal('agora'),
    role: VideoRole,
    seat: Seat,
    appId: z.string(),
    channel: z.string(),
    /** Who we are in the channel. */
    uid: z.int().min(1),
    /** Who publishes from this seat: our own uid when it is us. */
    seatUid: z.int().min(1),
    token: z.string(),
    expiresAt: Timestamp,
  }),
]);
export type VideoCredentials = z.infer<typeof VideoCredentials>;

/** What a broadcasting tool (OBS, GStreamer) is given: where it sends by WHIP, and what it proves itself with. The key is told this once. */
export const NewBroadcastKey = z.object({ url: z.string(), key: z.string(), createdAt: Timestamp });
export type NewBroadcastKey = z.infer<typeof NewBroadcastKey>;
/** That a key is there; the key itself nobody knows any more. */
export const BroadcastKey = NewBroadcastKey.omit({ key: true });
export type BroadcastKey = z.infer<typeof BroadcastKey>;

/** What a viewer wants of a seat: a height at the most, sound alone, or what the connection carries. */
export const PlaybackQuality = z.enum(['auto', '1080p', '720p', '360p', 'audio']);
export type PlaybackQuality = z.infer<typeof PlaybackQuality>;
/** Sent to a WHEP session's `layer` resource; both may be left out. Paused, no media is sent. */
export const PlaybackChoice = z.strictObject({ quality: PlaybackQuality, paused: z.boolean() }).partial();
export type PlaybackChoice = z.infer<typeof PlaybackChoice>;

/** How a guest stands: asked, ready to publish, or with the picture up. */
export const GuestState = z.enum(['invited', 'accepted', 'live']);
export type GuestState = z.infer<typeof GuestState>;
/** Somebody beside the host. `_id` is the user's, and the name of the seat. */
export const Guest = z.object({
  _id: Id,
  name: z.string(),
  state: GuestState,
  /** The host has silenced the guest. */
  muted: z.boolean(),
});
export type Guest = z.infer<typeof Guest>;

/** One encoding of a picture that is published. */
export const LayerHealth = z.object({
  rid: z.string().nullable(),
  width: z.int().min(0),
  height: z.int().min(0),
  /** bit/s. */
  bitrate: z.number().min(0),
  framesPerSecond: z.number().min(0),
  active: z.boolean(),
});
export type LayerHealth = z.infer<typeof LayerHealth>;
/** What is wrong with what a publisher sends; null when nothing is. */
export const PublisherTrouble = z.enum(['uplink', 'frames', 'silent', 'no_picture', 'no_sound']);
export type PublisherTrouble = z.infer<typeof PublisherTrouble>;
export const PublisherHealth = z.object({
  seat: Seat,
  up: z.boolean(),
  videoCodec: z.string().nullable(),
  audioCodec: z.string().nullable(),
  layers: z.array(LayerHealth),
  /** bit/s, everything that comes in. */
  bitrate: z.number().min(0),
  /** Of the packets sent, 0 to 1, before repair. */
  loss: z.number().min(0).max(1),
  /** ms; null until it is known. */
  roundTrip: z.number().min(0).nullable(),
  /** ms. */
  jitter: z.number().min(0),
  trouble: PublisherTrouble.nullable(),
});
export type PublisherHealth = z.infer<typeof PublisherHealth>;
const Spread = z.object({ p50: z.number(), p95: z.number() });
/** How the show reaches its viewers, over all of them. */
export const AudienceHealth = z.object({
  viewers: z.int().min(0),
  /** Viewers by the height of the picture that is sent to them; `0` are those who hear only. */
  heights: z.array(z.object({ height: z.int().min(0), viewers: z.int().min(0) })),
  /** bit/s sent to all of them. */
  bitrate: z.number().min(0),
  /** 0 to 1. */
  loss: Spread,
  /** ms. */
  roundTrip: Spread.nullable(),
  /** Of the last minute, as their players told: how many reported, how many of them saw the picture stand still, ms a minute on average. */
  freezes: z.object({ reports: z.int().min(0), frozen: z.int().min(0), milliseconds: z.number().min(0) }),
});
export type AudienceHealth = z.infer<typeof AudienceHealth>;
/** A show's video, as it is now. */
export const VideoHealth = z.object({
  provider: z.enum(['sfu', 'agora']),
  publishers: z.array(PublisherHealth),
  audience: AudienceHealth,
});
export type VideoHealth = z.infer<typeof VideoHealth>;

export const RecordingState = z.enum(['recording', 'finishing', 'ready', 'failed']);
export type RecordingState = z.infer<typeof RecordingState>;
/** The recording of one seat. Times in the file are seconds since `startedAt`. */
export const RecordedTrack = z.object({
  seat: Seat,
  name: z.string(),
  /** A path on this server; answers Range. */
  url: z.string(),
  contentType: z.string(),
  startedAt: Timestamp,
  /** Seconds. */
  duration: z.number().min(0),
  bytes: z.int().min(0),
  width: z.int().min(0),
  height: z.int().min(0),
});
export type RecordedTrack = z.infer<typeof RecordedTrack>;
/** Small frames of the recording in one picture, left to right and top to bottom, one every `interval` seconds. */
export const PreviewSheet = z.object({
  url: z.string(),
  interval: z.number().min(1),
  columns: z.int().min(1),
  frames: z.int().min(1),
  width: z.int().min(1),
  height: z.int().min(1),
});
export type PreviewSheet = z.infer<typeof PreviewSheet>;
/** Why something of a show is not in its recording, though it was to be. */
export const RecordingProblem = z.enum(['disk_full', 'unwritable', 'unreadable', 'codec', 'nothing_recorded']);
export type RecordingProblem = z.infer<typeof RecordingProblem>;
export const Recording = z.object({
  state: RecordingState,
  /** The newest; null when all is well. */
  problem: RecordingProblem.nullable(),
  /** Of the work after the show, 0 to 1; null when none is being done. */
  progress: z.number().min(0).max(1).nullable(),
  /** The host's first, then each guest's. */
  tracks: z.array(RecordedTrack),
  thumbnailUrl: z.string().nullable(),
  previews: PreviewSheet.nullable(),
});
export type Recording = z.infer<typeof Recording>;
