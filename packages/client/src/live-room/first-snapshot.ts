import type { RoomSnapshot } from './types.ts';

/** Before anything has come. */
export const FIRST_SNAPSHOT: RoomSnapshot = {
  connection: { status: 'connecting' },
  status: 'joining',
  self: null,
  needsName: false,
  canChat: false,
  clockOffset: 0,
  viewerCount: 0,
  peakViewers: 0,
  likes: 0,
  liked: false,
  startTime: null,
  duration: null,
  messages: [],
  pins: null,
  orders: [],
  announcement: null,
  pinnedMessage: null,
  settings: null,
  restriction: null,
  questions: [],
  waiting: null,
  videoHealth: null,
  guests: [],
  invitation: null,
};
