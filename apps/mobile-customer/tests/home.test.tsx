import { act, fireEvent, screen, waitFor } from '@testing-library/react-native';
import { AT, product, STREAM } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import { HomeScreen } from '../src/home/HomeScreen.tsx';
import { show, sockets, standSockets } from './stand.tsx';

const VASE = product('d'.repeat(24), { title: 'Dune vase' });
const LIVE = detailOf(STREAM, [VASE], { viewerCount: 312 });
const PAST = detailOf('f'.repeat(24), [], {
  title: 'Slow Mornings',
  status: 'ended',
  isActive: false,
  duration: 3_492,
  recordingUrl: '/r',
});

let shop: FakeShop;
beforeEach(() => {
  standSockets();
  shop = new FakeShop();
  shop.knows('guest', 'Amir');
  shop.answer('GET /livestreams', { items: [LIVE] });
  shop.answer('GET /reminders', { items: [] });
  shop.answer('GET /recommendations', { items: [] });
  shop.answer(`GET /livestreams/${STREAM}`, LIVE);
});

test('the show with the most viewers stands first, with the piece on screen, and its count moves with the lobby', async () => {
  show(shop, <HomeScreen />);
  await screen.findByRole('button', { name: 'Step inside' });
  expect(await screen.findByLabelText('Dune vase, on screen now')).toBeTruthy();
  await act(async () => {
    sockets.at(-1)?.accept();
    sockets.at(-1)?.hear({ type: 'registered', data: { streamId: null, viewerId: 'v', username: null, role: 'viewer', serverTime: AT } });
    sockets.at(-1)?.hear({
      type: 'lobby_update',
      data: { shows: [{ streamId: STREAM, status: 'live', viewerCount: 1_284, pinnedProducts: [VASE._id], stillAt: null }] },
    });
  });
  expect(screen.getAllByLabelText('LIVE 1,284 watching').length).toBeGreaterThan(0);
});

test('shows are picked with their reason, for who has done something here', async () => {
  shop.answer('GET /recommendations', {
    items: [{ livestream: PAST, reason: { code: 'because_liked', text: 'from the server', title: 'Pebble bowl' } }],
  });
  show(shop, <HomeScreen />);
  await screen.findByText('Because you liked Pebble bowl');
});

test('a search says what it found, or that it found nothing, and leads back to everything', async () => {
  show(shop, <HomeScreen />);
  fireEvent.press(await screen.findByRole('button', { name: 'Search' }));
  shop.answer('GET /livestreams', { items: [] });
  fireEvent.changeText(screen.getByLabelText('Search shows'), 'teapot');
  await screen.findByText('No show is about that');
  shop.answer('GET /livestreams', { items: [LIVE] });
  fireEvent.press(screen.getByRole('button', { name: 'Show everything' }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Step inside' })).toBeTruthy());
});
