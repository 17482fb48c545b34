// @vitest-environment happy-dom
import { ApiError, type ApiErrorCode } from '@vitrine/client';
import { describe, expect, it, vi } from 'vitest';

import { createCheckout } from './checkout.ts';

const ID = 'a'.repeat(24);
const order = {
  contact: { name: 'Clara', email: 'clara@wood.be', address: 'Alder Row 14' },
  lines: [{ productId: ID, variantId: ID, quantity: 1, unitPrice: 6800 }],
};
const problem = (code: ApiErrorCode) => new ApiError(code, 0, code);
const enter = async (): Promise<void> => undefined;

describe('a checkout', () => {
  it('keeps the key of an order whose outcome is unknown, and ends when it is placed', async () => {
    const keys: string[] = [];
    const checkout = createCheckout(ID, {
      enter,
      async placeOrder(_order, key) {
        keys.push(key);
        if (keys.length === 1) throw new TypeError('Failed to fetch');
        return { number: '2417' } as never;
      },
    });
    await checkout.place(order);
    expect(checkout.state.value).toMatchObject({ status: 'failed', isUnclear: true });
    await checkout.place(order);
    expect(checkout.state.value.status).toBe('placed');
    expect(keys[0]).toBe(keys[1]);
  });

  it('takes another key for another order', async () => {
    const keys: string[] = [];
    const checkout = createCheckout(ID, {
      enter,
      async placeOrder(_order, key) {
        keys.push(key);
        throw problem('unavailable');
      },
    });
    await checkout.place(order);
    await checkout.place({ ...order, lines: [{ ...order.lines[0]!, quantity: 2 }] });
    expect(keys[0]).not.toBe(keys[1]);
  });

  it.each(['sold_out', 'price_changed'] as const)('says that it is %s', async (code) => {
    const checkout = createCheckout(ID, { enter, placeOrder: () => Promise.reject(problem(code)) });
    await checkout.place(order);
    expect(checkout.state.value.status).toBe(code);
  });

  it('places one order for two quick presses', async () => {
    const placeOrder = vi.fn(() => new Promise<never>(() => undefined));
    const checkout = createCheckout(ID, { enter, placeOrder });
    void checkout.place(order);
    void checkout.place(order);
    await vi.waitFor(() => expect(placeOrder).toHaveBeenCalledOnce());
  });
});
