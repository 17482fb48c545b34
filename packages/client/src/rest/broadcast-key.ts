import type { BroadcastKey, NewBroadcastKey } from '@vitrine/protocol';
import type { CallOptions, Request } from './call.ts';

/** The show's key for OBS and other WHIP clients. For who runs the show. */
export function broadcastKeyCalls(request: Request) {
  const key = (streamId: string): string => `/livestreams/${encodeURIComponent(streamId)}/broadcast-key`;
  return {
    /** A new one, told this once; the one before is good for nothing any more. */
    createBroadcastKey: (streamId: string, call: CallOptions = {}) => request<NewBroadcastKey>('POST', key(streamId), call),
    /** Rejects with `not_found` where there is none. */
    broadcastKey: (streamId: string, call: CallOptions = {}) => request<BroadcastKey>('GET', key(streamId), call),
    withdrawBroadcastKey: (streamId: string, call: CallOptions = {}) => request<void>('DELETE', key(streamId), call),
  };
}
