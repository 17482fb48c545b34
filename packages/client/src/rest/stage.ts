import type { StageAnswer, StageInput } from '@vitrine/protocol';
import type { CallOptions, Request } from './call.ts';

/** Who comes on stage beside the host. Each answers with all who are there, or asked to come, afterwards. */
export function stageCalls(request: Request) {
  const guests = (streamId: string): string => `/livestreams/${encodeURIComponent(streamId)}/guests`;
  const guest = (streamId: string, userId: string): string => `${guests(streamId)}/${encodeURIComponent(userId)}`;
  return {
    /** By who runs the show: asks somebody with an account on stage. Rejects with `stage_full` when there is no seat left. */
    inviteGuest: (streamId: string, userId: StageInput['userId'], call: CallOptions = {}) =>
      request<StageAnswer>('POST', guests(streamId), { ...call, body: { userId } }),
    /** By who has been asked; video credentials for the role `guest` can be had then. */
    acceptStage: (streamId: string, call: CallOptions = {}) => request<StageAnswer>('POST', `${guest(streamId, 'me')}/accept`, call),
    /** Says no to an invitation. */
    declineStage: (streamId: string, call: CallOptions = {}) => request<StageAnswer>('DELETE', guest(streamId, 'me'), call),
    /** Leaves the stage. */
    leaveStage: (streamId: string, call: CallOptions = {}) => request<StageAnswer>('DELETE', guest(streamId, 'me'), call),
    muteGuest: (streamId: string, userId: string, muted: boolean, call: CallOptions = {}) =>
      request<StageAnswer>('PATCH', guest(streamId, userId), { ...call, body: { muted } }),
    /** Takes an invitation back, or puts a guest off the stage. */
    removeGuest: (streamId: string, userId: string, call: CallOptions = {}) =>
      request<StageAnswer>('DELETE', guest(streamId, userId), call),
  };
}
