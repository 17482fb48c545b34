import { act, fireEvent, render, screen, waitFor } from '@testing-library/react-native';
import { FakeWebSocket, history, line, registered, STREAM, said, update } from '@vitrine/client/testing';
import { ShopApp } from '@vitrine/mobile-kit';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import type { Guest } from '@vitrine/protocol';
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
