import type { ChatMessage, ClientEvent, ServerEvent } from '@vitrine/protocol';
import type { WebSocketLike } from '../socket/socket.ts';
import { AT, history, pinned, registered, STREAM, said, update, VIEWER } from './samples.ts';

type Entry = { deleted: number } | { said: ChatMessage };

/** One connection: both directions are queues, and the test says when a frame arrives. */
export class ModelConnection implements WebSocketLike {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  readonly toServer: string[] = [];
  readonly toClient: string[] = [];
  isMember = false;

  send(data: string): void {
    this.toServer.push(data);
  }
  close(): void {
    this.readyState = 3;
    this.isMember = false;
  }
  accept(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.onopen?.({} as never);
  }
  /** One frame arrives at the client. */
  deliver(): void {
    const frame = this.toClient.shift();
    if (frame !== undefined && this.readyState === 1) this.onmessage?.({ data: frame } as never);
  }
  /** Whatever was on its way, in either direction, is lost. */
  cut(): void {
    if (this.readyState === 3) return;
    this.close();
    this.onclose?.({ code: 1006, reason: '' } as never);
  }
}

/** The server's side of a show, as the design describes it: a log, done once by key, resumed by epoch and offset. */
export class ModelShop {
  readonly connections: ModelConnection[] = [];
  readonly #log: Entry[] = [];
  /** How many lines a newcomer is given. */
  readonly #historyLines: number;
  #remembersResume = true;
  #isAckFirst = false;

  constructor(historyLines: number) {
    this.#historyLines = historyLines;
  }
  readonly createWebSocket = (): ModelConnection => {
    const connection = new ModelConnection();
    this.connections.push(connection);
    return connection;
  };
  get current(): ModelConnection | undefined {
    return this.connections.at(-1);
  }
  /** Whether a client that comes back is given what it missed, or a fresh history. */
  set remembersResume(remembers: boolean) {
    this.#remembersResume = remembers;
  }
  /** Whether the ack of a line goes out before the line itself. */
  set isAckFirst(first: boolean) {
    this.#isAckFirst = first;
  }

  /** Takes one frame from the client. */
  take(connection: ModelConnection): void {
    const frame = connection.toServer.shift();
    if (frame === undefined || connection.readyState !== 1) return;
    const event = JSON.parse(frame) as ClientEvent;
    if (event.type === 'register') this.#register(connection, event.data.resume);
    if (event.type === 'chat_message' && event.id !== undefined) this.#onChat(connection, event.id, event.data.message);
  }
  /** Somebody else says something. */
  sayAsOther(text: string): void {
    this.#append({ said: this.#line(`other:${this.#log.length}`, 'other', text) });
  }
  /** A moderator takes the nth line away. */
  remove(nth: number): void {
    const visible = this.visible();
    const line = visible[nth % Math.max(1, visible.length)];
    if (!line) return;
    // Emptied in place before its deletion is written.
    line.message = '';
    this.#append({ deleted: line.offset });
  }
  /** Tells an entry once more; a client must not mind. */
  repeat(nth: number): void {
    const offset = (nth % Math.max(1, this.#log.length)) + 1;
    if (this.current?.isMember && offset <= this.#log.length) put(this.current, this.#event(offset));
  }
  /** The lines that stand. */
  visible(): ChatMessage[] {
    const gone = new Set(this.#log.flatMap((entry) => ('deleted' in entry ? [entry.deleted] : [])));
    return this.#log.flatMap((entry) => ('said' in entry && !gone.has(entry.said.offset) ? [entry.said] : []));
  }
  /** Every line that was ever posted under a key. */
  posted(): string[] {
    return this.#log.flatMap((entry) => ('said' in entry ? [entry.said.key] : []));
  }

  #register(connection: ModelConnection, resume: { epoch: string; offset: number } | undefined): void {
    const tail = this.#log.length;
    const recovered = this.#remembersResume && resume !== undefined;
    const from = recovered ? resume.offset : tail;
    const messages = recovered ? [] : this.visible().slice(-this.#historyLines);
    for (const event of [registered(), update(), pinned(tail, []), history({ offset: from, recovered, messages })]) put(connection, event);
    for (let offset = from + 1; offset <= tail; offset += 1) put(connection, this.#event(offset));
    connection.isMember = true;
  }
  #onChat(connection: ModelConnection, id: string, text: string): void {
    const key = `${VIEWER}:${id}`;
    const known = this.#log.findIndex((entry) => 'said' in entry && entry.said.key === key) + 1;
    const ack = (offset: number): void => put(connection, { type: 'ack', data: { id, offset } });
    if (known > 0) {
      ack(known);
      return;
    }
    const offset = this.#log.length + 1;
    if (this.#isAckFirst) ack(offset);
    this.#append({ said: this.#line(key, VIEWER, text) });
    if (!this.#isAckFirst) ack(offset);
  }
  #line(key: string, viewerId: string, message: string): ChatMessage {
    return { offset: this.#log.length + 1, key, viewerId, username: viewerId, message, timestamp: AT, isAdmin: false };
  }
  #append(entry: Entry): void {
    this.#log.push(entry);
    const event = this.#event(this.#log.length);
    for (const connection of this.connections) if (connection.isMember) put(connection, event);
  }
  #event(offset: number): ServerEvent {
    const entry = this.#log[offset - 1];
    if (!entry) throw new Error(`no entry ${offset}`);
    return 'said' in entry
      ? said(entry.said)
      : { type: 'message_deleted', data: { streamId: STREAM, offset, deletedOffset: entry.deleted } };
  }
}

const put = (connection: ModelConnection, event: ServerEvent): void => {
  connection.toClient.push(JSON.stringify(event));
};
