import type { Order, OrderInput } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { ApiError, type ApiErrorCode } from '../rest/api-error.ts';
import { Checkout } from './checkout.ts';

const ID = 'a'.repeat(24);
const order = (quantity = 1): OrderInput => ({
  streamId: ID,
  contact: { name: 'Clara', email: 'clara@wood.be', address: 'Alder Row 14' },
  lines: [{ productId: ID, variantId: ID, quantity, unitPrice: 6800 }],
});
const placed = { _id: ID, number: '2417' } as Order;

/** A shop that answers each order with the next of these. */
function counter(...answers: (ApiErrorCode | Order | Error)[]) {
  const keys: string[] = [];
  let last = 0;
  const checkout = new Checkout({
    newKey: () => {
      last += 1;
      return `key-${last}`;
    },
    async placeOrder(_order, key) {
      keys.push(key);
      const answer = answers[keys.length - 1] ?? placed;
      if (typeof answer === 'string') throw new ApiError(answer, 0, answer);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { checkout, keys, now: () => checkout.getSnapshot() };
}

describe('a checkout', () => {
  it('places an order', async () => {
    const { checkout, now } = counter(placed);
    const outcome = checkout.place(order());
    expect(now()).toEqual({ status: 'placing' });
    await outcome;
    expect(now()).toEqual({ status: 'placed', order: placed });
    checkout.reset();
    expect(now()).toEqual({ status: 'idle' });
  });

  it('places one order for two quick presses, and is not reset meanwhile', async () => {
    const { checkout, keys, now } = counter();
    const both = Promise.all([checkout.place(order()), checkout.place(order())]);
    checkout.reset();
    expect(now().status).toBe('placing');
    await both;
    expect(keys).toEqual(['key-1']);
  });

  it.each(['offline', 'timeout', 'internal', 'in_progress', 'storage_unavailable'] as const)(
    'keeps its key when the answer is %s: it may have been placed',
    async (code) => {
      const { checkout, keys, now } = counter(code);
      await checkout.place(order());
      const state = now();
      if (state.status !== 'failed') throw new Error(state.status);
      expect(state.isUnclear).toBe(true);
      await state.retry();
      expect(keys).toEqual(['key-1', 'key-1']);
      expect(now().status).toBe('placed');
    },
  );

  it('knows nothing about the order when something else went wrong on the way', async () => {
    const { checkout, now } = counter(new TypeError('Failed to fetch'));
    await checkout.place(order());
    expect(now()).toMatchObject({ status: 'failed', isUnclear: true, error: { code: 'offline' } });
  });

  it.each(['sold_out', 'price_changed'] as const)('ends with %s, and takes a new key after that', async (code) => {
    const { checkout, keys, now } = counter(code);
    await checkout.place(order());
    expect(now()).toEqual({ status: code });
    await checkout.place(order());
    expect(keys).toEqual(['key-1', 'key-2']);
  });

  it('takes a new key after a clear refusal, and after an order that was placed', async () => {
    const { checkout, keys, now } = counter('invalid');
    await checkout.place(order());
    expect(now()).toMatchObject({ status: 'failed', isUnclear: false });
    await checkout.place(order());
    await checkout.place(order());
    expect(keys).toEqual(['key-1', 'key-2', 'key-3']);
  });

  it('takes a new key for another order', async () => {
    const { checkout, keys } = counter('offline');
    await checkout.place(order(1));
    await checkout.place(order(2));
    expect(keys).toEqual(['key-1', 'key-2']);
  });

  it('makes keys that the server takes, each another', async () => {
    const keys: string[] = [];
    const checkout = new Checkout({
      async placeOrder(_order, key) {
        keys.push(key);
        return placed;
      },
    });
    await checkout.place(order());
    await checkout.place(order());
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^[\w.:-]{1,128}$/);
  });
});
