import { act, fireEvent, render, screen, waitFor } from '@testing-library/react-native';
import { FakeWebSocket, history, registered, STREAM, update } from '@vitrine/client/testing';
import { ShopApp } from '@vitrine/mobile-kit';
import { detailOf, FakeShop, FORGETFUL, remembering, unfitTargets } from '@vitrine/mobile-kit/testing';
import { router } from 'expo-router';
import type { ReactNode } from 'react';
import { ShowScreen } from '../src/room/ShowScreen.tsx';
import { StaffDoor } from '../src/StaffDoor.tsx';
import { EditScreen } from '../src/shows/EditScreen.tsx';
import { ShowsScreen } from '../src/shows/ShowsScreen.tsx';

jest.mock('expo-camera', () => {
  const answer = async (): Promise<unknown> => ({ granted: false, canAskAgain: true, status: 'undetermined' });
  return { Camera: { getCameraPermissionsAsync: answer, getMicrophonePermissionsAsync: answer }, CameraView: 'CameraView' };
});

const SHOW = `/livestreams/${STREAM}`;
const sockets: FakeWebSocket[] = [];
let shop: FakeShop;
beforeEach(() => {
  sockets.length = 0;
  globalThis.WebSocket = class extends FakeWebSocket {
    constructor() {
      super();
      sockets.push(this);
    }
  } as unknown as typeof WebSocket;
  shop = new FakeShop();
  shop.knows('admin', 'Inès');
  shop.answer('GET /livestreams', { items: [], nextCursor: null });
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, []));
});
afterEach(() => jest.useRealTimers());
const open = (children: ReactNode, session = shop.session()) =>
  render(
    <ShopApp session={session}>
      <StaffDoor>{children}</StaffDoor>
    </ShopApp>,
  );
const press = (name: string): void => void fireEvent.press(screen.getByRole('button', { name }));
const write = (field: string, words: string): void => void fireEvent.changeText(screen.getByLabelText(field), words);
/** The newest socket of the room is told how the show stands. */
async function greet(): Promise<FakeWebSocket> {
  await waitFor(() => expect(sockets.length).toBeGreaterThan(0));
  const socket = sockets.at(-1) as FakeWebSocket;
  await act(async () => {
    socket.accept();
    for (const event of [registered({ role: 'admin' }), update(), history()]) socket.hear(event);
  });
  return socket;
}

test('a host’s app asks which shop it is, says what is wrong with an address, and signs in though its storage is full', async () => {
  shop.answer('GET /auth/session', { account: null, needsSetup: false, shop: { name: 'Maison Lumen', currency: 'EUR', logoUrl: null } });
  shop.answer('POST /auth/sign-in', {
    account: { _id: 'e'.repeat(24), role: 'host', name: 'Inès' },
    token: 'fresh',
    needsSetup: false,
    shop: { name: 'Maison Lumen', currency: 'EUR', logoUrl: null },
  });
  open(<ShowsScreen />, shop.session(FORGETFUL));
  await screen.findByLabelText('Address of the shop');
  write('Address of the shop', 'elsewhere.example');
  press('Open the shop');
  await screen.findByText(/Nobody answers there/);
  expect(unfitTargets(screen.root)).toEqual([]);
  write('Address of the shop', 'shop.example');
  press('Open the shop');
  await screen.findByText('Sign in to your shop');
  write('E-mail', 'ines@maison-lumen.example');
  write('Password', 'a lamp in the window');
  press('Sign in');
  await screen.findByText(/its storage may be full/);
  await screen.findByText('No shows yet');
  expect(unfitTargets(screen.root)).toEqual([]);
});

test('a shop that is away at the start, or when its shows are read, is tried again', async () => {
  shop.isAway = true;
  open(<ShowsScreen />);
  await screen.findByText('The shop does not answer');
  shop.isAway = false;
  shop.refuse('GET /livestreams', 503, 'storage_unavailable');
  press('Try again');
  await screen.findByText('The shows did not load');
  shop.answer('GET /livestreams', { items: [], nextCursor: null });
  press('Try again');
  await screen.findByText('No shows yet');
});

test('a sign-in that runs out in the room is said, and asked for where one is', async () => {
  open(<ShowScreen id={STREAM} />);
  await greet();
  await screen.findByRole('button', { name: 'Hold to end' });
  shop.refuse(`DELETE ${SHOW}`, 401, 'token_expired');
  press('Hold to end');
  await screen.findByText('End the show?');
  press('End the show');
  await screen.findByText('Sign in to your shop');
  expect(screen.getByText(/You were signed out/)).toBeTruthy();
});

test('a show that has ended while it was opened shows what came of it; one that is not there leads back', async () => {
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [], { status: 'ended', isActive: false, duration: 4_080 }));
  open(<ShowScreen id={STREAM} />);
  await screen.findByText('The show has ended');
  screen.getByText('1 h 08 min on air.');
  screen.unmount();

  const replace = jest.spyOn(router, 'replace').mockReturnValue();
  shop.refuse(`GET ${SHOW}`, 404, 'not_found');
  open(<ShowScreen id={STREAM} />);
  await screen.findByText('Nothing here');
  press('Your shows');
  expect(replace).toHaveBeenCalledWith('/');
});

test('a host whose socket is lost for thirty seconds is told so, and what was written meanwhile is sent once', async () => {
  open(<ShowScreen id={STREAM} />);
  const first = await greet();
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
  await act(async () => first.lose());
  expect(screen.getByText('Reconnecting. You keep your place.')).toBeTruthy();
  fireEvent.changeText(screen.getByPlaceholderText('Answer'), 'from the tunnel');
  press('Send');
  const pass = (seconds: number) => act(async () => void (await jest.advanceTimersByTimeAsync(seconds * 1_000)));
  for (let second = 0; second < 30; second += 1) {
    await pass(1);
    const newest = sockets.at(-1);
    if (newest !== first && newest?.readyState === 0) await act(async () => newest.lose());
  }
  for (let second = 0; second < 16 && sockets.at(-1)?.readyState !== 0; second += 1) await pass(1);
  const back = await greet();
  expect(screen.queryByText('Reconnecting. You keep your place.')).toBeNull();
  const sent = back.sent.filter((event) => JSON.stringify(event).includes('from the tunnel'));
  expect(sent).toHaveLength(1);
  screen.unmount();
});

test('a show is changed before it begins: what is missing is said at its field, what the shop refuses below', async () => {
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [], { status: 'scheduled', isActive: false, startTime: null }));
  const replace = jest.spyOn(router, 'replace').mockReturnValue();
  jest.spyOn(router, 'canGoBack').mockReturnValue(false);
  open(<EditScreen id={STREAM} />);
  await screen.findByDisplayValue('The Autumn Firing');
  expect(unfitTargets(screen.root)).toEqual([]);
  write('Title', ' ');
  write('Day', '2026-02-30');
  write('Time', '10:00');
  press('Save');
  await screen.findByText('A show needs a title.');
  screen.getByText('That is no day and time to come.');
  write('Title', 'The Winter Firing');
  write('Day', '2030-02-20');
  fireEvent.press(screen.getByRole('radio', { name: '1080p' }));
  shop.isAway = true;
  press('Save');
  await screen.findByText(/The shop cannot be reached/);
  shop.isAway = false;
  shop.answer(`PUT ${SHOW}`, detailOf(STREAM, []));
  press('Save');
  await waitFor(() => expect(replace).toHaveBeenCalledWith('/'));
  expect(shop.asked.at(-1)?.body).toMatchObject({
    title: 'The Winter Firing',
    quality: '1080p',
    scheduledFor: new Date(2030, 1, 20, 10).toISOString(),
  });
});

test('another shop is chosen at the door', async () => {
  shop.answer('GET /auth/session', { account: null, needsSetup: false, shop: { name: 'Maison Lumen', currency: 'EUR', logoUrl: null } });
  open(<ShowsScreen />, shop.session(remembering({ 'vitrine.address': FakeShop.ADDRESS })));
  await screen.findByText('Sign in to your shop');
  press('Another shop');
  await screen.findByLabelText('Address of the shop');
});
