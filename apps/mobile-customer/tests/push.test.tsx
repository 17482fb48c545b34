import { act, fireEvent, screen, waitFor } from '@testing-library/react-native';
import { STREAM } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import type { PushMessage } from '@vitrine/protocol';
import Constants from 'expo-constants';
import {
  clearLastNotificationResponse,
  getPermissionsAsync,
  requestPermissionsAsync,
  setNotificationChannelAsync,
  useLastNotificationResponse,
} from 'expo-notifications';
import { Slot } from 'expo-router';
import { renderRouter } from 'expo-router/testing-library';
import { useSyncExternalStore } from 'react';
import { Linking, Platform, Text } from 'react-native';
import { AccountScreen } from '../src/account/AccountScreen.tsx';
import { HomeScreen } from '../src/home/HomeScreen.tsx';
import { OpenedPush } from '../src/push/OpenedPush';
import { show, standSockets } from './stand.tsx';

/** As the server sends it: the compiler holds the two together. */
const STARTED: PushMessage = {
  type: 'livestream.started',
  livestreamId: STREAM,
  title: 'The Autumn Firing',
  body: 'Inès Moreau is live now',
  url: `/watch/${STREAM}`,
};
const tapped = (data: unknown) => ({ actionIdentifier: 'tapped', notification: { request: { content: { data } } } }) as never;

/** What the phone says was tapped last. */
class Tapped {
  now: unknown = null;
  readonly #listeners = new Set<() => void>();
  use = (): never =>
    useSyncExternalStore(
      (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      () => this.now as never,
    );
  set(now: unknown): void {
    this.now = now;
    for (const listener of this.#listeners) listener();
  }
}

describe('a notification that is tapped', () => {
  const open = () =>
    renderRouter({
      _layout: () => (
        <>
          <Slot />
          <OpenedPush />
        </>
      ),
      index: () => <Text>home</Text>,
      'watch/[id]': () => <Text>a show</Text>,
    });
  let last: Tapped;
  beforeEach(() => {
    last = new Tapped();
    jest.mocked(useLastNotificationResponse).mockImplementation(() => last.use());
    jest.mocked(clearLastNotificationResponse).mockReset();
  });

  test('opens its show, also when it has started the app', async () => {
    last.now = tapped(STARTED);
    const app = open();
    await screen.findByText('a show');
    expect(app.getPathname()).toBe(`/watch/${STREAM}`);
    expect(clearLastNotificationResponse).toHaveBeenCalledTimes(1);
  });

  test('opens its show while the app is open', async () => {
    const app = open();
    await screen.findByText('home');
    await act(async () => last.set(tapped(STARTED)));
    await screen.findByText('a show');
    expect(app.getPathname()).toBe(`/watch/${STREAM}`);
  });

  test.each([
    ['nothing', null],
    ['another kind', { ...STARTED, type: 'order.paid' }],
    ['no id', { ...STARTED, livestreamId: '../../orders' }],
    ['an id that is none', { ...STARTED, livestreamId: { $ne: null } }],
  ])('leads nowhere with %s in it', async (_, data) => {
    last.now = tapped(data);
    const app = open();
    await screen.findByText('home');
    expect(app.getPathname()).toBe('/');
  });
});

describe('a reminder', () => {
  let shop: FakeShop;
  beforeEach(() => {
    standSockets();
    shop = new FakeShop();
    shop.knows('customer', 'Amir');
    const show = detailOf(STREAM, [], { status: 'scheduled', isActive: false, scheduledFor: '2030-01-01T19:00:00.000Z' });
    shop.answer('GET /livestreams', { items: [show] });
    shop.answer('GET /recommendations', { items: [] });
    shop.answer('GET /reminders', { items: [] });
    shop.answer('GET /push', { web: null, expo: true });
    shop.answer(`POST /livestreams/${STREAM}/reminder`, { isSet: true });
    shop.answer('POST /push/subscriptions', { _id: 'f'.repeat(64), kind: 'expo' });
    shop.answer(`DELETE /push/subscriptions/${'f'.repeat(64)}`, {});
    shop.answer('POST /auth/sign-out', {});
    Object.assign(Constants.expoConfig ?? {}, { extra: { eas: { projectId: 'project' } } });
  });
  const remind = async () => {
    show(shop, <HomeScreen />);
    fireEvent.press((await screen.findAllByRole('button', { name: /^Remind me/ }))[0] as never);
  };
  const asked = (request: string) => shop.asked.filter(({ method, path }) => `${method} ${path}` === request);

  test('asks for notifications once it is set, and says that this phone tells', async () => {
    jest.mocked(requestPermissionsAsync).mockResolvedValue({ granted: true } as never);
    await remind();
    await screen.findByText('This phone tells you when it starts.');
    expect(asked('POST /push/subscriptions').map(({ body }) => body)).toEqual([{ kind: 'expo', token: 'ExponentPushToken[one]' }]);
    if (Platform.OS === 'android') expect(setNotificationChannelAsync).toHaveBeenCalledWith('shows', expect.anything());
  });

  test('stands where notifications are off, and leads to the settings', async () => {
    jest.mocked(requestPermissionsAsync).mockResolvedValue({ granted: false, canAskAgain: false } as never);
    const settings = jest.spyOn(Linking, 'openSettings').mockResolvedValue();
    await remind();
    await screen.findByText(/Notifications are off for this app/);
    expect(screen.getByRole('button', { name: /^Remind me/, selected: true })).toBeTruthy();
    fireEvent.press(screen.getByRole('button', { name: 'Open settings' }));
    expect(settings).toHaveBeenCalled();
    expect(asked('POST /push/subscriptions')).toEqual([]);
  });

  test('stands at a shop that sends nothing', async () => {
    shop.answer('GET /push', { web: null, expo: false });
    await remind();
    await screen.findByText(/Nothing can be sent to this phone/);
  });

  test('of the last time is known again, with this phone’s token of today, and nobody is asked', async () => {
    shop.answer('GET /reminders', { items: [{ _id: STREAM }] });
    jest.mocked(getPermissionsAsync).mockResolvedValue({ granted: true } as never);
    jest.mocked(requestPermissionsAsync).mockClear();
    show(shop, <HomeScreen />);
    await screen.findByText('This phone tells you when it starts.');
    expect(requestPermissionsAsync).not.toHaveBeenCalled();
  });

  test('is not told on a phone that was signed out', async () => {
    jest.mocked(requestPermissionsAsync).mockResolvedValue({ granted: true } as never);
    await remind();
    await screen.findByText('This phone tells you when it starts.');
    screen.unmount();
    show(shop, <AccountScreen />);
    fireEvent.press(await screen.findByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(asked('POST /auth/sign-out')).toHaveLength(1));
    expect(asked(`DELETE /push/subscriptions/${'f'.repeat(64)}`)).toHaveLength(1);
  });
});
