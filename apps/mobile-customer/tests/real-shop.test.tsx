import { fireEvent, render, screen, waitFor } from '@testing-library/react-native';
import { ShopApp } from '@vitrine/mobile-kit';
import { openRealShop, type RealShop } from '@vitrine/mobile-kit/testing/real-shop';
import { type Href, router } from 'expo-router';
import { useState } from 'react';
import { HomeScreen } from '../src/home/HomeScreen.tsx';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

/** The list of shows, and the show that is opened from it. */
function Screens() {
  const [path, setPath] = useState<Href>('/');
  jest.spyOn(router, 'push').mockImplementation((href) => setPath(href));
  const [, id] = /^\/watch\/(.+)$/.exec(String(path)) ?? [];
  return id ? <WatchScreen id={id} /> : <HomeScreen />;
}
const press = (name: string | RegExp): void => void fireEvent.press(screen.getByRole('button', { name }));
const write = (field: string, words: string): void => void fireEvent.changeText(screen.getByLabelText(field), words);

test('a show of a real shop is found, talked in and bought from twice, and a server that goes away meanwhile loses nothing', async () => {
  const { api } = shop;
  const vase = await api.createProduct({ title: 'Dune vase', variants: [{ price: 6_800, stock: 3 }] });
  const show = await api.createLivestream({ title: 'The Autumn Firing' });
  await api.setPins(show._id, [vase._id]);
  await api.startLivestream(show._id);
  render(
    <ShopApp session={shop.session()}>
      <Screens />
    </ShopApp>,
  );
  await screen.findByText('Maison Lumen');
  fireEvent.press(await screen.findByRole('button', { name: 'Step inside' }));

  fireEvent.changeText(await screen.findByPlaceholderText('Say something'), 'good evening');
  press('Send');
  await screen.findByText('Join the chat');
  write('Name', 'Amir');
  press('Join the chat');
  await screen.findAllByText(/good evening/);
  const said = async (): Promise<string[]> => (await api.livestream(show._id)).chatMessages.map(({ message }) => message);
  await waitFor(async () => expect(await said()).toEqual(['good evening']));

  press('Buy');
  await screen.findByLabelText('Address');
  write('Name', 'Amir');
  write('E-mail', 'amir@example.test');
  write('Address', 'Kiln Lane 1, Ghent');
  press(/^Buy now/);
  await screen.findByText(/Order V-\d+/);
  press('Back to the show');
  await screen.findByText('2 left');
  // The second time the address is known: two taps.
  press('Buy');
  fireEvent.press(await screen.findByRole('button', { name: /^Buy now/ }));
  await screen.findByText(/Order V-\d+/);
  press('Back to the show');
  await screen.findByText('1 left');
  const { items: orders } = await api.listOrders({ scope: 'shop' });
  expect(orders.map(({ contact, streamId }) => ({ contact, streamId }))).toEqual(
    Array(2).fill({ contact: { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' }, streamId: show._id }),
  );

  await shop.goAway();
  await screen.findByText('Reconnecting. You keep your place.');
  fireEvent.changeText(screen.getByPlaceholderText('Sends when you are back'), 'still here?');
  press('Send');
  await shop.comeBack();
  await waitFor(() => expect(screen.queryByText('Reconnecting. You keep your place.')).toBeNull());
  await waitFor(async () => expect(await said()).toEqual(['good evening', 'still here?']));

  await api.endLivestream(show._id);
  await screen.findByText('That was The Autumn Firing');
});
