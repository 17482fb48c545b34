import { act, fireEvent, screen } from '@testing-library/react-native';
import { AT, product, STREAM } from '@vitrine/client/testing';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import type { Replay } from '@vitrine/protocol';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, standSockets } from './stand.tsx';

/** As much of a phone's player as the app uses; what happens to it is told by the test. */
class MockVideo {
  readonly opened: { uri: string; headers?: Record<string, string> }[] = [];
  readonly #listeners = new Map<string, (event: object) => void>();
  status = 'idle';
  isPlaying = false;
  currentTime = 0;
  muted = false;
  playbackRate = 1;
  timeUpdateEventInterval = 0;
  addListener(type: string, listener: (event: object) => void) {
    this.#listeners.set(type, listener);
    return { remove: () => this.#listeners.delete(type) };
  }
  async replaceAsync(source: { uri: string }) {
    this.opened.push(source);
  }
  play() {
    this.isPlaying = true;
    this.tell('playingChange', { isPlaying: true });
  }
  pause() {
    this.isPlaying = false;
    this.tell('playingChange', { isPlaying: false });
  }
  tell(type: string, event: object = {}) {
    this.#listeners.get(type)?.(event);
  }
}
const mockVideo: { current: MockVideo | null } = { current: null };
jest.mock('expo-video', () => ({
  VideoView: 'VideoView',
  useVideoPlayer: (_: unknown, prepare: (video: MockVideo) => void) => {
    if (!mockVideo.current) {
      mockVideo.current = new MockVideo();
      prepare(mockVideo.current);
    }
    return mockVideo.current;
  },
}));

const VASE = product('d'.repeat(24), { title: 'Dune vase' });
const BOWL = product('f'.repeat(24), { title: 'Pebble bowl', price: 3_800 });
const SHOW = `/livestreams/${STREAM}`;
const PART = { contentType: 'video/mp4', width: 720, height: 1280 };
const REPLAY: Replay = {
  livestreamId: STREAM,
  parts: [
    { ...PART, url: `/recordings/${STREAM}/one.mp4`, position: 0, duration: 100 },
    { ...PART, url: `/recordings/${STREAM}/two.mp4`, position: 100, duration: 60 },
  ],
  duration: 160,
  chapters: [
    { at: 20, title: 'Dune vase', productId: VASE._id },
    { at: 90, title: 'Pebble bowl', productId: BOWL._id },
  ],
  chaptersEdited: false,
  captions: [],
  guests: [],
  pins: [
    { at: 20, productIds: [VASE._id] },
    { at: 90, productIds: [BOWL._id] },
  ],
  products: [VASE, BOWL],
};
const said = (offset: number, at: number, message: string) => ({
  type: 'chat_message',
  offset,
  at,
  message: { offset, key: `k:${offset}`, viewerId: 'v', username: 'Noor', message, timestamp: AT, isAdmin: false },
});

let shop: FakeShop;
beforeEach(() => {
  standSockets();
  mockVideo.current = null;
  shop = new FakeShop();
  shop.knows('guest', 'Amir');
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [], { status: 'ended', duration: 160, recordingUrl: REPLAY.parts[0]?.url ?? null }));
  shop.answer(`GET ${SHOW}/replay`, REPLAY);
  shop.answer(`GET ${SHOW}/replay/moments`, { items: [said(1, 5, 'good evening'), said(2, 95, 'the bowls!')] });
});
afterEach(() => jest.useRealTimers());

/** The replay is open, and its first file plays. */
async function playing(): Promise<MockVideo> {
  show(shop, <WatchScreen id={STREAM} />);
  await screen.findByRole('button', { name: 'Leave the replay' });
  const video = mockVideo.current;
  if (!video) throw new Error('no player was made');
  await at(video, 0);
  return video;
}
async function at(video: MockVideo, seconds: number): Promise<void> {
  await act(async () => {
    video.tell('statusChange', { status: 'readyToPlay' });
    video.tell('timeUpdate', { currentTime: seconds });
  });
}

test('a past show is seen again: chat and pieces in step with the picture, part after part', async () => {
  const video = await playing();
  expect(video.opened).toEqual([{ uri: `https://shop.example/recordings/${STREAM}/one.mp4`, headers: { authorization: 'Bearer token' } }]);
  expect(screen.queryByText('good evening')).toBeNull();
  await at(video, 25);
  expect(screen.getByText('good evening')).toBeTruthy();
  expect(screen.getByText('Dune vase')).toBeTruthy();
  await act(async () => video.tell('playToEnd'));
  expect(video.opened.at(-1)?.uri).toMatch(/two\.mp4$/);
  await at(video, 5);
  expect(screen.getByText('Pebble bowl')).toBeTruthy();
  expect(screen.getByText('the bowls!')).toBeTruthy();
  expect(screen.getByText(/1:45/)).toBeTruthy();
});

test('the line of time is a slider that a screen reader moves, and its chapters can be jumped to', async () => {
  const video = await playing();
  await at(video, 30);
  const slider = screen.getByRole('slider', { name: 'Position' });
  expect(slider).toHaveAccessibilityValue({ min: 0, max: 160, now: 30, text: '0:30 of 2:40, Dune vase' });
  await act(async () => {
    fireEvent(slider, 'accessibilityAction', { nativeEvent: { actionName: 'increment' } });
  });
  expect(video.currentTime).toBe(40);
  fireEvent.press(screen.getByRole('button', { name: 'Next piece' }));
  expect(video.currentTime).toBe(90);
  fireEvent.press(screen.getByRole('button', { name: /^Line-up/ }));
  fireEvent.press(screen.getByRole('button', { name: 'Dune vase, jump to 0:20' }));
  expect(video.currentTime).toBe(20);
});

test('it is paused, goes faster, and buys at the price of today', async () => {
  const video = await playing();
  fireEvent.press(screen.getByRole('button', { name: 'Pause' }));
  expect(video.isPlaying).toBe(false);
  fireEvent.press(screen.getByRole('button', { name: 'Speed 1×' }));
  expect(video.playbackRate).toBe(1.25);
  await at(video, 25);
  shop.answer(`GET ${SHOW}/replay`, {
    ...REPLAY,
    products: [{ ...VASE, price: 5_900, variants: VASE.variants.map((one) => ({ ...one, price: 5_900 })) }, BOWL],
  });
  fireEvent.press(screen.getByRole('button', { name: 'Buy' }));
  await screen.findByRole('button', { name: 'Buy at €59.00' });
});

test('a recording that can’t be played is said, tried again, and offered to the browser', async () => {
  const video = await playing();
  await at(video, 30);
  await act(async () => video.tell('statusChange', { status: 'error' }));
  expect(screen.getByText('The recording does not come through')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Open in the browser' })).toBeTruthy();
  fireEvent.press(screen.getByRole('button', { name: 'Try again' }));
  await at(video, 30);
  expect(video.currentTime).toBe(30);
  expect(screen.queryByText('The recording does not come through')).toBeNull();
});

test('a replay that does not open is tried again; one that is gone shows what is known of the show', async () => {
  shop.refuse(`GET ${SHOW}/replay`, 503, 'storage_unavailable');
  show(shop, <WatchScreen id={STREAM} />);
  await screen.findByText('The replay did not open');
  shop.refuse(`GET ${SHOW}/replay`, 404, 'not_found');
  fireEvent.press(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('That was The Autumn Firing');
});

test('whoever was there to the end is told that the replay is being made, and offered it as soon as it is there', async () => {
  const ended = { status: 'ended', duration: 4_080 } as const;
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [VASE]));
  show(shop, <WatchScreen id={STREAM} />);
  await screen.findByPlaceholderText(/Say something|The chat opens/);
  jest.useFakeTimers();
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [VASE], { ...ended, recording: { state: 'finishing' } as never }));
  await greet([VASE], {
    type: 'stream_stopped',
    data: { streamId: STREAM, offset: 2, key: 'end', duration: 4_080, timestamp: AT },
  } as never);
  await act(async () => {
    await jest.advanceTimersByTimeAsync(100);
  });
  expect(screen.getByText(/The replay is being made ready/)).toBeTruthy();
  shop.answer(`GET ${SHOW}`, detailOf(STREAM, [VASE], { ...ended, recordingUrl: '/recordings/one.mp4' }));
  await act(async () => {
    await jest.advanceTimersByTimeAsync(3_000);
  });
  jest.useRealTimers();
  fireEvent.press(screen.getByRole('button', { name: 'Watch the replay' }));
  await screen.findByRole('button', { name: 'Leave the replay' });
});

test('what was said is read along: in step, in another language, off again, and as it was in the next replay', async () => {
  const track = (language: string) => ({ language, cues: 2, url: `${SHOW}/replay/captions/${language}.vtt`, updatedAt: AT });
  const cues = (language: string, words: string) => ({ language, cues: [{ from: 20_000, to: 30_000, text: words }] });
  shop.answer(`GET ${SHOW}/replay`, { ...REPLAY, captions: [track('de'), track('en')] });
  shop.answer(`GET ${SHOW}/replay/captions/en`, cues('en', 'This is the vase.'));
  shop.answer(`GET ${SHOW}/replay/captions/de`, cues('de', 'Das ist die Vase.'));
  const video = await playing();
  await at(video, 25);
  expect(screen.queryByText('This is the vase.')).toBeNull();
  fireEvent.press(screen.getByRole('button', { name: 'Captions', selected: false }));
  await screen.findByText('This is the vase.');
  fireEvent.press(screen.getByRole('button', { name: /^EN: captions in/ }));
  await screen.findByText('Das ist die Vase.');
  await at(video, 31);
  expect(screen.queryByText('Das ist die Vase.')).toBeNull();

  screen.unmount();
  mockVideo.current = null;
  await at(await playing(), 25);
  await screen.findByText('Das ist die Vase.');
  fireEvent.press(screen.getByRole('button', { name: 'Captions', selected: true }));
  expect(screen.queryByText('Das ist die Vase.')).toBeNull();
});

test('captions that do not load say so, and can be asked for again', async () => {
  shop.answer(`GET ${SHOW}/replay`, { ...REPLAY, captions: [{ language: 'en', cues: 1, url: '', updatedAt: AT }] });
  const video = await playing();
  await at(video, 25);
  fireEvent.press(screen.getByRole('button', { name: 'Captions' }));
  await screen.findByText('The captions did not load.');
  shop.answer(`GET ${SHOW}/replay/captions/en`, { language: 'en', cues: [{ from: 0, to: 60_000, text: 'Good evening.' }] });
  fireEvent.press(screen.getByRole('button', { name: 'Captions' }));
  await screen.findByText('Good evening.');
});
