import { randomUUID } from 'node:crypto';
import { ApiError, Checkout, LiveRoom, type VitrineApi } from '@vitrine/client';
import {
  contactOf,
  type Deed,
  guestName,
  lineAfter,
  oneOf,
  quantityOf,
  type Random,
  type SimulatedViewer,
  type SmallTalk,
  staysWithTheScreen,
  weighted,
} from '@vitrine/crowd';
import type { Product } from '@vitrine/protocol';
import { apiFrom, guestAddress, socketFrom, socketUrlOf } from '../network.ts';
import { DELIVERY_HABITS, totalOf } from '../shop/delivery.ts';
import type { PieceName } from '../shop/pieces.ts';
import { ABOUT, QUESTIONS } from './sayings.ts';

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

/** A simulated viewer: uses the very client that the pages use. Starts nameless, and says a name before its first word. */
export class Shopper implements SimulatedViewer {
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

  async do(deed: Deed): Promise<void> {
    try {
      await this.#deeds[deed]();
    } catch (error) {
      if (!(error instanceof ApiError) && !isRefused(error)) throw error;
    }
  }

  readonly #deeds: Record<Deed, () => Promise<void> | void> = {
    chat: async () => {
      const line = this.#options.talk.line({ about: this.#aboutTheScreen(), isNew: !this.#hasSpoken });
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
    const quantity = quantityOf(random, { stock: variant.stock, limitPerBuyer: piece.limitPerBuyer });
    const deliveryMethod = weighted(random, DELIVERY_HABITS);
    await this.#checkout.place({
      streamId,
      contact: contactOf(this.#name, index),
      lines: [{ productId: piece._id, variantId: variant.id, quantity, unitPrice: variant.price }],
      deliveryMethod,
      total: totalOf(variant.price * quantity, deliveryMethod),
    });
    const { status } = this.#checkout.getSnapshot();
    this.#checkout.reset();
    const line = status === 'placed' || status === 'sold_out' ? lineAfter(random, talk, status) : null;
    if (line !== null) await this.#say(line);
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
  #aboutTheScreen(): readonly string[] | null {
    if (!this.room.getSnapshot().pins?.[0]) return null;
    const piece = this.#onScreen();
    return piece === null ? [] : ABOUT[piece];
  }
  /** Mostly what is on the screen, at times another one of the line-up. */
  async #somePiece(): Promise<Product | undefined> {
    const { random, streamId } = this.#options;
    const onScreen = this.room.getSnapshot().pins?.[0];
    return staysWithTheScreen(random) ? onScreen : oneOf(random, (await this.#api.showProducts(streamId)).items);
  }
}

const isRefused = (error: unknown): boolean => error instanceof Error && error.name === 'CommandError';
