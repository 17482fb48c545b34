import { randomUUID } from 'node:crypto';
import { fireEvent, render, screen, within } from '@testing-library/react-native';
import { ShopApp } from '@vitrine/mobile-kit';
import { openRealShop, type RealShop } from '@vitrine/mobile-kit/testing/real-shop';
import { type Href, router } from 'expo-router';
import { useState } from 'react';
import { ShowScreen } from '../src/room/ShowScreen.tsx';
import { StaffDoor } from '../src/StaffDoor.tsx';
import { EditScreen } from '../src/shows/EditScreen.tsx';
import { ShowsScreen } from '../src/shows/ShowsScreen.tsx';

jest.mock('expo-camera', () => {
  const answer = async (): Promise<unknown> => ({ granted: false, canAskAgain: true, status: 'undetermined' });
  return { Camera: { getCameraPermissionsAsync: answer, getMicrophonePermissionsAsync: answer }, CameraView: 'CameraView' };
});

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

function Screens() {
  const [path, setPath] = useState<Href>('/');
  jest.spyOn(router, 'push').mockImplementation((href) => setPath(href));
  jest.spyOn(router, 'replace').mockImplementation((href) => setPath(href));
  const [, where, id] = /^\/(show|edit)\/(.+)$/.exec(String(path)) ?? [];
  if (!id) return <ShowsScreen />;
  return where === 'show' ? <ShowScreen id={id} /> : <EditScreen id={id === 'new' ? null : id} />;
}
const press = (name: string | RegExp): void => void fireEvent.press(screen.getByRole('button', { name }));
const write = (field: string, words: string): void => void fireEvent.changeText(screen.getByLabelText(field), words);

test('the shop’s host signs in at a real shop, makes a show, pins, answers, sees the order, and ends it', async () => {
  const { api } = shop;
  const vase = await api.createProduct({ title: 'Dune vase', variants: [{ price: 6_800, stock: 3 }] });
  render(
    <ShopApp session={shop.session()}>
      <StaffDoor>
        <Screens />
      </StaffDoor>
    </ShopApp>,
  );
  await screen.findByText('Sign in to your shop');
  write('E-mail', 'ines@maison-lumen.example');
  write('Password', 'a lamp in the door');
  press('Sign in');
  await screen.findByText('E-mail or password is wrong.');
  write('Password', 'a lamp in the window');
  press('Sign in');
  await screen.findByText('No shows yet');

  press('New show');
  await screen.findByLabelText('Title');
  press('Create show');
  await screen.findByText('A show needs a title.');
  write('Title', 'The Autumn Firing');
  press('Create show');
  await screen.findByText(/Viewers see and hear you once you go live/);
  const show = (await api.listLivestreams({ status: 'scheduled' })).items[0];
  expect(show).toMatchObject({ title: 'The Autumn Firing', status: 'scheduled' });
  const id = show?._id ?? '';

  // The picture is sent by native code: the show begins as if from the dashboard.
  await api.startLivestream(id);
  fireEvent.press((await screen.findAllByRole('button', { name: 'Pin Dune vase' }))[0] as never);
  await screen.findByRole('button', { name: 'Dune vase, On screen' });
  expect((await api.livestream(id)).pinnedProducts).toEqual([vase._id]);
  fireEvent.changeText(screen.getByPlaceholderText('Answer'), 'welcome in');
  press('Send');
  await within(screen.getByLabelText('Chat')).findByText(/welcome in/);

  const contact = { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' };
  const lines = [{ productId: vase._id, variantId: vase.variants[0]?.id ?? '', quantity: 1, unitPrice: 6_800 }];
  await api.placeOrder({ streamId: id, contact, lines }, randomUUID());
  await screen.findByLabelText('1 orders');
  await screen.findByText('2 left');

  press('Hold to end');
  await screen.findByText('End the show?');
  press('End the show');
  await screen.findByText('The show has ended');
  await screen.findByLabelText('€68 revenue');
  expect(await api.livestream(id)).toMatchObject({ status: 'ended' });
});
