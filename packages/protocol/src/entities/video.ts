import { z } from 'zod';
import { Timestamp } from '../primitives.ts';

export const VideoRole = z.enum(['host', 'viewer']);
export type VideoRole = z.infer<typeof VideoRole>;
export const IceServer = z.object({ urls: z.array(z.string()), username: z.string().optional(), credential: z.string().optional() });
export type IceServer = z.infer<typeof IceServer>;

/** All that a client needs to publish or play, short-lived and bound to user, stream and role. */
export const VideoCredentials = z.discriminatedUnion('provider', [
  z.object({
    provider: z.literal('sfu'),
    role: VideoRole,
    /** WHIP (RFC 9725) for a host, WHEP for a viewer: a path on this server. */
    url: z.string(),
    /** Sent as `Authorization: Bearer`, never in a URL. */
    token: z.string(),
    iceServers: z.array(IceServer),
    expiresAt: Timestamp,
  }),
  z.object({
    provider: z.literal('agora'),
    role: VideoRole,
    appId: z.string(),
    channel: z.string(),
    uid: z.int().min(1),
    token: z.string(),
    expiresAt: Timestamp,
  }),
]);
export type VideoCredentials = z.infer<typeof VideoCredentials>;
