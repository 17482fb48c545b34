/** A line of the chat as it is shown. Apps make these from the room's snapshot. */
export interface ChatEntry {
  /** Stable from the optimistic line to the confirmed one, so that nothing jumps. */
  id: string;
  kind: 'message' | 'bought' | 'announcement';
  name: string;
  text: string;
  mine: boolean;
  /** It names the reader. */
  mentions?: boolean;
  /** The shop speaks. */
  staff: boolean;
  state: 'sent' | 'sending' | 'held' | 'failed';
  /** ISO 8601; shown on the desk. */
  at?: string;
  /** Its place in the timeline, for moderation; absent while it is on its way. */
  offset?: number;
}
