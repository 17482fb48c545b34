import { randomUUID } from 'node:crypto';
import {
  ANY_QUESTIONS,
  type CrowdTimers,
  type Deed,
  guestName,
  lineAfter,
  oneOf,
  quantityOf,
  type SimulatedViewer,
  type SmallTalk,
  staysWithTheScreen,
} from '@vitrine/crowd';
import type { Product } from '@vitrine/protocol';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import { derivedId } from '../ids.ts';
import type { LivestreamService } from '../livestreams/livestreams.ts';
import type { Audience, Chat, Likes, Pins, Questions } from '../services.ts';
import type { TimelineService } from '../timeline/timelines.ts';

export interface Scene {
  livestreams: Pick<LivestreamService, 'onAir'>;
  timelines: Pick<TimelineService, 'append'>;
  audience: Pick<Audience, 'join' | 'clicked' | 'seen'>;
  chat: Pick<Chat, 'post'>;
  likes: Pick<Likes, 'set'>;
  questions: Pick<Questions, 'ask' | 'list' | 'vote'>;
  pins: Pick<Pins, 'presented'>;
  timers: CrowdTimers;
}

/** A simulated viewer of a rehearsal: does through the shop's own services what somebody with a phone would. */
export class Extra implements SimulatedViewer {
  readonly #scene: Scene;
  readonly #streamId: string;
  readonly #talk: SmallTalk;
  readonly #actor: Actor;
  #leaveAudience: (() => void) | null = null;
  #hasSpoken = false;

  constructor(scene: Scene, streamId: string, talk: SmallTalk, number: number) {
    this.#scene = scene;
    this.#streamId = streamId;
    this.#talk = talk;
    const id = derivedId('extra', streamId, String(number));
    this.#actor = { id, role: 'guest', name: guestName(number), sessionHash: null, rehearses: streamId };
  }

  get isWatching(): boolean {
    return this.#leaveAudience !== null && this.#scene.livestreams.onAir.get(this.#streamId)?.status === 'live';
  }
  join(): void {
    this.#leaveAudience ??= this.#scene.audience.join(this.#streamId, this.#actor.id);
  }
  leave(): void {
    this.#leaveAudience?.();
    this.#leaveAudience = null;
  }
  async do(deed: Deed): Promise<void> {
    try {
      await this.#deeds[deed]();
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }

  readonly #random = (): number => this.#scene.timers.random();
  readonly #deeds: Record<Deed, () => Promise<void> | void> = {
    chat: async () => {
      const isPinned = (this.#scene.livestreams.onAir.get(this.#streamId)?.pinnedProducts.length ?? 0) > 0;
      await this.#say(this.#talk.line({ about: isPinned ? [] : null, isNew: !this.#hasSpoken }));
    },
    like: async () => {
      await this.#scene.likes.set(this.#actor, this.#streamId, true);
    },
    look: async () => {
      await this.#lookAtAPiece();
    },
    ask: async () => {
      const question = oneOf(this.#random, ANY_QUESTIONS);
      const { items } = await this.#scene.questions.list(this.#actor, this.#streamId, { state: 'open', limit: ANY_QUESTIONS.length });
      if (!question || items.some(({ text }) => text === question.text)) return;
      await this.#scene.questions.ask(this.#actor, this.#streamId, { id: randomUUID(), text: question.text, productId: null });
    },
    vote: async () => {
      const { items } = await this.#scene.questions.list(this.#actor, this.#streamId, { state: 'open', limit: ANY_QUESTIONS.length });
      const open = oneOf(this.#random, items);
      if (open && !open.voted) await this.#scene.questions.vote(this.#actor, this.#streamId, open._id, { up: true });
    },
    buy: () => this.#buy(),
    come_back: () => {
      this.leave();
      this.join();
    },
  };

  /** Mostly what is on the screen, at times another piece of the line-up. */
  async #lookAtAPiece(): Promise<Product | undefined> {
    const presented = await this.#scene.pins.presented(this.#actor, this.#streamId);
    const onScreen = this.#scene.livestreams.onAir.get(this.#streamId)?.pinnedProducts[0];
    const piece = staysWithTheScreen(this.#random) ? presented.find(({ _id }) => _id === onScreen) : oneOf(this.#random, presented);
    if (!piece) return undefined;
    await this.#scene.audience.seen(this.#actor, this.#streamId, [piece._id]);
    await this.#scene.audience.clicked(this.#actor, this.#streamId, [piece._id]);
    return piece;
  }
  /** Nothing is sold in a rehearsal: the host sees that something was, and there is no order, and no less in stock. */
  async #buy(): Promise<void> {
    const piece = await this.#lookAtAPiece();
    if (!piece) return;
    if (piece.stock === 0) return this.#say(lineAfter(this.#random, this.#talk, 'sold_out'));
    await this.#scene.timelines.append(this.#streamId, {
      key: `extra:${randomUUID()}`,
      type: 'order_placed',
      actorId: this.#actor.id,
      data: { lines: [{ productId: piece._id, title: piece.title, quantity: quantityOf(this.#random, piece) }] },
      onlyBeforeTheEnd: true,
    });
    await this.#say(lineAfter(this.#random, this.#talk, 'placed'));
  }
  async #say(line: string | null): Promise<void> {
    if (line === null) return;
    this.#hasSpoken = true;
    await this.#scene.chat.post(this.#actor, this.#streamId, line, randomUUID());
  }
}
