import type { ListedShow, Livestream, ServerEvent } from '@vitrine/protocol';
import { ReconnectingSocket, type SocketOptions, type SocketState } from '../socket/socket.ts';

export interface LobbyOptions extends Pick<SocketOptions, 'createWebSocket' | 'timers' | 'policy' | 'network'> {
  /** Address of `/ws`. */
  url: string;
  token?: () => string | null;
  onStarted: (livestream: Livestream) => void;
  onStopped: (streamId: string) => void;
  /** How shows on air are now: those alone that have changed, at most every other second. */
  onUpdated?: (shows: readonly ListedShow[]) => void;
  /** A show was announced, or lists show it differently now. */
  onListed?: (livestream: Livestream) => void;
  /** Lists no longer show it. */
  onUnlisted?: (streamId: string) => void;
  /** It is connected again after a loss: what happened meanwhile was not heard. */
  onReturned: () => void;
}

/** Hears public shows announced, edited, started and stopped, and their counts move. Lists are read by REST; this says when. */
export class Lobby {
  readonly #options: LobbyOptions;
  readonly #socket: ReconnectingSocket;
  #wasOpen = false;

  constructor(options: LobbyOptions) {
    this.#options = options;
    this.#socket = new ReconnectingSocket({
      ...options,
      registration: () => {
        const token = options.token?.() ?? null;
        return { type: 'register', data: token === null ? {} : { token } };
      },
      onEvent: (event) => this.#hear(event),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => this.#socket.subscribe(listener);
  readonly getSnapshot = (): SocketState => this.#socket.getSnapshot();
  open(): void {
    this.#socket.open();
  }
  close(): void {
    this.#socket.close();
  }
  retryNow(): void {
    this.#socket.retryNow();
  }

  #hear(event: ServerEvent): void {
    if (event.type === 'registered') {
      if (this.#wasOpen) this.#options.onReturned();
      this.#wasOpen = true;
    } else if (event.type === 'stream_started') this.#options.onStarted(event.data.livestream);
    else if (event.type === 'stream_stopped') this.#options.onStopped(event.data.streamId);
    else if (event.type === 'lobby_update') this.#options.onUpdated?.(event.data.shows);
    else if (event.type === 'show_listed') this.#options.onListed?.(event.data.livestream);
    else if (event.type === 'show_unlisted') this.#options.onUnlisted?.(event.data.streamId);
  }
}
