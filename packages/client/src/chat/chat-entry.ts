import type { StaffRole } from '@vitrine/protocol';
import type { RoomQuestion } from '../live-room/types.ts';

/** A line of the chat as it is shown. */
export interface ChatEntry {
  /** Stable from the optimistic line to the confirmed one, so that nothing jumps. */
  id: string;
  kind: 'message' | 'bought' | 'announcement' | 'question';
  name: string;
  text: string;
  mine: boolean;
  /** It names the reader. */
  mentions?: boolean;
  /** The shop speaks. */
  staff: boolean;
  /** As what, where it is known. */
  role?: StaffRole;
  state: 'sent' | 'sending' | 'held' | 'failed';
  /** ISO 8601; shown on the desk. */
  at?: string;
  /** Its place in the timeline, and who said it, for moderation; absent while it is on its way. */
  offset?: number;
  viewerId?: string;
  /** Of a question: as it stands now. */
  question?: RoomQuestion;
}
/** What the chat says of itself, in the reader's language. */
export interface ChatWords {
  bought: (titles: string) => string;
  /** One piece of a purchase: its title, where nothing else is said. */
  piece?: (line: { title: string; quantity: number }) => string;
}
export const BLANK_ENTRY = {
  kind: 'message',
  name: '',
  text: '',
  mine: false,
  staff: false,
  state: 'sent',
} as const satisfies Partial<ChatEntry>;
