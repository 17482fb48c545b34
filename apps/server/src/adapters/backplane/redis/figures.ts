import type { Figures } from '../../../ports/backplane.ts';
import type { NodeChannel } from './channel.ts';

/** Figures that wait to be sent; beyond them some are dropped, and made good by the next. */
const MAX_PENDING = 1_000;

/** Sends figures, of each thing the latest: while some are on their way, newer ones take the place of those that wait. */
export class FigureSender {
  readonly #channel: NodeChannel;
  readonly #nodeId: string;
  readonly #pending = new Map<string, Figures>();
  #isSending = false;

  constructor(channel: NodeChannel, nodeId: string) {
    this.#channel = channel;
    this.#nodeId = nodeId;
  }

  tell(figures: Figures): void {
    const key = `${figures.name} ${figures.streamId}`;
    if (!this.#pending.has(key) && this.#pending.size >= MAX_PENDING) return;
    this.#pending.set(key, figures);
    if (!this.#isSending) void this.#send();
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    while (this.#pending.size > 0) {
      const waiting = [...this.#pending.values()];
      this.#pending.clear();
      // While Redis is away nothing is kept: what is true then is told when it is back.
      await Promise.allSettled(
        waiting.map(({ name, streamId, value }) => this.#channel.say({ about: 'figures', node: this.#nodeId, name, streamId, value })),
      );
    }
    this.#isSending = false;
  }
}
