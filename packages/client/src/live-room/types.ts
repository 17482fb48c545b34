import type {
  ChatMessage,
  Guest,
  LineupItem,
  LivestreamSettings,
  LivestreamStatus,
  Product,
  Role,
  ServerEventPayload,
  VideoHealth,
} from '@vitrine/protocol';
import type { CommandError } from '../socket/command-queue.ts';

/** A line of chat: one that stands in the timeline, or one of our own on its way there. */
export type RoomMessage =
  | { state: 'posted'; id: string; message: ChatMessage }
  | { state: 'sending'; id: string; text: string; at: number }
  /** It waits for a moderator; nobody else sees it. */
  | { state: 'held'; id: string; text: string; at: number }
  | { state: 'failed'; id: string; text: string; at: number; error: CommandError };

/** Who we are to this show. */
export interface Self {
  viewerId: string;
  name: string | null;
  role: Role;
}
/** How the connection stands. Only `gone` does not come back by itself; `join` tries again. */
export type Connection =
  | { status: 'connecting' }
  | { status: 'open' }
  /** `offline`: the device says that it has no network. */
  | { status: 'reconnecting'; attempt: number; nextAttemptAt: number | null; offline: boolean }
  /** `error`: why the server refused us, when it did. */
  | { status: 'gone'; code: number; reason: string; error: CommandError | null };
/** What is the matter with the show: unknown until the first state has come. */
export type RoomStatus = 'joining' | LivestreamStatus | 'not_found';

export interface RoomQuestion {
  id: string;
  username: string;
  text: string;
  productId: string | null;
  upvotes: number;
  /** Whether we have voted for it. */
  voted: boolean;
  isOpen: boolean;
  /** null when it is open, or was answered aloud. */
  answer: string | null;
  /** ISO 8601. */
  at: string;
  /** Its place in the timeline, of those that were heard being asked. */
  offset?: number;
}

export interface RoomSnapshot {
  connection: Connection;
  status: RoomStatus;
  self: Self | null;
  /** We watch without a name: one must be said before chatting. */
  needsName: boolean;
  /** The show is on air, we have a name, and the rules of the show let us write; a timeout may still keep us from it. */
  canChat: boolean;
  /** Milliseconds that the server's clock is ahead of ours, as of the last registration. */
  clockOffset: number;
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
  /** What the show presents, in order, as it was changed since we came; null: as it was read. */
  lineup: readonly LineupItem[] | null;
  /** The newest orders, anonymous; bounded. */
  orders: readonly ServerEventPayload<'order_placed'>[];
  announcement: ServerEventPayload<'announcement'> | null;
  /** The message that stays on top of the chat. */
  pinnedMessage: ChatMessage | null;
  /** The rules of the show; null until they have come. Blocked words are not told. */
  settings: LivestreamSettings | null;
  /** We may not write, for a while or until it is lifted (`until` null). Look at `until`: nobody tells when it has passed. */
  restriction: Pick<ServerEventPayload<'chat_restricted'>, 'until' | 'reason'> | null;
  /** Open ones first, those with the most votes on top. `takeQuestions` gives it those that were asked before. */
  questions: readonly RoomQuestion[];
  /** For the staff: what waits for a moderator, and how many may not write. Another object whenever something of it has changed. */
  waiting: Pick<ServerEventPayload<'moderation_update'>, 'held' | 'reports' | 'restricted'> | null;
  /** For who runs the show: how its video is, every few seconds. null until it has been told. */
  videoHealth: VideoHealth | null;
  /** Who is on stage beside the host, or asked to come, in order. */
  guests: readonly Guest[];
  /** How we ourselves stand on stage: asked, there, silenced; and who asked. null: not asked, or no longer. It stays over a lost connection. */
  invitation: Invitation | null;
}
export interface Invitation {
  guest: Guest;
  /** The host's name. */
  from: string;
}
