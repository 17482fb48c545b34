import type { ChatMessage, LivestreamStatus, Product, Role, ServerEventPayload } from '@vitrine/protocol';
import type { CommandError } from '../socket/socket.ts';

/** A line of chat: one that stands in the timeline, or one of our own on its way there. */
export type RoomMessage =
  | { state: 'posted'; id: string; message: ChatMessage }
  | { state: 'sending'; id: string; text: string; at: number }
  | { state: 'failed'; id: string; text: string; at: number; error: CommandError };

/** Who we are to this show. */
export interface Self {
  viewerId: string;
  name: string | null;
  role: Role;
}
/** How the connection stands. Only `gone` does not come back by itself. */
export type Connection =
  | { status: 'connecting' }
  | { status: 'open' }
  | { status: 'reconnecting'; attempt: number; nextAttemptAt: number | null }
  | { status: 'gone'; code: number; reason: string };
/** What is the matter with the show: unknown until the first state has come. */
export type RoomStatus = 'joining' | LivestreamStatus | 'not_found';

export interface RoomSnapshot {
  connection: Connection;
  status: RoomStatus;
  self: Self | null;
  viewerCount: number;
  peakViewers: number;
  likes: number;
  liked: boolean;
  /** ISO 8601; null before the start. */
  startTime: string | null;
  /** Seconds on air, once it has ended. */
  duration: number | null;
  /** Oldest first; bounded. */
  messages: readonly RoomMessage[];
  /** The pins, in order; the first is on screen. null until they have come. */
  pins: readonly Product[] | null;
  /** The newest orders, anonymous; bounded. */
  orders: readonly ServerEventPayload<'order_placed'>[];
  announcement: ServerEventPayload<'announcement'> | null;
}
