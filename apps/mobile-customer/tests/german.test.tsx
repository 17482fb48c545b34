import { fireEvent, screen, waitFor } from '@testing-library/react-native';
import { product, STREAM } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import { HomeScreen } from '../src/home/HomeScreen.tsx';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, sockets, standSockets } from './stand.tsx';

// A phone that is set to German: it is asked once, when the app starts.
jest.mock('../../../packages/mobile-kit/src/text/device-languages', () => ({
  deviceLanguages: () => ['fr-CH', 'de-CH', 'en'],
  appLanguages: () => ['en', 'de'],
  declareLanguage: () => undefined,
}));

const VASE = product('d'.repeat(24), { title: 'Dune vase' });
let shop: FakeShop;
beforeEach(() => {
  standSockets();
  shop = new FakeShop();
  shop.knows('guest', 'Amir');
});

test('a phone whose first language that the app knows is German reads German, with its dates', async () => {
  const next = detailOf(STREAM, [], {
    title: 'Kerzen von Hand',
    status: 'scheduled',
    isActive: false,
    scheduledFor: '2030-05-14T19:00:00.000Z',
  });
  shop.answer('GET /livestreams', { items: [next] });
  shop.answer('GET /recommendations', { items: [] });
  shop.answer('GET /reminders', { items: [] });
  show(shop, <HomeScreen />);
  await screen.findByText('Demnächst');
  expect(screen.getAllByText('14. Mai').length).toBeGreaterThan(0);
  expect(screen.getByRole('button', { name: 'Deine Bestellungen' })).toBeTruthy();
});

test('so does the kit: the chat, the price, the purchase', async () => {
  shop.answer(`GET /livestreams/${STREAM}`, detailOf(STREAM, [VASE]));
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  await greet([VASE]);
  expect(screen.getByPlaceholderText('Schreib etwas')).toBeTruthy();
  fireEvent.press(screen.getByRole('button', { name: 'Kaufen' }));
  await screen.findByRole('button', { name: /^Jetzt kaufen/ });
  expect(screen.getByText('Ein Tipp genügt. Du zahlst bei Lieferung.')).toBeTruthy();
});
