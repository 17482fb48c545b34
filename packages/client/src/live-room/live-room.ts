import type { ClientEventInput, Question, ServerEvent, ServerEventPayload } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import { CommandError } from '../socket/command-queue.ts';
import { ReconnectingSocket, type SocketOptions } from '../socket/socket.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { connectionOf } from './connection-state.ts';
import { FIRST_SNAPSHOT } from './first-snapshot.ts';
import { OwnLike } from './like.ts';
import { MessageList } from './messages.ts';
import { ProductBatch } from './product-batch.ts';
import { mayWrite, RoomRules } from './room-rules.ts';
import { RoomStage } from './stage.ts';
import type { RoomSnapshot } from './types.ts';

export interface LiveRoomOptions extends Pick<SocketOptions, 'createWebSocket' | 'timers' | 'policy' | 'network'> {
  /** Address of `/ws`. */
  url: string;
  streamId: string;
  /** `admin` registers as the shop: its people are not counted as viewers. The token's role decides what it may do. */
  as?: 'viewer' | 'admin';
  /** A session or viewer token; browsers with a session cookie give none. */
  token?: () => string | null;
}

const MAX_ORDERS = 20;
/**
 * One show as a client sees it, without a framework: `subscribe`, `getSnapshot`, and what one may do. It comes back by itself after a loss
 * and then asks for exactly what it missed; likes and messages show at once and are taken back when the server refuses.
 */
export class LiveRoom extends Store<RoomSnapshot> {
  readonly #socket: ReconnectingSocket;
  readonly #timers: Timers;
  readonly #options: LiveRoomOptions;
  readonly #messages = new MessageList();
  readonly #rules = new RoomRules((changes) => this.patch(changes));
  readonly #stage = new RoomStage((changes) => this.patch(changes));
  readonly #like: OwnLike;
  readonly #seen: ProductBatch;
  readonly #clicked: ProductBatch;
  #epoch: string | null = null;
  #offset = 0;
  #pinsOffset = 0;
  /** Between `registered` and `chat_history` comes the current state, not entries. */
  #handingOver = false;
  /** The signed viewer token that the server issued. */
  #viewerToken: string | null = null;
  /** The session speaks for us, no longer the viewer token. */
  #hasSession = false;

  constructor(options: LiveRoomOptions) {
    super(FIRST_SNAPSHOT);
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#socket = new ReconnectingSocket({
      ...options,
      registration: () => ({ type: options.as === 'admin' ? 'register_admin' : 'register', data: this.#registration() }),
      onEvent: (event) => this.#hear(event),
    });
    this.#socket.subscribe(() => this.#onConnection());
    const { streamId } = options;
    this.#like = new OwnLike({
      set: (liked) => this.#socket.command('toggle_like', { streamId, liked }),
      show: (liked, likes) => this.#showLike(liked, likes),
    });
    this.#seen = new ProductBatch(this.#timers, (productIds) => this.#socket.notify('product_seen', { streamId, productIds }));
    this.#clicked = new ProductBatch(this.#timers, (productIds) => this.#socket.notify('product_clicked', { streamId, productIds }));
  }

  /** Replaces some fields; what follows from them follows here. */
  override patch(changes: Partial<RoomSnapshot>): void {
    const next = { ...this.getSnapshot(), ...changes };
    const needsName = next.self !== null && next.self.name === null;
    const isOnAir = next.status === 'live' || next.status === 'interrupted';
    this.set({ ...next, needsName, canChat: isOnAir && next.self !== null && !needsName && mayWrite(next) });
  }

  join(): void {
    this.#socket.open();
  }
  leave(): void {
    this.#flush();
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
    const text = this.#messages.failedText(id);
    if (text !== undefined) this.#post(id, text);
  }
  dismissMessage(id: string): void {
    this.#messages.dismiss(id);
    this.#showMessages();
  }

  /**
   * Shows at once; the last wish wins, however fast the presses come. Rejects with CommandError after having taken it back.
   */
  setLiked(liked: boolean): Promise<void> {
    return this.#like.want(liked);
  }

  /** The questions that were asked before we came, as REST gives them. */
  takeQuestions(questions: readonly Question[]): void {
    this.#rules.takeQuestions(questions);
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
    this.#seen.add(productId);
  }
  productClicked(productId: string): void {
    this.#clicked.add(productId);
  }
  /** What our player saw since its last report; to be told about every fifteen seconds. Nothing is lost when it does not arrive. */
  reportPlayback(report: Omit<ClientEventInput<'playback_report'>, 'streamId'>): void {
    this.#socket.notify('playback_report', { ...report, streamId: this.#options.streamId });
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
    this.#messages.send(id, text, this.#timers.now(), this.getSnapshot().self?.viewerId ?? null);
    this.#showMessages();
    this.#socket.command('chat_message', { streamId: this.#options.streamId, message: text }, id).then(
      (ack) => {
        if (ack.held) this.#messages.hold(id);
        else this.#messages.acknowledge(id, ack.offset, this.#offset);
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
        this.#onRegistered(event.data);
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
        this.#rules.hear(event);
        this.#showMessages();
        return;
      case 'announcement':
        this.patch({ announcement: event.data });
        return;
      case 'pinned_products_updated':
        this.#onPins(event.data);
        return;
      case 'product_updated':
        this.#onProduct(event.data);
        return;
      case 'lineup_updated':
        this.patch({ lineup: event.data.lineup });
        return;
      case 'order_placed':
        this.patch({ orders: [...this.getSnapshot().orders, event.data].slice(-MAX_ORDERS) });
        return;
      case 'stream_started':
        this.patch({ status: event.data.livestream.status, startTime: event.data.livestream.startTime });
        return;
      case 'stream_stopped':
        this.patch({ status: 'ended', duration: event.data.duration, guests: [], invitation: null });
        return;
      case 'stream_interrupted':
        this.patch({ status: 'interrupted' });
        return;
      case 'stream_resumed':
        this.patch({ status: 'live' });
        return;
      case 'stage_changed':
        this.#stage.change(event.data, this.getSnapshot());
        return;
      case 'video_health':
        this.patch({ videoHealth: event.data.health });
        return;
      case 'stage_invitation':
        this.#stage.invite(event.data);
        return;
      default:
        this.#rules.hear(event);
    }
  }

  #onRegistered({ viewerId, username, role, token, serverTime }: ServerEventPayload<'registered'>): void {
    this.#handingOver = true;
    this.#pinsOffset = 0;
    this.#rules.registered();
    this.#stage.registered();
    this.#viewerToken = token ?? this.#viewerToken;
    this.patch({ self: { viewerId, name: username, role }, videoHealth: null, clockOffset: Date.parse(serverTime) - this.#timers.now() });
    this.#flush();
  }
  #onUpdate({ status, viewerCount, peakViewers, likes, liked, startTime }: ServerEventPayload<'stream_update'>): void {
    if (liked !== undefined) this.#like.confirm(liked);
    const own = liked === undefined || this.#like.isUnderWay ? {} : { liked };
    this.patch({ status, viewerCount, peakViewers, startTime, ...own, ...(this.#like.isUnderWay ? {} : { likes }) });
  }
  #onHistory({ epoch, offset, recovered, messages }: ServerEventPayload<'chat_history'>): void {
    this.#handingOver = false;
    if (epoch !== this.#epoch) {
      this.#messages.forgetOffsets();
      this.#rules.reset();
      this.patch({ orders: [], announcement: null });
    }
    this.#epoch = epoch;
    this.#offset = offset;
    if (!recovered) this.#messages.reset(messages, this.getSnapshot().self?.viewerId ?? '', offset);
    this.#showMessages();
  }
  #onPins({ offset, products }: ServerEventPayload<'pinned_products_updated'>): void {
    // The current pins come before what was missed: older ones that are told again do not replace them.
    if (offset < this.#pinsOffset) return;
    this.#pinsOffset = offset;
    this.patch({ pins: products });
  }
  #onProduct({ offset, product }: ServerEventPayload<'product_updated'>): void {
    // The current pins came with their products as they are now.
    if (offset < this.#pinsOffset) return;
    this.patch({ pins: this.getSnapshot().pins?.map((pin) => (pin._id === product._id ? product : pin)) ?? null });
  }

  /** Nothing twice: what lies at or before the last offset has been shown. Moves that offset on. */
  #isRepeated(event: ServerEvent): boolean {
    if (this.#handingOver || event.type === 'ack' || event.type === 'chat_history') return false;
    if (!('offset' in event.data) || event.data.offset === undefined) return false;
    if (event.data.offset <= this.#offset) return true;
    this.#offset = event.data.offset;
    return false;
  }

  #flush(): void {
    this.#seen.flush();
    this.#clicked.flush();
  }

  #showMessages(): void {
    this.patch({ messages: this.#messages.list() });
  }
  #showLike(liked: boolean, told?: number): void {
    const { liked: shown, likes } = this.getSnapshot();
    const change = liked === shown ? 0 : liked ? 1 : -1;
    this.patch({ liked, likes: told ?? Math.max(0, likes + change) });
  }

  #onConnection(): void {
    const connection = connectionOf(this.#socket.getSnapshot(), this.getSnapshot().self !== null);
    const isMissing = connection.status === 'gone' && connection.error?.code === 'not_found';
    this.patch({ connection, ...(isMissing ? { status: 'not_found' as const } : {}) });
  }
}
