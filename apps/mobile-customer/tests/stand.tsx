import { act, render } from '@testing-library/react-native';
import { FakeWebSocket, history, pinned, registered, update } from '@vitrine/client/testing';
import { ShopApp } from '@vitrine/mobile-kit';
import type { FakeShop } from '@vitrine/mobile-kit/testing';
import type { Product, ServerEvent } from '@vitrine/protocol';
import type { ReactNode } from 'react';

/** The sockets that the screen has opened, oldest first. */
export const sockets: FakeWebSocket[] = [];

/** Each test gives its screens sockets whose other end it is. */
export function standSockets(): void {
  sockets.length = 0;
  globalThis.WebSocket = class extends FakeWebSocket {
    constructor() {
      super();
      sockets.push(this);
    }
  } as unknown as typeof WebSocket;
}
export const show = (shop: FakeShop, screen: ReactNode, session = shop.session()) => render(<ShopApp session={session}>{screen}</ShopApp>);

/** The newest socket is accepted and told how the show stands. */
export async function greet(products: Product[] = [], ...more: ServerEvent[]): Promise<FakeWebSocket> {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('the screen has opened no socket');
  await act(async () => {
    socket.accept();
    for (const event of [registered(), update(), history(), pinned(1, products), ...more]) socket.hear(event);
  });
  return socket;
}
