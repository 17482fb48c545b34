import type { Guest, ServerEvent } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeNetwork } from '../testing/fake-web-socket.ts';
import { history, pinned, registered, STREAM, update, VIEWER } from '../testing/samples.ts';
import { LiveRoom } from './live-room.ts';

const guest = (more: Partial<Guest> = {}): Guest => ({ _id: VIEWER, name: 'Clara', state: 'invited', muted: false, ...more });
const stage = (offset: number, ...guests: Guest[]): ServerEvent => ({ type: 'stage_changed', data: { streamId: STREAM, offset, guests } });
const invited = (to: Guest | null): ServerEvent => ({ type: 'stage_invitation', data: { streamId: STREAM, guest: to, from: 'Hanna' } });

function enter() {
  const clock = new FakeClock();
  const net = new FakeNetwork();
  const room = new LiveRoom({
    url: 'ws://shop.test/ws',
    streamId: STREAM,
    createWebSocket: net.createWebSocket,
    network: net.network,
    timers: clock,
    policy: { delay: () => 1_000 },
  });
  room.join();
  const greet = (...more: ServerEvent[]): void => {
    net.socket.accept();
    for (const event of [registered(), update(), pinned(0, []), ...more, history({ offset: 4 })]) net.socket.hear(event);
  };
  return { clock, net, greet, now: () => room.getSnapshot() };
}

describe('the stage of a room', () => {
  it('shows who is on it, from the greeting on', () => {
    const { net, now, greet } = enter();
    expect(now()).toMatchObject({ guests: [], invitation: null });
    const ines = guest({ _id: 'd'.repeat(24), name: 'Ines', state: 'live' });
    greet(stage(4, ines));
    expect(now().guests).toEqual([ines]);
    net.socket.hear(stage(5));
    expect(now().guests).toEqual([]);
  });

  it('says that we are asked, and how we stand from then on', () => {
    const { net, now, greet } = enter();
    greet(stage(4));
    net.socket.hear(invited(guest()));
    net.socket.hear(stage(5, guest()));
    expect(now().invitation).toEqual({ guest: guest(), from: 'Hanna' });
    net.socket.hear(stage(6, guest({ state: 'live', muted: true })));
    expect(now().invitation).toEqual({ guest: guest({ state: 'live', muted: true }), from: 'Hanna' });
    net.socket.hear(invited(null));
    expect(now().invitation).toBeNull();
  });

  it('forgets an invitation when the stage no longer has us', () => {
    const { net, now, greet } = enter();
    greet(stage(4, guest()));
    net.socket.hear(invited(guest()));
    net.socket.hear(stage(5));
    expect(now().invitation).toBeNull();
  });

  it('keeps us on stage over a lost connection, until the server says otherwise', async () => {
    const { clock, net, now, greet } = enter();
    greet(stage(4, guest({ state: 'live' })));
    net.socket.hear(invited(guest({ state: 'live' })));
    net.socket.lose();
    expect(now().invitation).not.toBeNull();
    await clock.pass(1_000);
    net.socket.accept();
    net.socket.hear(registered());
    expect(now().invitation).not.toBeNull();
    net.socket.hear(stage(7));
    expect(now().invitation).toBeNull();
  });

  it('does not go back to what is told again from before the greeting', () => {
    const { net, now, greet } = enter();
    greet(stage(9, guest({ state: 'live' })));
    net.socket.hear(stage(5, guest()));
    expect(now().guests).toEqual([guest({ state: 'live' })]);
  });
});
