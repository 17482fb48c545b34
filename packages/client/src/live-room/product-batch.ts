import { LIMITS } from '@vitrine/protocol/limits';
import type { Timers } from '../timers.ts';

/** Clicks and impressions are sent together, this long after the first, in ms. */
const BATCH_AFTER = 1_000;
/** Products that wait while there is no connection; a show has far fewer. */
const MAX_WAITING = 200;

/** Product ids that are told together, each once. What can't be sent now waits for `flush`. */
export class ProductBatch {
  readonly #waiting = new Set<string>();
  readonly #timers: Timers;
  readonly #send: (productIds: string[]) => boolean;
  #cancel: (() => void) | null = null;

  /** @param send tells them; false when there is no connection. */
  constructor(timers: Timers, send: (productIds: string[]) => boolean) {
    this.#timers = timers;
    this.#send = send;
  }
  add(productId: string): void {
    if (this.#waiting.size >= MAX_WAITING) return;
    this.#waiting.add(productId);
    this.#cancel ??= this.#timers.after(BATCH_AFTER, () => this.flush());
  }
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    while (this.#waiting.size > 0) {
      const productIds = [...this.#waiting].slice(0, LIMITS.productBatch);
      if (!this.#send(productIds)) return;
      for (const productId of productIds) this.#waiting.delete(productId);
    }
  }
}
