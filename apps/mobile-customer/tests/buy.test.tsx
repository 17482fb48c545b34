import { act, fireEvent, screen, waitFor } from '@testing-library/react-native';
import { AT, pinned, product, STREAM } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import type { Order, Product } from '@vitrine/protocol';
import { AppState, Linking } from 'react-native';
import { OrdersScreen } from '../src/account/OrdersScreen.tsx';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, sockets, standSockets } from './stand.tsx';

const VASE = product('d'.repeat(24), { title: 'Dune vase' });
const cheaper = (price: number, updatedAt: string): Product => ({
  ...VASE,
  price,
  variants: VASE.variants.map((variant) => ({ ...variant, price })),
  updatedAt,
});
const ORDER: Order = {
  _id: 'f'.repeat(24),
  number: '1042',
  streamId: STREAM,
  buyerId: 'e'.repeat(24),
  contact: { name: 'Amir Haddad', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' },
  lines: [
    {
      productId: VASE._id,
      variantId: 'c'.repeat(24),
      title: 'Dune vase',
      variantName: '',
      image: null,
      unitPrice: 6_800,
      quantity: 1,
      taxPercent: 21,
    },
  ],
  currency: 'EUR',
  delivery: null,
  total: 6_800,
  taxes: [],
  state: 'pending',
  payment: { provider: 'manual', url: null },
  payBefore: null,
  history: [],
  createdAt: AT,
  updatedAt: AT,
};
const OWED: Order = { ...ORDER, payment: { provider: 'stripe', url: 'https://pay.example/1042' }, payBefore: '2026-01-01T12:30:00.000Z' };

let shop: FakeShop;
let listeners: ((state: 'active' | 'background') => void)[];
beforeEach(() => {
  standSockets();
  shop = new FakeShop();
  shop.knows('guest', 'Amir');
  shop.answer(`GET /livestreams/${STREAM}`, detailOf(STREAM, [VASE]));
  shop.answer('POST /orders', ORDER, 201);
  listeners = [];
  jest.spyOn(AppState, 'addEventListener').mockImplementation((_, listener) => {
    listeners.push(listener as never);
    return { remove: () => undefined } as never;
  });
});
const comesBack = () =>
  act(async () => {
    for (const listener of [...listeners]) listener('active');
  });
const orders = () => shop.asked.filter(({ method, path }) => method === 'POST' && path === '/orders');
const press = async (name: string | RegExp) => fireEvent.press(await screen.findByRole('button', { name }));
async function watching() {
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  return greet([VASE]);
}
async function typeContact() {
  fireEvent.changeText(await screen.findByLabelText('Name'), 'Amir Haddad');
  fireEvent.changeText(screen.getByLabelText('E-mail'), 'amir@example.test');
  fireEvent.changeText(screen.getByLabelText('Address'), 'Kiln Lane 1, Ghent');
}

// The first: the later ones buy with the address that it leaves on the phone.
test('what is missing of an address is said before anything is ordered', async () => {
  await watching();
  await press('Buy');
  await press(/^Buy now/);
  await screen.findByText('Where should it go?');
  fireEvent.changeText(screen.getByLabelText('E-mail'), 'amir');
  expect(screen.getByText(/An e-mail address, so that/)).toBeTruthy();
  expect(orders()).toHaveLength(0);
  await typeContact();
  await press(/^Buy now/);
  await screen.findByText('It is yours, Amir');
  expect(orders().map(({ body }) => body)).toMatchObject([
    { streamId: STREAM, contact: ORDER.contact, lines: [{ productId: VASE._id, quantity: 1, unitPrice: 6_800 }] },
  ]);
});

test('with the remembered address two taps are an order, each under a key of its own', async () => {
  await watching();
  for (const _ of [1, 2]) {
    await press('Buy');
    await screen.findByLabelText('Deliver to Kiln Lane 1, Ghent');
    await press(/^Buy now/);
    await press('Back to the show');
  }
  const keys = orders().map(({ key }) => key);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(2);
});

test('an order that no answer came to is sent again under its key', async () => {
  await watching();
  await press('Buy');
  await screen.findByLabelText(/^Deliver to/);
  shop.isAway = true;
  await press(/^Buy now/);
  await screen.findByText(/it will not be ordered twice/);
  shop.isAway = false;
  await press(/^Buy now/);
  await screen.findByText('It is yours, Amir');
  expect(new Set(orders().map(({ key }) => key)).size).toBe(1);
});

test('a piece that sells out while one looks at it can’t be ordered any more', async () => {
  const socket = await watching();
  await press('Buy');
  await screen.findByLabelText(/^Deliver to/);
  const gone = { ...VASE, stock: 0, variants: VASE.variants.map((variant) => ({ ...variant, stock: 0 })) };
  await act(async () => socket.hear(pinned(2, [gone])));
  await screen.findByText(/The last one just went/);
  expect(screen.getByRole('button', { name: 'Sold out', disabled: true })).toBeTruthy();
});

test('another price than the one that was read has to be agreed to', async () => {
  await watching();
  await press('Buy');
  await screen.findByLabelText(/^Deliver to/);
  shop.refuse('POST /orders', 409, 'price_changed');
  shop.answer(`GET /products/${VASE._id}`, cheaper(7_200, '2026-01-01T12:00:05.000Z'));
  await press(/^Buy now/);
  await screen.findByText('The price changed from €68 to €72 while you looked. Nothing was ordered yet.');
  shop.answer('POST /orders', ORDER, 201);
  await press('Buy at €72.00');
  await screen.findByText('It is yours, Amir');
  expect(orders().at(-1)?.body).toMatchObject({ lines: [{ unitPrice: 7_200 }] });
});

test('who was signed out between the taps orders under the name on the order', async () => {
  await watching();
  await press('Buy');
  await screen.findByLabelText(/^Deliver to/);
  shop.refuse('POST /orders', 401, 'unauthorized');
  await press(/^Buy now/);
  await screen.findByText(/You were signed out/);
  shop.answer('POST /auth/guest', {
    account: { _id: 'e'.repeat(24), role: 'guest', name: 'Amir Haddad' },
    token: 'new',
    needsSetup: false,
    shop: { name: 'Maison Lumen', currency: 'EUR' },
  });
  shop.answer('POST /orders', ORDER, 201);
  await press(/^Buy now/);
  await screen.findByText('It is yours, Amir');
  expect(orders().map(({ token }) => token)).toEqual(['Bearer token', 'Bearer new']);
});

describe('an order that is paid online', () => {
  test.each([
    ['paid', 'It is yours, Amir', /The shop will write to/],
    ['cancelled', 'It went back to the shop', /was not paid/],
  ] as const)('opens the payment page, and is %s when one comes back', async (state, title, line) => {
    const opened = jest.spyOn(Linking, 'openURL').mockResolvedValue(true);
    shop.answer('POST /orders', OWED, 201);
    await watching();
    await press('Buy');
    await screen.findByLabelText(/^Deliver to/);
    await press(/^Buy now/);
    await screen.findByText('Order 1042. It is yours with the payment.');
    await press('Pay €68.00');
    expect(opened).toHaveBeenLastCalledWith('https://pay.example/1042');
    shop.answer(`GET /orders/${OWED._id}`, { ...OWED, state, payment: { provider: 'stripe', url: null } });
    await comesBack();
    await screen.findByText(title);
    expect(screen.getByText(line)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Pay/ })).toBeNull();
  });

  test('says so where the page does not open', async () => {
    jest.spyOn(Linking, 'openURL').mockRejectedValue(new Error('no browser'));
    shop.answer('POST /orders', OWED, 201);
    await watching();
    await press('Buy');
    await screen.findByLabelText(/^Deliver to/);
    await press(/^Buy now/);
    await press('Pay €68.00');
    await screen.findByText(/The payment page did not open/);
  });
});

describe('one’s own orders', () => {
  test('stand with their state, are paid, and are read anew when one comes back', async () => {
    const opened = jest.spyOn(Linking, 'openURL').mockResolvedValue(true);
    shop.answer('GET /orders', { items: [OWED, { ...ORDER, _id: '1'.repeat(24), number: '1041', state: 'fulfilled' }] });
    shop.answer(`POST /orders/${OWED._id}/payment`, OWED);
    show(shop, <OrdersScreen />);
    await screen.findByText('Waiting for payment');
    expect(screen.getByText('On its way')).toBeTruthy();
    await press('Pay €68.00');
    await waitFor(() => expect(opened).toHaveBeenLastCalledWith('https://pay.example/1042'));
    shop.answer('GET /orders', { items: [{ ...OWED, state: 'paid' }] });
    await comesBack();
    await screen.findByText('Paid');
    expect(screen.queryByRole('button', { name: /^Pay/ })).toBeNull();
  });

  test('are cancelled while they are unpaid, after a question; a refusal says why and reads them anew', async () => {
    shop.answer('GET /orders', { items: [ORDER] });
    shop.refuse(`PATCH /orders/${ORDER._id}`, 503, 'storage_unavailable');
    show(shop, <OrdersScreen />);
    const cancel = async () => {
      await press('Cancel the order');
      await screen.findByText('Cancel order 1042?');
      fireEvent.press(screen.getAllByRole('button', { name: 'Cancel the order' }).at(-1) as never);
    };
    await cancel();
    await screen.findByText(/The shop cannot be reached/);
    shop.answer(`PATCH /orders/${ORDER._id}`, { ...ORDER, state: 'cancelled' });
    await cancel();
    await screen.findByText('Cancelled');
    expect(screen.queryByRole('button', { name: 'Cancel the order' })).toBeNull();
  });

  test('that do not load are tried again; who has none is led to the shows', async () => {
    shop.refuse('GET /orders', 503, 'storage_unavailable');
    show(shop, <OrdersScreen />);
    await screen.findByText('Your orders did not load');
    shop.answer('GET /orders', { items: [] });
    await press('Try again');
    await screen.findByText('Nothing ordered yet');
  });
});
