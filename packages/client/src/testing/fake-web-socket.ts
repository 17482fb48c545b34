import type { ClientEvent, ServerEvent } from '@vitrine/protocol';
import type { WebSocketLike } from '../socket/socket.ts';

/** A WebSocket whose other end is the test. Nothing arrives by itself. */
export class FakeWebSocket implements WebSocketLike {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  /** What the client has sent, oldest first. */
  readonly sent: ClientEvent[] = [];
  /** The code that the client closed with. */
  closedWith: number | undefined;

  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientEvent);
  }
  close(code?: number): void {
    this.readyState = 3;
    this.closedWith = code;
  }
  /** The server accepts. */
  accept(): void {
    this.readyState = 1;
    this.onopen?.({} as never);
  }
  hear(event: ServerEvent): void {
    this.hearText(JSON.stringify(event));
  }
  hearText(data: string): void {
    this.onmessage?.({ data } as never);
  }
  /** The connection is lost, or the server closes it. */
  lose(code = 1006, reason = ''): void {
    this.readyState = 3;
    this.onclose?.({ code, reason } as never);
  }
  sentOf<T extends ClientEvent['type']>(type: T): Extract<ClientEvent, { type: T }>[] {
    return this.sent.filter((event): event is Extract<ClientEvent, { type: T }> => event.type === type);
  }
}

/** Gives the client sockets, and the test the newest of them. */
export class FakeNetwork {
  readonly sockets: FakeWebSocket[] = [];
  #online = true;
  readonly #listeners = new Set<() => void>();

  readonly createWebSocket = (): FakeWebSocket => {
    const socket = new FakeWebSocket();
    this.sockets.push(socket);
    return socket;
  };
  get socket(): FakeWebSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('the client has not connected');
    return socket;
  }
  readonly network = {
    isOnline: () => this.#online,
    onOnline: (listener: () => void) => {
      this.#listeners.add(listener);
      return () => {
        this.#listeners.delete(listener);
      };
    },
  };
  get listeners(): number {
    return this.#listeners.size;
  }
  set online(online: boolean) {
    this.#online = online;
    if (online) for (const listener of this.#listeners) listener();
  }
}
