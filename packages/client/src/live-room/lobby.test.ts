import type { Livestream } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeNetwork } from '../testing/fake-web-socket.ts';
import { AT, registered, STREAM } from '../testing/samples.ts';
import { Lobby } from './lobby.ts';

describe('the lobby', () => {
  it('registers without a show, says what started and stopped, and when it may have missed something', async () => {
    const clock = new FakeClock();
    const net = new FakeNetwork();
    const heard: string[] = [];
    const lobby = new Lobby({
      url: 'ws://shop.test/ws',
      createWebSocket: net.createWebSocket,
      network: net.network,
      timers: clock,
      policy: { delay: () => 1_000 },
      onStarted: ({ _id }) => heard.push(`started ${_id}`),
      onStopped: (id) => heard.push(`stopped ${id}`),
      onUpdated: ([show]) => heard.push(`${show?.viewerCount} watch`),
      onListed: ({ title }) => heard.push(`lists ${title}`),
      onUnlisted: (id) => heard.push(`lists no more ${id}`),
      onReturned: () => heard.push('returned'),
    });
    lobby.open();
    net.socket.accept();
    expect(net.socket.sent).toEqual([{ type: 'register', data: {} }]);
    net.socket.hear(registered({ streamId: null }));
    expect(lobby.getSnapshot()).toEqual({ status: 'open' });
    net.socket.hear({ type: 'stream_started', data: { streamId: STREAM, at: AT, livestream: { _id: STREAM } as Livestream } });
    net.socket.hear({
      type: 'lobby_update',
      data: { shows: [{ streamId: STREAM, status: 'live', viewerCount: 7, pinnedProducts: [], stillAt: null }] },
    });
    net.socket.hear({ type: 'show_listed', data: { streamId: STREAM, livestream: { title: 'Lamps at noon' } as Livestream } });
    net.socket.hear({ type: 'show_unlisted', data: { streamId: STREAM } });
    net.socket.hear({ type: 'stream_stopped', data: { streamId: STREAM, at: AT, duration: 1 } });
    net.socket.lose();
    await clock.pass(1_000);
    net.socket.accept();
    net.socket.hear(registered({ streamId: null }));
    expect(heard).toEqual([
      `started ${STREAM}`,
      '7 watch',
      'lists Lamps at noon',
      `lists no more ${STREAM}`,
      `stopped ${STREAM}`,
      'returned',
    ]);
    lobby.close();
    expect(lobby.getSnapshot().status).toBe('closed');
  });
});
