import type { ClientEventInput, ServerEvent, ServerEventPayload } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import { CommandError, ReconnectingSocket, type SocketOptions } from '../socket/socket.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { MessageList } from './messages.ts';
import type { Connection, RoomSnapshot } from './types.ts';

export interface LiveRoomOptions extends Pick<SocketOptions, 'createWebSocket' | 'timers' | 'policy'> {
  /** Address of `/ws`. */
  url: string;
  streamId: string;
  /** `admin` registers as the shop: its people are not counted as viewers. The token's role decides what it may do. */
  as?: 'viewer' | 'admin';
  /** A session or viewer token; browsers with a session cookie give none. */
  token?: () => string | null;
}

const MAX_ORDERS = 20;
/** Clicks and impressions are sent together, this long after the first, in ms. */
const BATCH_AFTER = 1_000;
const FIRST: RoomSnapshot = {
  connection: { status: 'connecting' },
  status: 'joining',
  self: null,
  viewerCount: 0,
  peakViewers: 0,
  likes: 0,
  liked: false,
  startTime: null,
  duration: null,
  messages: [],
  pins: null,
  orders: [],
  announcement: null,
};

/**
 * One show as a client sees it, without a framework: `subscribe`, `getSnapshot`, and what one may do. It comes back by itself after a loss
 * and then asks for exactly what it missed; likes and messages show at once and are taken back when the server refuses.
 */
export class LiveRoom extends Store<RoomSnapshot> {
  readonly #socket: ReconnectingSocket;
  readonly #timers: Timers;
  readonly #options: LiveRoomOptions;
  readonly #messages = new MessageList();
  readonly #batches = { product_seen: new Set<string>(), product_clicked: new Set<string>() };
  #epoch: string | null = null;
  #offset = 0;
  #pinsOffset = 0;
  /** Between `registered` and `chat_history` comes the current state, not entries. */
  #handingOver = false;
  /** The signed viewer token that the server issued. */
  #viewerToken: string | null = null;
  /** The session speaks for us, no longer the viewer token. */
  #hasSession = false;
  #likeUnderWay = false;
  #likeWanted: boolean | null = null;
  #likeConfirmed = false;

  constructor(options: LiveRoomOptions) {
    super(FIRST);
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#socket = new ReconnectingSocket({
      ...options,
      registration: () => ({ type: options.as === 'admin' ? 'register_admin' : 'register', data: this.#registration() }),
      onEvent: (event) => this.#hear(event),
    });
    this.#socket.subscribe(() => this.patch({ connection: this.#connection() }));
  }

  join(): void {
    this.#socket.open();
  }
  leave(): void {
    this.#socket.close();
  }
  /** The network is back, or the page is shown again: do not wait for the next attempt. */
  retryNow(): void {
    this.#socket.retryNow();
  }
  /** We have a session now (signed in, entered with a name): registers again with it, missing nothing. */
  authenticate(): void {
    this.#hasSession = true;
    this.#socket.reopen();
  }
  /** Give it to `enterAsGuest`, so that a viewer who says a name stays the same viewer. */
  get viewerToken(): string | null {
    return this.#viewerToken;
  }

  /** Shows at once as `sending`; ends as `posted` or `failed`. */
  sendMessage(text: string): void {
    const message = text.trim();
    if (message === '') return;
    this.#post(this.#socket.newCommandId(), message);
  }
  /** Sends a failed message again, under the same id: it is never posted twice. */
  retryMessage(id: string): void {
    const text = this.#messages.text(id);
    if (text !== undefined) this.#post(id, text);
  }
  dismissMessage(id: string): void {
    this.#messages.dismiss(id);
    this.#showMessages();
  }

  /**
   * Shows at once; the last wish wins, however fast the presses come. Rejects with CommandError after having taken it back.
   */
  async setLiked(liked: boolean): Promise<void> {
    this.#showLike(liked);
    this.#likeWanted = liked;
    if (this.#likeUnderWay) return;
    this.#likeUnderWay = true;
    try {
      while (this.#likeWanted !== null && this.#likeWanted !== this.#likeConfirmed) {
        const wanted: boolean = this.#likeWanted;
        const ack = await this.#socket.command('toggle_like', { streamId: this.#options.streamId, liked: wanted });
        this.#likeConfirmed = ack.liked ?? wanted;
        if (this.#likeWanted === wanted && ack.likes !== undefined) this.patch({ likes: ack.likes });
      }
    } catch (error) {
      this.#showLike(this.#likeConfirmed);
      throw error;
    } finally {
      this.#likeWanted = null;
      this.#likeUnderWay = false;
    }
  }

  /** Replaces the pins; the first is on screen. They show when the server has said so. */
  async setPins(productIds: string[]): Promise<void> {
    await this.#socket.command('pinned_products_updated', { streamId: this.#options.streamId, productIds });
  }
  async start(): Promise<void> {
    await this.#socket.command('start_stream', { streamId: this.#options.streamId });
  }
  async stop(): Promise<void> {
    await this.#socket.command('stop_stream', { streamId: this.#options.streamId });
  }

  productSeen(productId: string): void {
    this.#batch('product_seen', productId);
  }
  productClicked(productId: string): void {
    this.#batch('product_clicked', productId);
  }

  #registration(): ClientEventInput<'register'> {
    const token = this.#options.token?.() ?? (this.#hasSession ? null : this.#viewerToken);
    return {
      streamId: this.#options.streamId,
      ...(token === null ? {} : { token }),
      ...(this.#epoch === null ? {} : { resume: { epoch: this.#epoch, offset: this.#offset } }),
    };
  }

  #post(id: string, text: string): void {
    this.#messages.send(id, text, this.#timers.now());
    this.#showMessages();
    this.#socket.command('chat_message', { streamId: this.#options.streamId, message: text }, id).then(
      (ack) => {
        this.#messages.acknowledge(id, ack.offset ?? 0, `${this.getSnapshot().self?.viewerId}:${id}`);
        this.#showMessages();
      },
      (error: unknown) => {
        this.#messages.fail(id, error instanceof CommandError ? error : new CommandError('closed', String(error)));
        this.#showMessages();
      },
    );
  }

  #hear(event: ServerEvent): void {
    if ('streamId' in event.data && event.data.streamId !== null && event.data.streamId !== this.#options.streamId) return;
    if (this.#isRepeated(event)) return;
    switch (event.type) {
      case 'registered':
        this.#handingOver = true;
        this.#pinsOffset = 0;
        this.#viewerToken = event.data.token ?? this.#viewerToken;
        this.patch({ self: { viewerId: event.data.viewerId, name: event.data.username, role: event.data.role } });
        return;
      case 'error':
        // Answers to commands are their senders' concern; without an id it is about the registration itself.
        if (event.data.id === undefined && event.data.code === 'not_found') this.patch({ status: 'not_found' });
        return;
      case 'stream_update':
        this.#onUpdate(event.data);
        return;
      case 'chat_history':
        this.#onHistory(event.data);
        return;
      case 'chat_message':
        this.#messages.post(event.data, this.getSnapshot().self?.viewerId ?? '');
        this.#showMessages();
        return;
      case 'message_deleted':
        this.#messages.remove(event.data.deletedOffset);
        this.#showMessages();
        return;
      case 'announcement':
        this.patch({ announcement: event.data });
        return;
      case 'pinned_products_updated':
        this.#onPins(event.data);
        return;
      case 'product_updated': {
        const { product } = event.data;
        this.patch({ pins: this.getSnapshot().pins?.map((pin) => (pin._id === product._id ? product : pin)) ?? null });
        return;
      }
      case 'order_placed':
        this.patch({ orders: [...this.getSnapshot().orders, event.data].slice(-MAX_ORDERS) });
        return;
      case 'stream_started':
        this.patch({ status: event.data.livestream.status, startTime: event.data.livestream.startTime });
        return;
      case 'stream_stopped':
        this.patch({ status: 'ended', duration: event.data.duration });
        return;
      case 'stream_interrupted':
        this.patch({ status: 'interrupted' });
        return;
      case 'stream_resumed':
        this.patch({ status: 'live' });
        return;
      default:
        return;
    }
  }

  #onUpdate({ status, viewerCount, peakViewers, likes, liked, startTime }: ServerEventPayload<'stream_update'>): void {
    if (liked !== undefined) this.#likeConfirmed = liked;
    const own = liked === undefined || this.#likeUnderWay ? {} : { liked };
    this.patch({ status, viewerCount, peakViewers, startTime, ...own, ...(this.#likeUnderWay ? {} : { likes }) });
  }
  #onHistory({ epoch, offset, recovered, messages }: ServerEventPayload<'chat_history'>): void {
    this.#handingOver = false;
    this.#epoch = epoch;
    this.#offset = offset;
    if (recovered) return;
    this.#messages.reset(messages, this.getSnapshot().self?.viewerId ?? '');
    this.#showMessages();
  }
  #onPins({ offset, products }: ServerEventPayload<'pinned_products_updated'>): void {
    // The current pins come before what was missed: older ones that are told again do not replace them.
    if (offset < this.#pinsOffset) return;
    this.#pinsOffset = offset;
    this.patch({ pins: products });
  }

  /** Nothing twice: what lies at or before the last offset has been shown. Moves that offset on. */
  #isRepeated(event: ServerEvent): boolean {
    if (this.#handingOver || event.type === 'ack' || event.type === 'chat_history') return false;
    if (!('offset' in event.data) || event.data.offset === undefined) return false;
    if (event.data.offset <= this.#offset) return true;
    this.#offset = event.data.offset;
    return false;
  }

  #batch(type: 'product_seen' | 'product_clicked', productId: string): void {
    const batch = this.#batches[type];
    batch.add(productId);
    if (batch.size > 1) return;
    this.#timers.after(BATCH_AFTER, () => {
      const productIds = [...batch].slice(0, 50);
      batch.clear();
      this.#socket.notify(type, { streamId: this.#options.streamId, productIds });
    });
  }

  #showMessages(): void {
    this.patch({ messages: this.#messages.list() });
  }
  #showLike(liked: boolean): void {
    const { liked: shown, likes } = this.getSnapshot();
    if (liked !== shown) this.patch({ liked, likes: Math.max(0, likes + (liked ? 1 : -1)) });
  }
  #connection(): Connection {
    const state = this.#socket.getSnapshot();
    switch (state.status) {
      case 'idle':
        return { status: 'connecting' };
      case 'open':
        return { status: 'open' };
      case 'closed':
        return { status: 'gone', code: state.code, reason: state.reason };
      case 'waiting':
        return { status: 'reconnecting', attempt: state.attempt, nextAttemptAt: state.nextAttemptAt };
      case 'connecting':
        return state.attempt <= 1 && this.getSnapshot().self === null
          ? { status: 'connecting' }
          : { status: 'reconnecting', attempt: state.attempt, nextAttemptAt: null };
    }
  }
}
