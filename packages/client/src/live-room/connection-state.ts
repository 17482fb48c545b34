import type { SocketState } from '../socket/socket.ts';
import type { Connection } from './types.ts';

/** How the connection of a room stands, as its screen says it. @param isKnown whether we have been in the room before. */
export function connectionOf(state: SocketState, isKnown: boolean): Connection {
  switch (state.status) {
    case 'idle':
      return { status: 'connecting' };
    case 'open':
      return { status: 'open' };
    case 'closed':
      return { status: 'gone', code: state.code, reason: state.reason, error: state.error ?? null };
    case 'waiting':
    case 'offline':
      return {
        status: 'reconnecting',
        attempt: state.attempt,
        nextAttemptAt: state.nextAttemptAt,
        offline: state.status === 'offline',
      };
    case 'connecting':
      return state.attempt <= 1 && !isKnown
        ? { status: 'connecting' }
        : { status: 'reconnecting', attempt: state.attempt, nextAttemptAt: null, offline: false };
  }
}
