import type { RehearsalCrowd, RehearsalCrowdRequest } from '@vitrine/protocol';
import type { CallOptions, Request } from './call.ts';

/** The simulated viewers of a rehearsal. For who runs the show; `conflict` for one that is no rehearsal. */
export function rehearsalCalls(request: Request) {
  const path = (streamId: string): string => `/livestreams/${encodeURIComponent(streamId)}/crowd`;
  return {
    crowd: (streamId: string, call: CallOptions = {}) => request<RehearsalCrowd>('GET', path(streamId), call),
    /** 0 sends them away; as many as there are at another pace stay. `not_live` before the start. */
    gatherCrowd: (streamId: string, crowd: RehearsalCrowdRequest, call: CallOptions = {}) =>
      request<RehearsalCrowd>('PUT', path(streamId), { ...call, body: crowd }),
  };
}
