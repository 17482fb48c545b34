import { act, fireEvent, render, screen, waitFor } from '@testing-library/react-native';
import { FakeWebSocket, history, registered, STREAM, update } from '@vitrine/client/testing';
import { ShopApp } from '@vitrine/mobile-kit';
import { detailOf, FakeEngine, FakeShop, unfitTargets } from '@vitrine/mobile-kit/testing';
import type { LivestreamDetail, VideoCredentials } from '@vitrine/protocol';
import { AppState, BackHandler } from 'react-native';
import { mediaDevices } from 'react-native-webrtc';
import { RoomMiddle } from '../src/room/RoomMiddle.tsx';
import { ShowScreen } from '../src/room/ShowScreen.tsx';

const mockEngines: FakeEngine[] = [];
jest.mock('react-native-agora', () => ({
  __esModule: true,
  // The app makes one, and keeps it.
  default: () => mockEngines[0],
  RtcSurfaceView: 'RtcSurfaceView',
}));
jest.mock('expo-camera', () => {
  const answer = async (): Promise<unknown> => ({ granted: true, canAskAgain: true, status: 'granted' });
  return { Camera: { getCameraPermissionsAsync: answer, getMicrophonePermissionsAsync: answer }, CameraView: 'CameraView' };
});
const mockAwake = { now: 0 };
jest.mock('expo-keep-awake', () => {
  const { useEffect } = jest.requireActual<typeof import('react')>('react');
  return {
    useKeepAwake: () =>
      useEffect(() => {
        mockAwake.now += 1;
        return () => {
          mockAwake.now -= 1;
        };
      }, []),
  };
});

const CREDENTIALS: VideoCredentials = {
  provider: 'agora',
  role: 'host',
  seat: 'host',
  appId: 'app',
  channel: STREAM,
  uid: 11,
  seatUid: 11,
  token: 'token',
  expiresAt: '2030-01-01T12:00:00.000Z',
};

const ENDED = { status: 'ended', isActive: false, duration: 4_080 } as const;
const SCHEDULED: Partial<LivestreamDetail> = { status: 'scheduled', isActive: false, startTime: null };
const engine = new FakeEngine();
mockEngines.push(engine);
let shop: FakeShop;
let socket: FakeWebSocket;
let listeners: ((state: 'active' | 'background') => void)[];

/** The show's room on a phone that may use its camera, told how the show stands. */
async function open(more: Partial<LivestreamDetail> = {}): Promise<void> {
  const sockets: FakeWebSocket[] = [];
  globalThis.WebSocket = class extends FakeWebSocket {
    constructor() {
      super();
      sockets.push(this);
    }
  } as unknown as typeof WebSocket;
  listeners = [];
  jest.spyOn(AppState, 'addEventListener').mockImplementation((_, listener) => {
    listeners.push(listener as never);
    return { remove: () => undefined } as never;
  });
  shop = new FakeShop();
  shop.knows('admin', 'Inès');
  shop.answer(`GET /livestreams/${STREAM}`, detailOf(STREAM, [], more));
  shop.answer(`POST /livestreams/${STREAM}/video`, CREDENTIALS);
  shop.answer(`PUT /livestreams/${STREAM}`, detailOf(STREAM, []));
  render(
    <ShopApp session={shop.session()}>
      <ShowScreen id={STREAM} />
    </ShopApp>,
  );
  await waitFor(() => expect(sockets).toHaveLength(1));
  socket = sockets[0] as FakeWebSocket;
  await act(async () => {
    socket.accept();
    for (const event of [registered({ role: 'admin' }), update(more), history()]) socket.hear(event);
  });
}
const press = async (name: string): Promise<void> => {
  const button = await screen.findByRole('button', { name });
  await act(async () => void fireEvent.press(button));
};
const goes = (state: 'active' | 'background') =>
  act(async () => {
    for (const listener of listeners) listener(state);
  });
beforeEach(() => {
  engine.joined.length = 0;
  engine.left.length = 0;
});
afterEach(() => jest.useRealTimers());

test('a show of a shop on Agora is sent by Agora’s own camera, from the preview to the end', async () => {
  await open();
  const send = await screen.findByRole('button', { name: 'Send my picture' });
  expect(engine.camera).toEqual({ direction: 1, isPreviewing: true });
  expect(mediaDevices.getUserMedia).not.toHaveBeenCalled();
  const picture = await screen.findByLabelText('Your picture, as viewers see it');
  expect(picture.props).toMatchObject({ canvas: { uid: 0, mirrorMode: 1 } });

  fireEvent.press(send);
  await waitFor(() => expect(engine.options).toMatchObject({ publishCameraTrack: true, publishMicrophoneTrack: true }));
  expect(engine.joined[0]).toMatchObject({ token: 'token', connection: { channelId: STREAM, localUid: 11 } });
  await press('Mute yourself');
  expect(engine.muted.audio).toBe(true);
  expect(screen.queryByRole('button', { name: 'Light on' })).toBeNull();
  await press('Turn the camera round');
  expect(engine.turns).toBe(1);
  await press('Light on');
  expect(engine.isLit).toBe(true);
  expect(screen.getByLabelText('Your picture, as viewers see it').props).toMatchObject({ canvas: { mirrorMode: 2 } });
  expect(unfitTargets(screen.root)).toEqual([]);

  screen.unmount();
  await waitFor(() => expect(engine.left).toHaveLength(1));
  expect(engine.camera.isPreviewing).toBe(false);
});

test('a show is counted down, can be taken back, keeps the screen on while it is on air, and is ended after a question', async () => {
  await open(SCHEDULED);
  await screen.findByRole('button', { name: 'Go live' });
  expect(unfitTargets(screen.root)).toEqual([]);
  jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick', 'setImmediate'] });
  await press('Go live');
  await screen.findByText('Live in 3');
  await press('Take it back');
  await press('Go live');
  await screen.findByText('Live in 1');
  expect(mockAwake.now).toBe(0);
  const started = () => shop.asked.filter(({ method }) => method === 'PUT');
  expect(started()).toEqual([]);
  await waitFor(() => expect(started()).toHaveLength(1));
  jest.useRealTimers();
  expect(engine.joined).toHaveLength(1);
  await act(async () => socket.hear(update({ status: 'live' })));
  await screen.findByRole('button', { name: 'Hold to end' });
  expect(mockAwake.now).toBe(1);

  shop.refuse(`DELETE /livestreams/${STREAM}`, 503, 'storage_unavailable');
  await press('Hold to end');
  await screen.findByText('End the show?');
  await press('End the show');
  await screen.findByText('The show could not be ended. Try again.');
  shop.answer(`DELETE /livestreams/${STREAM}`, detailOf(STREAM, [], ENDED));
  await press('End the show');
  await act(async () => socket.hear(update(ENDED)));
  await screen.findByText('The show has ended');
  expect(mockAwake.now).toBe(0);
  expect(engine.left).toHaveLength(1);
  expect(engine.camera.isPreviewing).toBe(false);
});

test('a host who leaves the app is paused for the viewers, and is back by themselves; Android’s back asks first', async () => {
  const backs: Parameters<typeof BackHandler.addEventListener>[1][] = [];
  jest.spyOn(BackHandler, 'addEventListener').mockImplementation((_, listener) => {
    backs.push(listener);
    return { remove: () => void backs.splice(backs.indexOf(listener), 1) };
  });
  await open();
  expect(backs).toEqual([]);
  await press('Send my picture');
  await waitFor(() => expect(backs).toHaveLength(1));

  await goes('background');
  expect(engine.left).toHaveLength(1);
  await screen.findByText('Paused. Viewers wait for you.');
  await goes('active');
  await waitFor(() => expect(engine.joined).toHaveLength(2));
  await waitFor(() => expect(screen.queryByText('Paused. Viewers wait for you.')).toBeNull());

  await waitFor(() => expect(backs).toHaveLength(1));
  await act(async () => void expect(backs[0]?.({} as never)).toBe(true));
  await screen.findByText('End the show?');
  await press('Go on');
  expect(screen.queryByText('End the show?')).toBeNull();
});

test('a host whose camera was taken meanwhile is told why, and goes on with a press', async () => {
  const broadcast = { goLive: jest.fn(async () => undefined) };
  const desk = { open: jest.fn(async () => undefined), state: { status: 'failed', trouble: 'busy' }, stream: null };
  const middle = (camera: object) => (
    <RoomMiddle
      title="The Autumn Firing"
      camera={camera as never}
      broadcast={broadcast as never}
      state={{ status: 'paused' }}
      isOnAir
      host={null}
    />
  );
  render(middle(desk));
  expect(screen.getByText('Another app is using the camera or the microphone.')).toBeTruthy();
  await press('Turn on camera and microphone');
  expect(desk.open).toHaveBeenCalled();
  const stream = {};
  screen.rerender(middle({ ...desk, state: { status: 'ready', stream }, stream }));
  await press('Send my picture');
  expect(broadcast.goLive).toHaveBeenCalledWith(stream);
});
