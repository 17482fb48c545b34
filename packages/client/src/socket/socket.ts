import type { ClientEventInput, ClientEventType, ServerEvent, ServerEventPayload } from '@vitrine/protocol';
import { CLOSE, isRetryableClose } from '@vitrine/protocol/codes';
import { Store } from '../observable.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { CommandError, CommandQueue } from './command-queue.ts';
import { browserNetwork, type Network } from './network.ts';
import { jitteredBackoff, type ReconnectPolicy } from './reconnect-policy.ts';

export type SocketState =
  | { status: 'idle' }
  | { status: 'connecting'; attempt: number }
  /** Registered: commands are sent at once. */
  | { status: 'open' }
  /** The next attempt comes by itself. */
  | { status: 'waiting'; attempt: number; nextAttemptAt: number }
  /** As `waiting`, and the device says that it has no network: the next attempt comes at the latest with the network. */
  | { status: 'offline'; attempt: number; nextAttemptAt: number }
  /** For good: the code is final, the registration was refused (`error`), or `close` was called. */
  | { status: 'closed'; code: number; reason: string; error?: CommandError };

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
  network?: Network;
  /** Called at every (re)connection: what to register with. */
  registration: () => { type: 'register' | 'register_admin'; data: ClientEventInput<'register'> };
  onEvent: (event: ServerEvent) => void;
}

/** Silence after which the connection is tried with a ping, and given up when that is not answered, in ms. */
const PING_AFTER = 20_000;
const ANSWER_WITHIN = 8_000;
/** From the first attempt until registered, in ms. */
const OPEN_WITHIN = 10_000;
/** A connection that is lost sooner did not work: the back-off goes on where it was, in ms. */
const STEADY_AFTER = 5_000;

/**
 * A socket that comes back. Commands carry an id and are sent again, with the same id, after a loss: the server does each once.
 */
export class ReconnectingSocket extends Store<SocketState> {
  readonly #options: SocketOptions;
  readonly #timers: Timers;
  readonly #policy: ReconnectPolicy;
  readonly #network: Network;
  readonly #commands = new CommandQueue();
  readonly #name: string;
  #socket: WebSocketLike | null = null;
  #isWanted = false;
  #attempt = 0;
  /** When this connection was registered; null before. */
  #registeredAt: number | null = null;
  #lastCommand = 0;
  #cancelTimer: () => void = () => {};
  #cancelBeat: () => void = () => {};
  #leaveNetwork: () => void = () => {};

  constructor(options: SocketOptions) {
    super({ status: 'idle' });
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#policy = options.policy ?? jitteredBackoff;
    this.#network = options.network ?? browserNetwork;
    this.#name = Math.floor(this.#timers.random() * 2 ** 48).toString(36) + this.#timers.now().toString(36);
  }

  open(): void {
    const { status } = this.getSnapshot();
    if (status !== 'idle' && status !== 'closed') return;
    this.#isWanted = true;
    this.#attempt = 0;
    this.#leaveNetwork();
    this.#leaveNetwork = this.#network.onOnline(() => this.retryNow());
    this.#connect();
  }

  /**
   * The network is back, or the page is shown again: tries now what would be tried later, and asks an open connection, which may have
   * died while the device slept, whether it is there.
   */
  retryNow(): void {
    const { status } = this.getSnapshot();
    if (status === 'waiting' || status === 'offline') {
      this.#cancelTimer();
      this.#connect();
    } else if (status === 'open' && this.#socket) this.#ask(this.#socket);
  }

  /** Registers again on a fresh connection, with what `registration` says now. Does nothing while nobody wants a connection. */
  reopen(): void {
    if (!this.#isWanted) return;
    if (this.getSnapshot().status === 'closed') {
      this.open();
      return;
    }
    this.#drop();
    this.#connect();
  }

  close(): void {
    this.#isWanted = false;
    this.#end({ status: 'closed', code: CLOSE.normal, reason: 'closed by this client' });
  }

  newCommandId(): string {
    this.#lastCommand += 1;
    return `${this.#name}-${this.#lastCommand}`;
  }

  /** Resolves with the `ack`; rejects with CommandError. Give the id of an earlier try to try again. */
  command<T extends ClientEventType>(type: T, data: ClientEventInput<T>, id = this.newCommandId()): Promise<ServerEventPayload<'ack'>> {
    if (this.getSnapshot().status === 'closed') return Promise.reject(new CommandError('closed', 'The connection is closed.'));
    return this.#commands.add(id, JSON.stringify({ type, id, data }), (frame) => {
      if (this.#registeredAt !== null) this.#socket?.send(frame);
    });
  }

  /** Sends what nobody needs an answer to. @returns false while there is no connection: then it was not sent. */
  notify<T extends ClientEventType>(type: T, data: ClientEventInput<T>): boolean {
    if (this.#registeredAt === null || !this.#socket) return false;
    this.#socket.send(JSON.stringify({ type, data }));
    return true;
  }

  #connect(): void {
    this.#attempt += 1;
    this.set({ status: 'connecting', attempt: this.#attempt });
    const create = this.#options.createWebSocket ?? ((url: string) => new WebSocket(url) as unknown as WebSocketLike);
    let socket: WebSocketLike;
    try {
      socket = create(this.#options.url);
    } catch {
      this.#wait(0);
      return;
    }
    this.#socket = socket;
    this.#cancelTimer = this.#timers.after(OPEN_WITHIN, () => this.#lost(socket));
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      const { type, data } = this.#options.registration();
      socket.send(JSON.stringify({ type, data }));
    };
    socket.onmessage = (event: { data: unknown }) => {
      if (this.#socket === socket) this.#hear(socket, String(event.data));
    };
    socket.onclose = (event: { code: number; reason: string }) => {
      if (this.#socket !== socket) return;
      if (isRetryableClose(event.code)) this.#lost(socket);
      else this.#end({ status: 'closed', code: event.code, reason: event.reason });
    };
    // A close event follows and says more.
    socket.onerror = () => {};
  }

  #hear(socket: WebSocketLike, text: string): void {
    this.#beat(socket);
    let event: ServerEvent;
    try {
      // The server shapes every frame by its schema; here it is taken at its word.
      event = JSON.parse(text) as ServerEvent;
    } catch {
      // An entry may have been in it: the next connection asks for it again.
      this.#lost(socket);
      return;
    }
    if (event.type === 'registered') this.#onRegistered(socket);
    else if (event.type === 'ack') this.#commands.acknowledge(event.data);
    else if (event.type === 'error') this.#onError(socket, event.data);
    this.#options.onEvent(event);
  }

  #onRegistered(socket: WebSocketLike): void {
    this.#cancelTimer();
    this.#registeredAt = this.#timers.now();
    this.set({ status: 'open' });
    for (const frame of this.#commands.frames()) socket.send(frame);
  }

  #onError(socket: WebSocketLike, { id, code, message, retryAfter }: ServerEventPayload<'error'>): void {
    const error = new CommandError(code, message, retryAfter);
    if (id !== undefined) this.#commands.refuse(id, error);
    // Nothing but the registration has been sent yet: asking again changes only what is retryable.
    else if (this.#registeredAt === null) {
      if (error.retryable) this.#lost(socket, (retryAfter ?? 0) * 1000);
      else this.#end({ status: 'closed', code: CLOSE.policy, reason: code, error });
    }
  }

  #beat(socket: WebSocketLike): void {
    this.#cancelBeat();
    this.#cancelBeat = this.#timers.after(PING_AFTER, () => this.#ask(socket));
  }
  #ask(socket: WebSocketLike): void {
    if (this.#socket !== socket || socket.readyState !== 1) return;
    this.#cancelBeat();
    socket.send('{"type":"ping","data":{}}');
    this.#cancelBeat = this.#timers.after(ANSWER_WITHIN, () => this.#lost(socket));
  }

  #lost(socket: WebSocketLike, atLeast = 0): void {
    if (this.#socket !== socket) return;
    this.#drop();
    this.#wait(atLeast);
  }

  #wait(atLeast: number): void {
    const delay = Math.max(
      atLeast,
      this.#policy.delay(Math.max(1, this.#attempt), () => this.#timers.random()),
    );
    // An unplugged device still reaches its own server: attempts go on, at their pace.
    const status = this.#network.isOnline() ? 'waiting' : 'offline';
    this.set({ status, attempt: this.#attempt, nextAttemptAt: this.#timers.now() + delay });
    this.#cancelTimer = this.#timers.after(delay, () => this.#connect());
  }

  #end(state: Extract<SocketState, { status: 'closed' }>): void {
    this.#leaveNetwork();
    this.#drop();
    this.set(state);
    this.#commands.refuseAll(new CommandError('closed', 'The connection is closed.'));
  }

  #drop(): void {
    this.#cancelTimer();
    this.#cancelBeat();
    if (this.#registeredAt !== null && this.#timers.now() - this.#registeredAt >= STEADY_AFTER) this.#attempt = 0;
    this.#registeredAt = null;
    const socket = this.#socket;
    this.#socket = null;
    if (socket && socket.readyState < 2) socket.close(CLOSE.normal);
  }
}
