import type { ChatMessage } from '@vitrine/protocol';
import type { CommandError } from '../socket/command-queue.ts';
import type { RoomMessage } from './types.ts';

/** Lines kept at least; older ones are read from the history. */
export const MAX_MESSAGES = 500;
/**
 * So many more come before they go, all at once: with every line that goes the others move up one place, and who draws the list draws and
 * lays out all of it anew.
 */
export const SPARE_MESSAGES = 50;
/** Own lines under way or failed; beyond it the oldest failed one goes. */
export const MAX_OWN = 100;

type PostedLine = Extract<RoomMessage, { state: 'posted' }>;
interface OwnLine {
  line: Exclude<RoomMessage, { state: 'posted' }>;
  /** `<viewerId>:<commandId>`, as the server names it; null while it is not known who we are. */
  key: string | null;
  /** Where the server has put it; it is shown there as soon as that entry has come. */
  offset: number | null;
}

/**
 * The chat as one list: posted lines by offset, then our own that are under way. Each is shown once, however it arrives (broadcast, history
 * after a loss, acknowledgement) and in whatever order.
 */
export class MessageList {
  #posted: PostedLine[] = [];
  #own: OwnLine[] = [];

  /** A new beginning: the history as the server gives it, up to an offset. What it put before that is in the history or gone. */
  reset(messages: readonly ChatMessage[], viewerId: string, offset: number): void {
    this.#posted = [];
    for (const message of messages) this.post(message, viewerId);
    this.#caughtUp(offset);
  }
  /** Another epoch: offsets of before mean nothing now. */
  forgetOffsets(): void {
    this.#own = this.#own.filter((own) => own.offset === null);
  }
  post(message: ChatMessage, viewerId: string): void {
    const isThis = ({ line, key }: OwnLine): boolean => key === message.key || `${viewerId}:${line.id}` === message.key;
    if (this.#own.some(isThis)) this.#own = this.#own.filter((own) => !isThis(own));
    const before = this.#posted.findLastIndex((known) => known.message.offset <= message.offset);
    if (this.#posted[before]?.message.offset === message.offset) return;
    this.#posted.splice(before + 1, 0, { state: 'posted', id: message.key, message });
    if (this.#posted.length > MAX_MESSAGES + SPARE_MESSAGES) this.#posted.splice(0, this.#posted.length - MAX_MESSAGES);
  }
  remove(offset: number): void {
    this.#posted = this.#posted.filter(({ message }) => message.offset !== offset);
  }
  send(id: string, text: string, at: number, viewerId: string | null): void {
    const others = this.#own.filter(({ line }) => line.id !== id);
    if (others.length >= MAX_OWN) {
      const oldest = Math.max(
        0,
        others.findIndex(({ line }) => line.state !== 'sending'),
      );
      others.splice(oldest, 1);
    }
    const key = viewerId === null ? null : `${viewerId}:${id}`;
    this.#own = [...others, { line: { state: 'sending', id, text, at }, key, offset: null }];
  }
  /** The server has put it at this offset. @param shownUpTo the offset up to which everything has come. */
  acknowledge(id: string, offset: number | undefined, shownUpTo: number): void {
    if (offset === undefined) return;
    this.#own = this.#own.map((own) => (own.line.id === id ? { ...own, offset } : own));
    this.#caughtUp(shownUpTo);
  }
  /** A moderator will see it first. */
  hold(id: string): void {
    this.#own = this.#own.map((own) => {
      const { id: ownId, text, at } = own.line;
      return ownId === id ? { ...own, line: { state: 'held', id, text, at } } : own;
    });
  }
  fail(id: string, error: CommandError): void {
    this.#own = this.#own.map((own) => {
      const { id: ownId, text, at } = own.line;
      return ownId === id ? { ...own, line: { state: 'failed', id, text, at, error } } : own;
    });
  }
  /** Takes a failed or a held line away. One that is under way can't be called back. */
  dismiss(id: string): void {
    this.#own = this.#own.filter(({ line }) => line.id !== id || line.state === 'sending');
  }
  /** The text of a line that failed. */
  failedText(id: string): string | undefined {
    return this.#own.find(({ line }) => line.id === id && line.state === 'failed')?.line.text;
  }
  list(): readonly RoomMessage[] {
    return [...this.#posted, ...this.#own.map(({ line }) => line)];
  }

  /** Everything up to here has come: an own line that was put there and is not shown has been taken away since. */
  #caughtUp(offset: number): void {
    this.#own = this.#own.filter((own) => own.offset === null || own.offset > offset);
  }
}
