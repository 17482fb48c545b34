import { ERRORS, type ErrorCode, PlaybackChoice, RecordingProblem, Seat, VideoHealth, VideoRole } from '@vitrine/protocol';
import { z } from 'zod';
import { ProcessFigures } from './health/process-figures.ts';

/** What the server and its media process say to each other over IPC. */
const Grant = z.object({ streamId: z.string(), userId: z.string(), role: VideoRole, seat: Seat, passedOn: z.boolean().optional() });

export const StartMessage = z.object({
  type: z.literal('start'),
  udpPort: z.int(),
  bindAddress: z.string(),
  announcedAddress: z.string(),
  /** The shop's own limit; null leaves it to the load. */
  maxViewers: z.int().min(0).nullable(),
});
export type StartMessage = z.infer<typeof StartMessage>;

const Request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('open'), grant: Grant, offer: z.string() }),
  /** Whether the session is there and this user's. */
  z.object({ type: z.literal('has'), grant: Grant, sessionId: z.string() }),
  /** A fragment with candidates came; the peer is called so in it. */
  z.object({ type: z.literal('trickle'), grant: Grant, sessionId: z.string(), peer: z.string().nullable() }),
  z.object({ type: z.literal('close'), grant: Grant, sessionId: z.string() }),
  z.object({ type: z.literal('choose'), grant: Grant, sessionId: z.string(), choice: PlaybackChoice }),
  z.object({ type: z.literal('end'), streamId: z.string() }),
  z.object({ type: z.literal('close_seat'), streamId: z.string(), seat: Seat }),
  z.object({ type: z.literal('mute'), streamId: z.string(), seat: Seat, muted: z.boolean() }),
  z.object({ type: z.literal('evict'), streamId: z.string(), userId: z.string() }),
  z.object({ type: z.literal('close_viewers'), streamId: z.string() }),
  z.object({
    type: z.literal('record'),
    streamId: z.string(),
    seat: Seat,
    name: z.string(),
    /** The show's folder. */
    folder: z.string(),
    freeBytes: z.number(),
  }),
  z.object({ type: z.literal('stop_recording'), streamId: z.string() }),
  z.object({ type: z.literal('take_stills'), streamId: z.string() }),
]);
export type SfuRequest = z.infer<typeof Request>;

export const ToProcess = z.discriminatedUnion('type', [
  StartMessage,
  z.object({ type: z.literal('request'), id: z.int(), request: Request }),
  z.object({ type: z.literal('stop') }),
]);
export type ToProcess = z.infer<typeof ToProcess>;

const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string' && value in ERRORS);

export const FromProcess = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({
    type: z.literal('answer'),
    id: z.int(),
    /** Of `open`. */
    session: z.object({ sessionId: z.string(), answer: z.string() }).optional(),
    /** Of `trickle`: it would begin ICE anew. */
    restarts: z.boolean().optional(),
    /** Of `has`, `trickle` and `choose`. */
    found: z.boolean().optional(),
    error: z.object({ code: errorCode, message: z.string(), retryAfter: z.number().optional() }).optional(),
  }),
  /** What is wrong with a recording that is being made; null when all is well again. */
  z.object({ type: z.literal('recording'), streamId: z.string(), seat: Seat, problem: RecordingProblem.nullable() }),
  /** A keyframe of the host, in base64. */
  z.object({ type: z.literal('keyframe'), streamId: z.string(), codec: z.enum(['VP8', 'H264']), data: z.string() }),
  z.object({ type: z.literal('figures'), figures: ProcessFigures }),
  z.object({
    type: z.literal('event'),
    event: z.discriminatedUnion('type', [
      z.object({ type: z.literal('publisher_up'), streamId: z.string(), seat: Seat, userId: z.string() }),
      z.object({ type: z.literal('publisher_lost'), streamId: z.string(), seat: Seat, userId: z.string() }),
      z.object({ type: z.literal('health'), streamId: z.string(), health: VideoHealth }),
    ]),
  }),
]);
export type FromProcess = z.infer<typeof FromProcess>;
