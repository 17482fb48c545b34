import { act, fireEvent, screen, waitFor } from '@testing-library/react-native';
import { product, STREAM } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, sockets, standSockets } from './stand.tsx';

const VASE = product('d'.repeat(24), { title: 'Dune vase' });
const BOWL = product('1'.repeat(24), { title: 'Pebble bowl' });
const PRODUCTS = `GET /livestreams/${STREAM}/products`;

let shop: FakeShop;
beforeEach(() => {
  standSockets();
  shop = new FakeShop();
  shop.knows('guest', 'Amir');
  shop.answer(`GET /livestreams/${STREAM}`, detailOf(STREAM, [VASE]));
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

test('the line-up has all that the show presents, what is on screen first, and follows it when it is changed', async () => {
  shop.answer(PRODUCTS, { items: [BOWL, VASE] });
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  const socket = await greet([VASE]);
  fireEvent.press(await screen.findByRole('button', { name: 'Line-up, 2 pieces' }));
  expect(screen.getAllByRole('button', { name: /vase$|bowl$/ }).map(({ props }) => props.accessibilityLabel)).toEqual([
    'Dune vase',
    'Pebble bowl',
  ]);

  shop.answer(PRODUCTS, { items: [VASE] });
  await act(async () => socket.hear({ type: 'lineup_updated', data: { streamId: STREAM, offset: 2, lineup: [] } }));
  await screen.findByRole('button', { name: 'Line-up, 1 piece' });

  // Whatever is not pinned is read again as it is looked at.
  shop.answer(PRODUCTS, { items: [VASE, BOWL] });
  await act(async () => socket.hear({ type: 'lineup_updated', data: { streamId: STREAM, offset: 3, lineup: [] } }));
  const asked = (): number => shop.asked.filter(({ method, path }) => `${method} ${path}` === PRODUCTS).length;
  const bowl = await screen.findByRole('button', { name: 'Pebble bowl' });
  const before = asked();
  fireEvent.press(bowl);
  await waitFor(() => expect(asked()).toBe(before + 1));
  await screen.findByRole('button', { name: /^Buy now/ });
});

test('the pins are there though the rest of the line-up could not be read', async () => {
  shop.refuse(PRODUCTS, 500, 'internal');
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  await greet([VASE]);
  await screen.findByRole('button', { name: 'Line-up, 1 piece' });
});
