import { randomUUID } from 'node:crypto';
import { ApiError, Checkout, LiveRoom, type VitrineApi } from '@vitrine/client';
import type { Product } from '@vitrine/protocol';
import { apiFrom, guestAddress, socketFrom, socketUrlOf } from '../network.ts';
import { contactOf, guestName } from '../shop/people.ts';
import type { PieceName } from '../shop/pieces.ts';
import { oneOf, type Random } from './chance.ts';
import { AFTER_BUYING, QUESTIONS, SOLD_OUT } from './sayings.ts';
import type { SmallTalk } from './small-talk.ts';

export interface ShopperOptions {
  url: string;
  streamId: string;
  /** Which of the crowd it is: says its name and its address. */
  index: number;
  random: Random;
  talk: SmallTalk;
  /** Which piece a product is; null for one that the shop made itself meanwhile. */
  pieceOf(productId: string): PieceName | null;
}
export const DEEDS = ['chat', 'like', 'look', 'ask', 'vote', 'buy', 'come_back'] as const;
export type Deed = (typeof DEEDS)[number];

/** Most take one of a piece. */
const TAKES_ONE = 0.85;
/** Most buy what is on the screen. */
const KEEPS_TO_THE_SCREEN = 0.85;

/** A simulated viewer: uses the very client that the pages use. Starts nameless, and says a name before its first word. */
export class Shopper {
  readonly room: LiveRoom;
  readonly #options: ShopperOptions;
  readonly #api: VitrineApi;
  readonly #checkout: Checkout;
  readonly #name: string;
  #token: string | null = null;
  #hasSpoken = false;
  #seen: string | null = null;

  constructor(options: ShopperOptions) {
    const { url, streamId, index } = options;
    const address = guestAddress(index);
    this.#options = options;
    this.#name = guestName(index);
    this.#api = apiFrom(url, address, () => this.#token);
    this.room = new LiveRoom({ url: socketUrlOf(url), streamId, token: () => this.#token, createWebSocket: socketFrom(address) });
    this.#checkout = new Checkout({ placeOrder: (order, key) => this.#api.placeOrder(order, key), newKey: randomUUID });
    this.room.subscribe(() => this.#lookAtTheScreen());
  }

  join(): void {
    this.room.join();
  }
  leave(): void {
    this.room.leave();
  }
  get isWatching(): boolean {
    return this.room.getSnapshot().connection.status === 'open' && this.room.getSnapshot().status === 'live';
  }

  /** Does one thing. What the server refuses (sold out, too fast, just ended) is no error: people meet that too. */
  async do(deed: Deed): Promise<void> {
    try {
      await this.#deeds[deed]();
    } catch (error) {
      if (!(error instanceof ApiError) && !isRefused(error)) throw error;
    }
  }

  readonly #deeds: Record<Deed, () => Promise<void> | void> = {
    chat: async () => {
      const line = this.#options.talk.line({ onScreen: this.#onScreen(), isNew: !this.#hasSpoken });
      if (line !== null) await this.#say(line);
    },
    like: () => this.room.setLiked(true),
    look: async () => {
      const piece = await this.#somePiece();
      if (piece) this.room.productClicked(piece._id);
    },
    ask: () => this.#ask(),
    vote: async () => {
      await this.#introduce();
      const { items } = await this.#api.questions(this.#options.streamId);
      const open = oneOf(this.#options.random, items);
      if (open && !open.voted) await this.#api.voteQuestion(this.#options.streamId, open._id, true);
    },
    buy: () => this.#buy(),
    come_back: () => {
      this.room.leave();
      this.room.join();
    },
  };

  async #ask(): Promise<void> {
    const { random, streamId } = this.#options;
    const onScreen = this.#onScreen();
    const { items: open } = await this.#api.questions(streamId);
    const fitting = QUESTIONS.filter(({ piece, text }) => (piece === null || piece === onScreen) && !open.some((one) => one.text === text));
    const question = oneOf(random, fitting);
    if (!question) return;
    await this.#introduce();
    const productId = question.piece === null ? null : (this.room.getSnapshot().pins?.[0]?._id ?? null);
    await this.#api.askQuestion(streamId, { id: randomUUID(), text: question.text, productId });
  }

  async #buy(): Promise<void> {
    const { streamId, random, index, talk } = this.#options;
    const piece = await this.#somePiece();
    const variant =
      piece &&
      oneOf(
        random,
        piece.variants.filter(({ stock }) => stock > 0),
      );
    if (!piece || !variant) return;
    this.room.productClicked(piece._id);
    await this.#introduce();
    const quantity = piece.limitPerBuyer === 1 || variant.stock < 2 || random() < TAKES_ONE ? 1 : 2;
    await this.#checkout.place({
      streamId,
      contact: contactOf(this.#name, index),
      lines: [{ productId: piece._id, variantId: variant.id, quantity, unitPrice: variant.price }],
      total: variant.price * quantity,
    });
    const { status } = this.#checkout.getSnapshot();
    const line = status === 'placed' ? talk.pick(AFTER_BUYING) : status === 'sold_out' ? talk.pick(SOLD_OUT) : null;
    this.#checkout.reset();
    if (line !== null && random() < 0.4) await this.#say(line);
  }

  async #say(line: string): Promise<void> {
    await this.#introduce();
    this.#hasSpoken = true;
    this.room.sendMessage(line);
  }

  /** Who wants to speak or buy says a name, and stays the viewer that it was. */
  async #introduce(): Promise<void> {
    if (this.#token !== null) return;
    const { viewerToken } = this.room;
    const { token } = await this.#api.enterAsGuest({
      name: this.#name,
      transport: 'bearer',
      ...(viewerToken === null ? {} : { viewerToken }),
    });
    this.#token = token ?? null;
    this.room.authenticate();
  }

  #lookAtTheScreen(): void {
    const onScreen = this.room.getSnapshot().pins?.[0]?._id ?? null;
    if (onScreen === null || onScreen === this.#seen) return;
    this.#seen = onScreen;
    this.room.productSeen(onScreen);
  }
  #onScreen(): PieceName | null {
    const first = this.room.getSnapshot().pins?.[0];
    return first ? this.#options.pieceOf(first._id) : null;
  }
  /** Mostly what is on the screen, at times another one of the line-up. */
  async #somePiece(): Promise<Product | undefined> {
    const { random, streamId } = this.#options;
    const onScreen = this.room.getSnapshot().pins?.[0];
    return random() < KEEPS_TO_THE_SCREEN ? onScreen : oneOf(random, (await this.#api.showProducts(streamId)).items);
  }
}

const isRefused = (error: unknown): boolean => error instanceof Error && error.name === 'CommandError';
