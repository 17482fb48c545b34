import { act, fireEvent, screen, waitFor } from '@testing-library/react-native';
import { Store } from '@vitrine/client';
import { STREAM } from '@vitrine/client/testing';
import type { PlayerState } from '@vitrine/client/video';
import { detailOf, FakeShop } from '@vitrine/mobile-kit/testing';
import { AppState, Platform } from 'react-native';
import { WatchScreen } from '../src/watch/WatchScreen.tsx';
import { greet, show, sockets, standSockets } from './stand.tsx';

jest.mock('@vitrine/client/video', () => ({ ...jest.requireActual('@vitrine/client/video'), createPlayer: () => mockPlayer() }));
class FakePlayer extends Store<PlayerState> {
  readonly asked: string[] = [];
  start = (): void => void this.asked.push('start');
  stop = (): void => void this.asked.push('stop');
  choose = ({ quality }: { quality: string }): void => void this.asked.push(quality);
  stats = async (): Promise<null> => null;
}
const players: FakePlayer[] = [];
function mockPlayer(): FakePlayer {
  const player = new FakePlayer({ status: 'connecting' });
  players.push(player);
  return player;
}

test('the picture stops when the app goes away and comes back with it; sound alone goes on where the system lets it', async () => {
  const listeners: ((state: 'active' | 'background') => void)[] = [];
  jest.spyOn(AppState, 'addEventListener').mockImplementation((_, listener) => {
    listeners.push(listener as never);
    return { remove: () => undefined } as never;
  });
  standSockets();
  const shop = new FakeShop();
  shop.knows('guest', 'Amir');
  shop.answer(`GET /livestreams/${STREAM}`, detailOf(STREAM, []));
  show(shop, <WatchScreen id={STREAM} />);
  await waitFor(() => expect(sockets.length).toBe(1));
  await greet();
  const asked = (): string[] => players.at(-1)?.asked ?? [];
  const goes = (state: 'active' | 'background') =>
    act(async () => {
      for (const listener of listeners) listener(state);
    });
  await goes('background');
  await goes('active');
  expect(asked()).toEqual(['start', 'stop', 'start']);

  await act(async () => void fireEvent.press(screen.getByRole('button', { name: 'Picture' })));
  await act(async () => void fireEvent.press(screen.getByText(/^Sound only/)));
  await goes('background');
  expect(asked().slice(3)).toEqual(Platform.OS === 'ios' ? ['audio'] : ['audio', 'stop']);
});
