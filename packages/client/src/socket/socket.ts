import type { ClientEventInput, ClientEventType, ErrorCode, ServerEvent, ServerEventPayload } from '@vitrine/protocol';
import { CLOSE, isRetryableClose, RETRYABLE } from '@vitrine/protocol/codes';
import { Store } from '../observable.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { jitteredBackoff, type ReconnectPolicy } from './reconnect-policy.ts';

export type SocketState =
  | { status: 'idle' }
  | { status: 'connecting'; attempt: number }
  | { status: 'open' }
  /** The next attempt comes by itself. */
  | { status: 'waiting'; attempt: number; nextAttemptAt: number }
  /** For good: the code is final, or `close` was called. */
  | { status: 'closed'; code: number; reason: string };

/** A command that the server refused, or that could not be sent. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: ErrorCode | 'closed' | 'queue_full';
  readonly retryAfter: number | undefined;
  constructor(code: ErrorCode | 'closed' | 'queue_full', message: string, retryAfter?: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
  get retryable(): boolean {
    return this.code === 'queue_full' || (this.code !== 'closed' && RETRYABLE.has(this.code));
  }
}

/** The part of WebSocket that is used: browsers, React Native and `ws` have it. */
export interface WebSocketLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number): void;
}
export interface SocketOptions {
  url: string;
  createWebSocket?: (url: string) => WebSocketLike;
  timers?: Timers;
  policy?: ReconnectPolicy;
  /** Called at every (re)connection: what to register with. */
  registration: () => { type: 'register' | 'register_admin'; data: ClientEventInput<'register'> };
  onEvent: (event: ServerEvent) => void;
}
interface Pending {
  id: string;
  frame: string;
  sent: boolean;
  resolve: (ack: ServerEventPayload<'ack'>) => void;
  reject: (error: CommandError) => void;
}

/** Commands without an answer that are kept for the next connection. */
const MAX_PENDING = 200;
/** Silence after which the connection is tried with a ping, and given up when that is not answered, in ms. */
const PING_AFTER = 20_000;
const ANSWER_WITHIN = 8_000;
const OPEN_WITHIN = 10_000;

/**
 * A socket that comes back. Commands carry an id and are sent again, with the same id, after a loss: the server does each once.
 */
export class ReconnectingSocket extends Store<SocketState> {
  readonly #options: SocketOptions;
  readonly #timers: Timers;
  readonly #policy: ReconnectPolicy;
  readonly #pending = new Map<string, Pending>();
  #socket: WebSocketLike | null = null;
  #attempt = 0;
  #registered = false;
  #lastCommand = 0;
  readonly #name: string;
  #cancelTimer: () => void = () => {};
  #cancelBeat: () => void = () => {};

  constructor(options: SocketOptions) {
    super({ status: 'idle' });
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#policy = options.policy ?? jitteredBackoff;
    this.#name = Math.floor(this.#timers.random() * 2 ** 48).toString(36) + this.#timers.now().toString(36);
  }

  open(): void {
    const { status } = this.getSnapshot();
    if (status === 'idle' || status === 'closed') this.#connect();
  }

  /** Tries now what would be tried later: the network is back, the page is shown again. */
  retryNow(): void {
    if (this.getSnapshot().status !== 'waiting') return;
    this.#cancelTimer();
    this.#connect();
  }

  /** Registers again on a fresh connection, with what `registration` says now. */
  reopen(): void {
    this.#drop();
    this.#connect();
  }

  close(): void {
    this.#drop();
    this.set({ status: 'closed', code: CLOSE.normal, reason: 'closed by this client' });
    this.#rejectAll('closed');
  }

  newCommandId(): string {
    this.#lastCommand += 1;
    return `${this.#name}-${this.#lastCommand}`;
  }

  /** Resolves with the `ack`; rejects with CommandError. Give the id of an earlier try to try again. */
  command<T extends ClientEventType>(type: T, data: ClientEventInput<T>, id = this.newCommandId()): Promise<ServerEventPayload<'ack'>> {
    if (this.getSnapshot().status === 'closed') return Promise.reject(new CommandError('closed', 'The connection is closed.'));
    if (this.#pending.size >= MAX_PENDING) return Promise.reject(new CommandError('queue_full', 'Too much waits to be sent.'));
    return new Promise((resolve, reject) => {
      const pending: Pending = { id, frame: JSON.stringify({ type, id, data }), sent: false, resolve, reject };
      this.#pending.set(id, pending);
      if (this.#registered) this.#sendPending(pending);
    });
  }

  /** Sends what nobody needs an answer to; dropped while there is no connection. */
  notify<T extends ClientEventType>(type: T, data: ClientEventInput<T>): void {
    if (this.#registered) this.#socket?.send(JSON.stringify({ type, data }));
  }

  #connect(): void {
    this.#attempt += 1;
    this.set({ status: 'connecting', attempt: this.#attempt });
    const create = this.#options.createWebSocket ?? ((url: string) => new WebSocket(url) as unknown as WebSocketLike);
    let socket: WebSocketLike;
    try {
      socket = create(this.#options.url);
    } catch {
      this.#wait();
      return;
    }
    this.#socket = socket;
    this.#cancelTimer = this.#timers.after(OPEN_WITHIN, () => this.#lost(socket, 0, 'no answer'));
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      const { type, data } = this.#options.registration();
      socket.send(JSON.stringify({ type, data }));
    };
    socket.onmessage = (event: { data: unknown }) => {
      if (this.#socket === socket) this.#hear(socket, String(event.data));
    };
    socket.onclose = (event: { code: number; reason: string }) => this.#lost(socket, event.code, event.reason);
    // A close event follows and says more.
    socket.onerror = () => {};
  }

  #hear(socket: WebSocketLike, text: string): void {
    this.#beat(socket);
    // The server shapes every frame by its schema; here it is taken at its word.
    const event = JSON.parse(text) as ServerEvent;
    if (event.type === 'registered') this.#onRegistered();
    if (event.type === 'ack') this.#take(event.data.id)?.resolve(event.data);
    if (event.type === 'error' && event.data.id !== undefined)
      this.#take(event.data.id)?.reject(new CommandError(event.data.code, event.data.message, event.data.retryAfter));
    this.#options.onEvent(event);
  }

  #onRegistered(): void {
    this.#cancelTimer();
    this.#attempt = 0;
    this.#registered = true;
    this.set({ status: 'open' });
    for (const pending of this.#pending.values()) this.#sendPending(pending);
  }

  #beat(socket: WebSocketLike): void {
    this.#cancelBeat();
    this.#cancelBeat = this.#timers.after(PING_AFTER, () => {
      if (this.#socket !== socket || socket.readyState !== 1) return;
      socket.send('{"type":"ping","data":{}}');
      this.#cancelBeat = this.#timers.after(ANSWER_WITHIN, () => this.#lost(socket, 0, 'silent'));
    });
  }

  #lost(socket: WebSocketLike, code: number, reason: string): void {
    if (this.#socket !== socket) return;
    this.#drop();
    if (code !== 0 && !isRetryableClose(code)) {
      this.set({ status: 'closed', code, reason });
      this.#rejectAll('closed');
    } else this.#wait();
  }

  #wait(): void {
    const delay = this.#policy.delay(Math.max(1, this.#attempt), () => this.#timers.random());
    this.set({ status: 'waiting', attempt: this.#attempt, nextAttemptAt: this.#timers.now() + delay });
    this.#cancelTimer = this.#timers.after(delay, () => this.#connect());
  }

  #drop(): void {
    this.#cancelTimer();
    this.#cancelBeat();
    const socket = this.#socket;
    this.#socket = null;
    this.#registered = false;
    for (const pending of this.#pending.values()) pending.sent = false;
    if (socket && socket.readyState < 2) socket.close(CLOSE.normal);
  }

  #sendPending(pending: Pending): void {
    if (pending.sent) return;
    pending.sent = true;
    this.#socket?.send(pending.frame);
  }
  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
  #rejectAll(code: 'closed'): void {
    for (const pending of this.#pending.values()) pending.reject(new CommandError(code, 'The connection is closed.'));
    this.#pending.clear();
  }
}
