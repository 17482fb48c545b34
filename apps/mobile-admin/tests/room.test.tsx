import { act, fireEvent, render, screen, waitFor } from '@testing-library/react-native';
import { AT, FakeWebSocket, history, line, pinned, product, registered, STREAM, said, update } from '@vitrine/client/testing';
import { ShopApp } from '@vitrine/mobile-kit';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import type { Guest, Question } from '@vitrine/protocol';
import { Linking } from 'react-native';
import { ShowScreen } from '../src/room/ShowScreen.tsx';
import { StaffDoor } from '../src/StaffDoor.tsx';

const mockPermission = { granted: false, canAskAgain: false, status: 'denied' };
jest.mock('expo-camera', () => {
  const answer = async (): Promise<unknown> => mockPermission;
  return {
    Camera: {
      getCameraPermissionsAsync: answer,
      getMicrophonePermissionsAsync: answer,
      requestCameraPermissionsAsync: answer,
      requestMicrophonePermissionsAsync: answer,
    },
    CameraView: 'CameraView',
    useCameraPermissions: () => [mockPermission, answer],
  };
});

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
  shop.answer(`GET /livestreams/${STREAM}`, detailOf(STREAM, [], { status: 'scheduled', isActive: false, startTime: null }));
});
/** The show is on air, as the room hears it. */
async function onAir(): Promise<FakeWebSocket> {
  await waitFor(() => expect(sockets).toHaveLength(1));
  const socket = sockets[0];
  if (!socket) throw new Error('the room has opened no socket');
  await act(async () => {
    socket.accept();
    for (const event of [registered({ role: 'admin' }), update(), history()]) socket.hear(event);
  });
  return socket;
}
const open = () =>
  render(
    <ShopApp session={shop.session()}>
      <StaffDoor>
        <ShowScreen id={STREAM} />
      </StaffDoor>
    </ShopApp>,
  );

test('a camera that was denied for ever leads to the settings', async () => {
  Object.assign(mockPermission, { granted: false, canAskAgain: false, status: 'denied' });
  const settings = jest.spyOn(Linking, 'openSettings').mockResolvedValue();
  open();
  await screen.findByText(/is off for this app/);
  fireEvent.press(screen.getByRole('button', { name: 'Open settings' }));
  expect(settings).toHaveBeenCalled();
  expect(screen.queryByRole('button', { name: 'Go live' })).toBeNull();
});

test('it is said what the camera is for before the system asks', async () => {
  Object.assign(mockPermission, { granted: false, canAskAgain: true, status: 'undetermined' });
  open();
  await screen.findByText(/Viewers see and hear you once you go live/);
  expect(screen.getByRole('button', { name: 'Turn on camera and microphone' })).toBeTruthy();
});

test('a customer is told that this side is for the shop', async () => {
  shop.knows('customer', 'Noor');
  open();
  await screen.findByText('This side is for the shop');
});

test('whoever wrote in the chat is asked on stage, seen there by name, and taken off again', async () => {
  Object.assign(mockPermission, { granted: false, canAskAgain: true, status: 'undetermined' });
  const amir = { _id: 'b'.repeat(24), name: 'Amir', muted: false };
  shop.answer(`POST /livestreams/${STREAM}/guests`, { guests: [] });
  shop.answer(`DELETE /livestreams/${STREAM}/guests/${amir._id}`, { guests: [] });
  open();
  await waitFor(() => expect(sockets).toHaveLength(1));
  const stage = (offset: number, guests: Guest[]) =>
    act(async () => sockets[0]?.hear({ type: 'stage_changed', data: { streamId: STREAM, offset, guests } }));
  await act(async () => {
    sockets[0]?.accept();
    for (const event of [registered({ role: 'admin' }), update(), history()]) sockets[0]?.hear(event);
    sockets[0]?.hear(said(line(1, { viewerId: amir._id, username: 'Amir', message: 'may I show mine?' })));
  });
  fireEvent.press(await screen.findByRole('button', { name: 'On stage: 0' }));
  await act(async () => void fireEvent.press(screen.getByRole('button', { name: 'Ask Amir' })));
  expect(shop.asked.at(-1)).toMatchObject({ path: `/livestreams/${STREAM}/guests`, body: { userId: amir._id } });
  await stage(2, [{ ...amir, state: 'invited' }]);
  expect(screen.getByRole('button', { name: 'Take back the invitation of Amir' })).toBeTruthy();
  await stage(3, [{ ...amir, state: 'live' }]);
  await act(async () => void fireEvent.press(screen.getByRole('button', { name: 'Take Amir off the stage' })));
  expect(shop.asked.some(({ method, path }) => method === 'DELETE' && path.endsWith(amir._id))).toBe(true);
  await stage(4, []);
  expect(screen.getByRole('button', { name: 'Ask Amir' })).toBeTruthy();
});

test('the question that most want to know stands over the figures until it is answered', async () => {
  const question: Question = {
    _id: '9'.repeat(24),
    streamId: STREAM,
    askerId: 'other',
    username: 'Sofie',
    text: 'Can it go in the dishwasher?',
    productId: null,
    upvotes: 22,
    voted: false,
    state: 'open',
    answer: null,
    createdAt: AT,
  };
  shop.answer(`GET /livestreams/${STREAM}/questions`, { items: [question] });
  shop.answer(`POST /livestreams/${STREAM}/questions/${question._id}/answer`, { ...question, state: 'answered' });
  open();
  await onAir();
  await screen.findByText('Can it go in the dishwasher?');
  expect(screen.getByText('Sofie, and 22 others')).toBeTruthy();
  await act(async () => void fireEvent.press(screen.getByRole('button', { name: 'Answered' })));
  await waitFor(() => expect(screen.queryByText('Can it go in the dishwasher?')).toBeNull());
});

test('a piece on screen is told apart, and the next one is a press away', async () => {
  const [vase, carafe] = [product('d'.repeat(24), { title: 'Dune vase' }), product('f'.repeat(24), { title: 'Reed carafe' })];
  shop.answer(`GET /livestreams/${STREAM}/products`, { items: [vase, carafe] });
  shop.answer('GET /products', { items: [], nextCursor: null });
  shop.answer(`POST /livestreams/${STREAM}/products`, { items: [carafe, vase] });
  open();
  const socket = await onAir();
  await act(async () => socket.hear(pinned(1, [vase])));
  await screen.findByRole('button', { name: 'Dune vase, On screen' });
  await act(async () => void fireEvent.press(screen.getAllByRole('button', { name: 'Pin Reed carafe' })[0] as never));
  const asked = shop.asked.find(({ method, path }) => method === 'POST' && path.endsWith('/products'));
  expect(asked?.body).toEqual({ productIds: [carafe._id, vase._id] });
});

test('a moderator looks after the chat of somebody else’s show, and is asked for no camera', async () => {
  Object.assign(mockPermission, { granted: true, canAskAgain: true, status: 'granted' });
  shop.knows('moderator', 'Ruth');
  shop.answer(
    `GET /livestreams/${STREAM}`,
    detailOf(STREAM, [], { status: 'scheduled', isActive: false, startTime: null, createdBy: 'f'.repeat(24) }),
  );
  open();
  await screen.findByText('This is Inès Moreau’s show');
  expect(screen.queryByRole('button', { name: 'Turn on camera and microphone' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Go live' })).toBeNull();
  await onAir();
  expect(screen.queryByRole('button', { name: 'Hold to end' })).toBeNull();
  expect(screen.getByPlaceholderText('Answer')).toBeTruthy();
});

test('a show that ends from elsewhere shows what came of it', async () => {
  Object.assign(mockPermission, { granted: false, canAskAgain: true, status: 'undetermined' });
  open();
  await waitFor(() => expect(sockets).toHaveLength(1));
  await act(async () => {
    sockets[0]?.accept();
    sockets[0]?.hear(registered({ role: 'admin' }));
    sockets[0]?.hear(update({ status: 'ended' }));
  });
  await screen.findByText('The show has ended');
});
