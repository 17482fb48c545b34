import type {
  AnnouncementInput,
  AuditEntry,
  AuditQuery,
  Ban,
  BanInput,
  BanQuery,
  ChatMessage,
  ChatPage,
  EntryAnswer,
  HeldDecision,
  HeldMessage,
  HeldOutcome,
  Question,
  QuestionAnswerInput,
  QuestionInput,
  QuestionList,
  QuestionQuery,
  QuestionVote,
  Report,
  ReportInput,
  ReportPatch,
  ReportQuery,
} from '@vitrine/protocol';
import type { Page, PageRequest } from '../../ports/storage.ts';
import type { Actor } from '../actor.ts';

/** Where a message stands, or that it waits for a moderator. */
export type Posted = { offset: number; held?: undefined } | { held: true; offset?: undefined };

export interface Chat {
  /**
   * Durable when it resolves. The same command id gives the same answer and writes nothing. `name_required`, `not_live`, `ended`, `banned`,
   * `chat_closed`, `rate_limited`, `duplicate`, `blocked`.
   */
  post(actor: Actor, streamId: string, message: string, commandId: string): Promise<Posted>;
  /** The newest messages at or before `upTo` (rising), for a newcomer. */
  history(streamId: string, limit: number, upTo?: number): Promise<ChatMessage[]>;
  /** One message; null when there is none at this offset, or it has been deleted. */
  message(streamId: string, offset: number): Promise<ChatMessage | null>;
  page(actor: Actor | null, streamId: string, before: number | undefined, limit: number): Promise<ChatPage>;
}

/** What moderators do: of every show, hosts of their own. */
export interface Moderation {
  /** Empties the message everywhere before its deletion is told. */
  deleteMessage(actor: Actor, streamId: string, offset: number): Promise<EntryAnswer>;
  /** null takes it down. */
  pinMessage(actor: Actor, streamId: string, offset: number | null): Promise<EntryAnswer>;
  announce(actor: Actor, streamId: string, input: AnnouncementInput): Promise<EntryAnswer>;
  held(actor: Actor, streamId: string, page: PageRequest): Promise<Page<HeldMessage>>;
  /** `ended` when the show is over before it was approved. Approved twice, or on two nodes at once, it stands there once. */
  decideHeld(actor: Actor, id: string, decision: HeldDecision): Promise<HeldOutcome>;
  /** By any viewer; the same one again changes nothing. */
  report(actor: Actor, streamId: string, offset: number, input: ReportInput): Promise<void>;
  reports(actor: Actor, query: ReportQuery): Promise<Page<Report>>;
  closeReport(actor: Actor, id: string, patch: ReportPatch): Promise<Report>;
  /** How much waits for a moderator in this show, and how many may not write in it. */
  waiting(streamId: string): Promise<{ held: number; reports: number; restricted: number }>;
  /** Whether the actor may moderate this show. */
  mayModerate(actor: Actor, createdBy: string): boolean;
  /** Something has come to wait, or does no longer, on this node. */
  onWaiting(listener: (streamId: string) => void): () => void;
}

export interface Bans {
  /** In force when it resolves; every node hears of it. Staff can't be banned. */
  ban(actor: Actor, input: BanInput): Promise<Ban>;
  lift(actor: Actor, id: string): Promise<void>;
  list(actor: Actor, query: BanQuery): Promise<Page<Ban>>;
  /** What keeps this subject from writing in this show (a ban before a timeout), as this node knows; null: nothing. Without `streamId`: in the whole shop. */
  of(subjectId: string, streamId: string | null): ActiveBan | null;
  /** @throws DomainError `banned`. With `onlyBans` timeouts are let through: who has one may watch and like. */
  assertMay(actor: Actor, streamId: string | null, onlyBans?: 'only bans'): void;
  /** How many are silenced in this show or put out of it, now. */
  count(streamId: string): number;
  /** Hears of every ban and its end, on every node. */
  onChange(listener: (ban: ActiveBan, isLifted: boolean) => void): () => void;
}

export interface ActiveBan {
  id: string;
  streamId: string | null;
  subjectId: string;
  reason: string;
  /** null: until it is lifted. */
  until: number | null;
}

export interface Questions {
  /** `conflict` where the show takes none, `blocked` for a blocked word, `duplicate`. The same id asks once. */
  ask(actor: Actor, streamId: string, input: QuestionInput): Promise<Question>;
  list(actor: Actor | null, streamId: string, query: QuestionQuery): Promise<QuestionList>;
  vote(actor: Actor, streamId: string, id: string, vote: QuestionVote): Promise<Question>;
  answer(actor: Actor, streamId: string, id: string, input: QuestionAnswerInput): Promise<Question>;
  remove(actor: Actor, streamId: string, id: string): Promise<void>;
  /** The votes of the questions at the top, as they are in the store. */
  votes(streamId: string): Promise<{ questionId: string; upvotes: number }[]>;
  /** A vote was given or taken on this node. */
  onVote(listener: (streamId: string, questionId: string, upvotes: number) => void): () => void;
}

export interface Audit {
  /** For admins, newest first. */
  list(actor: Actor, query: AuditQuery): Promise<Page<AuditEntry>>;
}
