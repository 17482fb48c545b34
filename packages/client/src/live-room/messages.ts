import type { ChatMessage } from '@vitrine/protocol';
import type { CommandError } from '../socket/socket.ts';
import type { RoomMessage } from './types.ts';

/** Lines kept; older ones are read from the history. */
export const MAX_MESSAGES = 500;

/**
 * The chat as one list: posted lines by offset, then our own that are under way. Each is shown once, however it arrives (broadcast, history
 * after a loss, acknowledgement) and in whatever order.
 */
export class MessageList {
  #posted: ChatMessage[] = [];
  #own: Exclude<RoomMessage, { state: 'posted' }>[] = [];
  /** `<viewerId>:<commandId>` of each own command, so that a posted line takes the place of its draft. */
  readonly #keys = new Map<string, string>();

  /** A new beginning: the history as the server gives it. */
  reset(messages: readonly ChatMessage[], viewerId: string): void {
    this.#posted = [];
    for (const message of messages) this.post(message, viewerId);
  }
  post(message: ChatMessage, viewerId: string): void {
    this.#own = this.#own.filter((own) => `${viewerId}:${own.id}` !== message.key && this.#keys.get(own.id) !== message.key);
    if (this.#posted.some((known) => known.offset === message.offset)) return;
    const place = this.#posted.findLastIndex((known) => known.offset < message.offset) + 1;
    this.#posted.splice(place, 0, message);
    if (this.#posted.length > MAX_MESSAGES) this.#posted.shift();
  }
  remove(offset: number): void {
    this.#posted = this.#posted.filter((message) => message.offset !== offset);
  }
  send(id: string, text: string, at: number): void {
    this.#own = [...this.#own.filter((own) => own.id !== id), { state: 'sending', id, text, at }];
  }
  /** The line may have been broadcast before this: then nothing is left to do. */
  acknowledge(id: string, offset: number, key: string): void {
    this.#keys.set(id, key);
    if (this.#posted.some((known) => known.offset === offset)) this.#own = this.#own.filter((own) => own.id !== id);
  }
  fail(id: string, error: CommandError): void {
    this.#own = this.#own.map((own) => (own.id === id ? { state: 'failed', id, text: own.text, at: own.at, error } : own));
  }
  dismiss(id: string): void {
    this.#own = this.#own.filter((own) => own.id !== id);
  }
  text(id: string): string | undefined {
    return this.#own.find((own) => own.id === id)?.text;
  }
  list(): readonly RoomMessage[] {
    return [...this.#posted.map((message): RoomMessage => ({ state: 'posted', id: message.key, message })), ...this.#own];
  }
}
