import { act, fireEvent, screen, waitFor } from '@testing-library/react-native';
import { AT, product, registered, STREAM, update } from '@vitrine/client/testing';
import { detailOf, FakeShop, FORGETFUL, remembering } from '@vitrine/mobile-kit/testing';
import { HomeScreen } from '../src/home/HomeScreen.tsx';
import { Interrupted } from '../src/watch/Interrupted.tsx';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, sockets, standSockets } from './stand.tsx';

jest.mock('expo-camera', () => ({
  CameraView: 'CameraView',
  useCameraPermissions: () => [{ granted: true, canAskAgain: true, status: 'granted' }, async () => undefined],
}));
const VASE = product('d'.repeat(24), { title: 'Dune vase' });
const SHOW = `/livestreams/${STREAM}`;
const LISTS = { items: [] };

let shop: FakeShop;
beforeEach(() => {
  standSockets();
  shop = new FakeShop();
  shop.knows('guest', 'Amir');
  shop.answer('GET /livestreams', LISTS);
  shop.answer('GET /recommendations', LISTS);
  shop.answer('GET /reminders', LISTS);
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [VASE]));
});
afterEach(() => jest.useRealTimers());

test('an app that knows no shop asks for the address, and says what is wrong with a wrong one', async () => {
  show(shop, <HomeScreen />, shop.session(remembering()));
  const field = await screen.findByLabelText('Address of the shop');
  fireEvent.changeText(field, 'no address at all');
  fireEvent.press(screen.getByRole('button', { name: 'Open the shop' }));
  await screen.findByText('That is no address, such as shop.example.com.');
  fireEvent.changeText(field, 'elsewhere.example');
  fireEvent.press(screen.getByRole('button', { name: 'Open the shop' }));
  await screen.findByText(/Nobody answers there/);
  fireEvent.changeText(screen.getByLabelText('Address of the shop'), 'shop.example');
  fireEvent.press(screen.getByRole('button', { name: 'Open the shop' }));
  await screen.findByText('The window is dark tonight');
});

test('an app that knows no shop goes to the one whose code it reads from the dashboard, once', async () => {
  show(shop, <HomeScreen />, shop.session(remembering()));
  fireEvent.press(await screen.findByRole('button', { name: 'Scan the code' }));
  const camera = screen.getByLabelText('Hold the code in front of the camera');
  fireEvent(camera, 'barcodeScanned', { data: 'https://shop.example' });
  fireEvent(camera, 'barcodeScanned', { data: 'https://elsewhere.example' });
  await screen.findByText('The window is dark tonight');
  expect(shop.asked.map(({ path }) => path).filter((path) => path === '/auth/session')).toHaveLength(1);
});

test('a shop that is away at the start is tried again', async () => {
  shop.isAway = true;
  show(shop, <HomeScreen />);
  await screen.findByText('The shop does not answer');
  shop.isAway = false;
  fireEvent.press(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('The window is dark tonight');
});

test('who was signed out meanwhile is told, and still sees the shop', async () => {
  shop.answer('GET /auth/session', { account: null, needsSetup: false, shop: { name: 'Maison Lumen', currency: 'EUR' } });
  show(shop, <HomeScreen />);
  await screen.findByText(/You were signed out/);
  expect(screen.getByText('Maison Lumen')).toBeTruthy();
});

test('a full storage does not keep anybody out', async () => {
  show(shop, <HomeScreen />, shop.session(FORGETFUL));
  fireEvent.changeText(await screen.findByLabelText('Address of the shop'), 'shop.example');
  fireEvent.press(screen.getByRole('button', { name: 'Open the shop' }));
  await screen.findByText(/its storage may be full/);
  expect(screen.getByText('The window is dark tonight')).toBeTruthy();
});

test('a show that is deleted while it is open is said not to be there', async () => {
  show(shop, <WatchScreen id={STREAM} />);
  await screen.findByPlaceholderText(/Say something|The chat opens/);
  act(() => {
    sockets.at(-1)?.accept();
    sockets.at(-1)?.hear({ type: 'error', data: { code: 'not_found', message: 'There is no such show.' } });
  });
  await screen.findByText('This show is not here');
});

test('a show that ends while it is being opened shows what it was, with its pieces and the next one', async () => {
  const later = detailOf('1'.repeat(24), [], { title: 'Not yet dated', status: 'scheduled', isActive: false });
  const next = detailOf('2'.repeat(24), [], { title: 'Tea, Slowly', status: 'scheduled', scheduledFor: '2030-05-14T19:00:00.000Z' });
  shop.answer('GET /livestreams', { items: [later, next] });
  show(shop, <WatchScreen id={STREAM} />);
  await screen.findByPlaceholderText(/Say something|The chat opens/);
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [VASE], { status: 'ended', duration: 4_080 }));
  await greet([VASE], {
    type: 'stream_stopped',
    data: { streamId: STREAM, offset: 2, key: 'end', duration: 4_080, timestamp: AT },
  } as never);
  await screen.findByText('That was The Autumn Firing');
  expect(await screen.findByRole('button', { name: 'Remind me: Tea, Slowly' })).toBeTruthy();
  expect(screen.getByText(/1 h 08 min/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Dune vase' })).toBeTruthy();
});

test('a link to a show that is not there leads back to the shop', async () => {
  shop.refuse(`GET ${SHOW}`, 404, 'not_found');
  show(shop, <WatchScreen id={STREAM} />);
  await screen.findByText('This show is not here');
});

test('a piece that is sold between the two taps is not ordered, and nothing is charged', async () => {
  shop.refuse('POST /orders', 409, 'sold_out');
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  await greet([VASE]);
  fireEvent.press(await screen.findByRole('button', { name: 'Buy' }));
  fireEvent.changeText(await screen.findByLabelText('Name'), 'Amir');
  fireEvent.changeText(screen.getByLabelText('E-mail'), 'amir@example.test');
  fireEvent.changeText(screen.getByLabelText('Address'), 'Kiln Lane 1, Ghent');
  const buy = screen.getByRole('button', { name: /^Buy now/ });
  fireEvent.press(buy);
  fireEvent.press(buy);
  await screen.findByText(/The last one just went. Nothing was charged./);
  expect(shop.asked.filter(({ path }) => path === '/orders')).toHaveLength(1);
});

test.each([
  [0, /^We wait (1:00|0:59) more\.$/],
  [19, /^We wait 0:4[01] more\.$/],
  [61, /^It takes longer than usual/],
])('the wait for a host who was lost %i s ago is counted down', async (seconds, words) => {
  show(shop, <Interrupted host="Inès" since={Date.now() - seconds * 1_000} viewers={3} />);
  await screen.findByText(words, { includeHiddenElements: true });
  expect(screen.getByText('3 people are still here.')).toBeTruthy();
});

test('a show that loses its host says so at once, and counts from there', async () => {
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  await greet([VASE], update({ status: 'interrupted' }));
  await screen.findByText(/^We wait /, { includeHiddenElements: true });
});

test('who comes while the host is lost is shown no countdown', async () => {
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [VASE], { status: 'interrupted' }));
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  await greet([VASE], update({ status: 'interrupted' }));
  await screen.findByText(/It takes longer than usual/);
});

// The last: React's own scheduler does not get over clocks that were held.
test('a socket that is lost for thirty seconds comes back, and what was written meanwhile is sent once', async () => {
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  const first = await greet([VASE]);
  jest.useFakeTimers();
  await act(async () => first.lose());
  expect(screen.getByText('Reconnecting. You keep your place.')).toBeTruthy();
  fireEvent.changeText(screen.getByPlaceholderText('Sends when you are back'), 'from the tunnel');
  fireEvent.press(screen.getByRole('button', { name: 'Send' }));
  for (let second = 0; second < 30; second += 1)
    await act(async () => {
      await jest.advanceTimersByTimeAsync(1_000);
      const newest = sockets.at(-1);
      if (newest && newest !== first && newest.readyState === 0) newest.lose();
    });
  expect(screen.getByText('from the tunnel')).toBeTruthy();
  for (let second = 0; second < 16 && sockets.at(-1)?.readyState !== 0; second += 1)
    await act(async () => {
      await jest.advanceTimersByTimeAsync(1_000);
    });
  const last = sockets.at(-1);
  await act(async () => {
    last?.accept();
    last?.hear(registered());
    last?.hear(update());
  });
  expect(screen.queryByText('Reconnecting. You keep your place.')).toBeNull();
  expect(last?.sentOf('chat_message')).toHaveLength(1);
});
