import { type ChatMessage, LIMITS, type Product } from '@vitrine/protocol';
import type { LivestreamState, Services } from '../domain/services.ts';
import type { Coalescer } from './coalescer.ts';
import { frameEvent } from './frame.ts';

/** What a newcomer is shown before the history. */
export interface Snapshot {
  state: LivestreamState;
  products: Product[];
  /** The message on top of the chat. */
  pinnedMessage: ChatMessage | null;
  /** Everything up to here is in the state; later changes come as entries. */
  offset: number;
}
export interface FramedHistory {
  upTo: number;
  frame: Buffer;
}
/** The room that is read for. */
interface ReadRoom {
  readonly streamId: string;
  readonly epoch: string;
  readonly tail: number;
  readonly figures: Coalescer;
}

/** What newcomers of a room are given, read once for all who come at the same moment. */
export class RoomReadings {
  readonly #services: Pick<Services, 'livestreams' | 'pins' | 'chat'>;
  readonly #room: ReadRoom;
  #snapshot: Promise<Snapshot> | null = null;
  /** Where the timeline was when the state that is told was read: an older reading that comes late is not told. */
  #stateOffset = 0;
  #history: FramedHistory | null = null;
  #historyRead: Promise<FramedHistory> | null = null;

  constructor(services: Pick<Services, 'livestreams' | 'pins' | 'chat'>, room: ReadRoom) {
    this.#services = services;
    this.#room = room;
  }

  /** The current state and pins. Newcomers of the same moment share one reading. */
  snapshot(): Promise<Snapshot> {
    if (!this.#snapshot) {
      const reading = this.#readSnapshot().finally(() => {
        if (this.#snapshot === reading) this.#snapshot = null;
      });
      this.#snapshot = reading;
    }
    return this.#snapshot;
  }
  async #readSnapshot(): Promise<Snapshot> {
    const { livestreams, pins, chat } = this.#services;
    const offset = this.#room.tail;
    const [state, products] = await Promise.all([livestreams.state(this.#room.streamId), pins.current(this.#room.streamId)]);
    if (offset >= this.#stateOffset) {
      this.#stateOffset = offset;
      this.#room.figures.set({ status: state.status, startTime: state.startTime });
    }
    const pinnedMessage = state.pinnedMessage === null ? null : await chat.message(this.#room.streamId, state.pinnedMessage);
    return { state, products, pinnedMessage, offset };
  }

  /** The framed history for who can't resume, and up to where it goes. One that is a little old serves as well: what came since follows. */
  async history(): Promise<FramedHistory> {
    if (this.#history && this.#room.tail - this.#history.upTo <= LIMITS.historyMessages) return this.#history;
    if (!this.#historyRead) {
      const reading = this.#readHistory();
      this.#historyRead = reading;
      const finished = (history: FramedHistory | null): void => {
        // One that began before a message was deleted may still have it: who waits for it hears of the deletion, nobody else gets it.
        if (this.#historyRead !== reading) return;
        this.#historyRead = null;
        this.#history = history;
      };
      reading.then(finished, () => finished(null));
    }
    return this.#historyRead;
  }
  async #readHistory(): Promise<FramedHistory> {
    const upTo = this.#room.tail;
    const messages = await this.#services.chat.history(this.#room.streamId, LIMITS.historyMessages, upTo);
    const data = { streamId: this.#room.streamId, epoch: this.#room.epoch, offset: upTo, recovered: false, messages };
    return { upTo, frame: frameEvent({ type: 'chat_history', data }) };
  }

  /** The state has changed: a reading under way may have begun before that. */
  forgetSnapshot(): void {
    this.#snapshot = null;
  }
  /** A message was deleted: its text is in no history from now on. */
  forgetHistory(): void {
    this.#history = null;
    this.#historyRead = null;
  }
}
