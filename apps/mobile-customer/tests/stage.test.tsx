import { act, fireEvent, screen, waitFor, within } from '@testing-library/react-native';
import { registered, STREAM } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import type { Guest } from '@vitrine/protocol';
import { AppState, Linking } from 'react-native';
import { mediaDevices } from 'react-native-webrtc';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, sockets, standSockets } from './stand.tsx';

const mockPermission = { granted: false, canAskAgain: true, status: 'undetermined' };
jest.mock('expo-camera', () => {
  const answer = async (): Promise<unknown> => mockPermission;
  const allow = async (): Promise<unknown> => (mockPermission.canAskAgain ? { ...mockPermission, granted: true } : mockPermission);
  return {
    Camera: {
      getCameraPermissionsAsync: answer,
      getMicrophonePermissionsAsync: answer,
      requestCameraPermissionsAsync: allow,
      requestMicrophonePermissionsAsync: allow,
    },
    CameraView: 'CameraView',
    useCameraPermissions: () => [mockPermission, answer],
  };
});
const SHOW = `/livestreams/${STREAM}`;
const OWN = `${SHOW}/guests/me`;
const SELF = 'e'.repeat(24);
const guest = (state: Guest['state'], more: Partial<Guest> = {}): Guest => ({ _id: SELF, name: 'Amir', state, muted: false, ...more });

/** Camera and microphone as the phone gives them. */
class Devices {
  readonly tracks = ['video', 'audio'].map((kind) => ({
    kind,
    enabled: true,
    remote: false,
    readyState: 'live',
    stop() {
      this.readyState = 'ended';
    },
  }));
  toURL = (): string => 'own';
  getTracks = () => this.tracks;
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === 'video');
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === 'audio');
  get isOpen(): boolean {
    return this.tracks.some(({ readyState }) => readyState === 'live');
  }
}
let shop: FakeShop;
let devices: Devices;
beforeEach(async () => {
  standSockets();
  Object.assign(mockPermission, { canAskAgain: true, status: 'undetermined' });
  devices = new Devices();
  jest.restoreAllMocks();
  jest.mocked(mediaDevices.getUserMedia).mockClear();
  jest.mocked(mediaDevices.getUserMedia).mockImplementation(async () => devices as never);
  shop = new FakeShop();
  shop.knows('customer', 'Amir');
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, []));
  for (const call of [`POST ${OWN}/accept`, `DELETE ${OWN}`]) shop.answer(call, { guests: [] });
  shop.refuse(`POST ${SHOW}/video`, 503, 'video_unavailable');
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  await greet([], registered({ role: 'customer', viewerId: SELF, username: 'Amir' }));
});
const stands = (now: Guest | null) =>
  act(async () => sockets[0]?.hear({ type: 'stage_invitation', data: { streamId: STREAM, guest: now, from: 'Inès' } }));
const press = (name: string) => act(async () => void fireEvent.press(screen.getByRole('button', { name })));
const answers = () => shop.asked.filter(({ path }) => path.startsWith(OWN)).map(({ method }) => method);

test('who is asked on stage is told what it means, sees themselves first, and says yes', async () => {
  await stands(guest('invited'));
  expect(screen.getByText('Inès asks you on stage')).toBeTruthy();
  expect(screen.getByText(/Everybody who watches will see and hear you/)).toBeTruthy();
  expect(mediaDevices.getUserMedia).not.toHaveBeenCalled();
  expect(screen.queryByRole('button', { name: 'Go on stage' })).toBeNull();
  await press('Turn on my camera');
  expect(screen.getByLabelText('Amir on stage')).toBeTruthy();
  await press('Go on stage');
  expect(answers()).toEqual(['POST']);
  await stands(guest('accepted'));
  expect(screen.queryByText('Inès asks you on stage')).toBeNull();
  expect(within(screen.getByLabelText('On stage')).getByLabelText('Amir on stage')).toBeTruthy();
  await waitFor(() =>
    expect(shop.asked.filter(({ path }) => path === `${SHOW}/video`).map(({ body }) => body)).toContainEqual({ role: 'guest' }),
  );
  // One's own sound is on its way, though nobody hears it here.
  expect(devices.getAudioTracks()[0]?.enabled).toBe(true);
});

test('who is on stage mutes, hides and leaves, and the camera is closed with it', async () => {
  await stands(guest('invited'));
  await press('Turn on my camera');
  await stands(guest('live'));
  await press('You on stage');
  await press('Mute yourself');
  await press('Turn the camera off');
  expect(devices.tracks.map(({ enabled }) => enabled)).toEqual([false, false]);
  await press('Speak again');
  expect(devices.getAudioTracks()[0]?.enabled).toBe(true);
  await press('Leave the stage');
  expect(answers()).toEqual(['DELETE']);
  await stands(null);
  expect(devices.isOpen).toBe(false);
  expect(screen.getByText(/You are off the stage/)).toBeTruthy();
});

test('a guest’s picture rests while the app is away, and is sent again when it is back', async () => {
  const away: ((state: 'active' | 'background') => void)[] = [];
  jest.spyOn(AppState, 'addEventListener').mockImplementation((_, listener) => {
    away.push(listener as never);
    return { remove: () => undefined } as never;
  });
  const goes = (state: 'active' | 'background') =>
    act(async () => {
      for (const listener of away) listener(state);
    });
  const sent = () => shop.asked.filter(({ path, body }) => path === `${SHOW}/video` && JSON.stringify(body) === '{"role":"guest"}').length;
  await stands(guest('invited'));
  await press('Turn on my camera');
  await stands(guest('accepted'));
  await waitFor(() => expect(sent()).toBe(1));
  await goes('background');
  expect(sent()).toBe(1);
  await goes('active');
  await waitFor(() => expect(sent()).toBe(2));
  expect(mediaDevices.getUserMedia).toHaveBeenCalledTimes(1);
});

test('who was silenced by the host is told, and who is taken off is too', async () => {
  await stands(guest('invited'));
  await press('Turn on my camera');
  await stands(guest('live', { muted: true }));
  expect(screen.getByText('The host has muted you.')).toBeTruthy();
  await stands(null);
  expect(screen.getByText(/You are off the stage/)).toBeTruthy();
  expect(devices.isOpen).toBe(false);
});

test('a camera that was denied for ever leads to the settings, and no is still an answer', async () => {
  Object.assign(mockPermission, { canAskAgain: false, status: 'denied' });
  const settings = jest.spyOn(Linking, 'openSettings').mockResolvedValue();
  await stands(guest('invited'));
  await press('Open settings');
  expect(settings).toHaveBeenCalled();
  await press('Not now');
  expect(answers()).toEqual(['DELETE']);
});
