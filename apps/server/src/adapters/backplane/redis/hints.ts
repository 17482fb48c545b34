import type { Hint } from '../../../ports/backplane.ts';
import type { NodeChannel } from './channel.ts';

/** Streams with a hint to send; beyond them a hint is dropped, and healed by the periodic look. */
const MAX_PENDING = 10_000;

/** Sends hints, at most one of a stream at a time: while one is on its way the newest offset waits for all before it. */
export class HintSender {
  readonly #channel: NodeChannel;
  readonly #nodeId: string;
  readonly #pending = new Map<string, number>();
  #isSending = false;

  constructor(channel: NodeChannel, nodeId: string) {
    this.#channel = channel;
    this.#nodeId = nodeId;
  }

  publish({ streamId, offset }: Hint): void {
    const waiting = this.#pending.get(streamId);
    if (waiting === undefined && this.#pending.size >= MAX_PENDING) return;
    this.#pending.set(streamId, Math.max(offset, waiting ?? 0));
    if (!this.#isSending) void this.#send();
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    while (this.#pending.size > 0) {
      const hints = [...this.#pending];
      this.#pending.clear();
      // One that is lost is healed by the periodic look.
      await Promise.allSettled(
        hints.map(([streamId, offset]) => this.#channel.say({ about: 'entries', node: this.#nodeId, streamId, offset })),
      );
    }
    this.#isSending = false;
  }
}
