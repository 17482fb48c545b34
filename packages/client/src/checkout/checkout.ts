import type { Order, OrderInput } from '@vitrine/protocol';
import { Store } from '../observable.ts';
import { ApiError } from '../rest/api-error.ts';

export type CheckoutState =
  | { status: 'idle' }
  | { status: 'placing' }
  | { status: 'placed'; order: Order }
  | { status: 'sold_out' }
  | { status: 'price_changed' }
  /** `isUnclear`: no answer came, so it may have been placed. `retry` sends the same order under the same key. */
  | { status: 'failed'; error: ApiError; isUnclear: boolean; retry: () => Promise<void> };

export interface CheckoutOptions {
  /** As `VitrineApi.placeOrder`. */
  placeOrder: (order: OrderInput, idempotencyKey: string) => Promise<Order>;
  /** A fresh idempotency key. */
  newKey?: () => string;
}

/** Random where the page is not served over HTTPS, too: `randomUUID` is missing there. */
function randomKey(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One purchase at a time. The key belongs to the order: tried again without a final answer it keeps its key, so that it is never placed
 * twice; after a final answer, or for another order, there is a new one.
 */
export class Checkout extends Store<CheckoutState> {
  readonly #placeOrder: CheckoutOptions['placeOrder'];
  readonly #newKey: () => string;
  #open: { body: string; key: string } | null = null;

  constructor(options: CheckoutOptions) {
    super({ status: 'idle' });
    this.#placeOrder = options.placeOrder;
    this.#newKey = options.newKey ?? randomKey;
  }

  /** Places it; a second press meanwhile does nothing. The outcome is the new state; it never rejects. */
  async place(order: OrderInput): Promise<void> {
    if (this.getSnapshot().status === 'placing') return;
    const body = JSON.stringify(order);
    if (this.#open?.body !== body) this.#open = { body, key: this.#newKey() };
    const { key } = this.#open;
    this.set({ status: 'placing' });
    try {
      const placed = await this.#placeOrder(order, key);
      this.#open = null;
      this.set({ status: 'placed', order: placed });
    } catch (reason) {
      this.#onRefusal(order, reason);
    }
  }
  /** Back to the start, unless an order is on its way. */
  reset(): void {
    if (this.getSnapshot().status !== 'placing') this.set({ status: 'idle' });
  }

  #onRefusal(order: OrderInput, reason: unknown): void {
    const error =
      reason instanceof ApiError ? reason : new ApiError('offline', 0, reason instanceof Error ? reason.message : String(reason));
    // Called off is not undone: it may have arrived.
    const mayRepeat = error.retryable || error.code === 'aborted';
    if (!mayRepeat) this.#open = null;
    if (error.code === 'sold_out' || error.code === 'price_changed') this.set({ status: error.code });
    else
      this.set({
        status: 'failed',
        error,
        isUnclear: mayRepeat && error.code !== 'rate_limited',
        retry: () => this.place(order),
      });
  }
}
