import { act, fireEvent, render, screen, waitFor } from '@testing-library/react-native';
import { FakeWebSocket, registered, STREAM, update } from '@vitrine/client/testing';
import { ShopApp } from '@vitrine/mobile-kit';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
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
