import type { ServerEvent } from '@vitrine/protocol';
import { CLOSE } from '@vitrine/protocol/codes';
import { describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../testing/fake-clock.ts';
import { FakeNetwork } from '../testing/fake-web-socket.ts';
import { registered, STREAM } from '../testing/samples.ts';
import { MAX_PENDING } from './command-queue.ts';
import { ReconnectingSocket } from './socket.ts';

function open() {
  const clock = new FakeClock();
  const net = new FakeNetwork();
  const heard: ServerEvent[] = [];
  let token = 'first';
  const socket = new ReconnectingSocket({
    url: 'ws://shop.test/ws',
    createWebSocket: net.createWebSocket,
    network: net.network,
    timers: clock,
    policy: { delay: (attempt) => attempt * 1_000 },
    registration: () => ({ type: 'register', data: { streamId: STREAM, token } }),
    onEvent: (event) => heard.push(event),
  });
  socket.open();
  const register = (): void => {
    net.socket.accept();
    net.socket.hear(registered());
  };
  const setToken = (value: string): void => {
    token = value;
  };
  return { clock, net, heard, socket, register, setToken };
}
const chat = { streamId: STREAM, message: 'hello' };

describe('a reconnecting socket', () => {
  it('registers first, and is open when the server has said so', () => {
    const { net, socket } = open();
    expect(socket.getSnapshot()).toEqual({ status: 'connecting', attempt: 1 });
    net.socket.accept();
    expect(net.socket.sent).toEqual([{ type: 'register', data: { streamId: STREAM, token: 'first' } }]);
    expect(socket.getSnapshot().status).toBe('connecting');
    net.socket.hear(registered());
    expect(socket.getSnapshot()).toEqual({ status: 'open' });
  });

  it('says when the next attempt comes, and makes it', async () => {
    const { clock, net, socket, register } = open();
    register();
    await clock.pass(10_000);
    net.socket.lose();
    expect(socket.getSnapshot()).toEqual({ status: 'waiting', attempt: 0, nextAttemptAt: clock.now() + 1_000 });
    await clock.pass(1_000);
    expect(net.sockets).toHaveLength(2);
    register();
    expect(socket.getSnapshot()).toEqual({ status: 'open' });
  });

  it('waits longer and longer for a server that lets it in and loses it at once', async () => {
    const { clock, net, socket, register } = open();
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      register();
      net.socket.lose();
      const state = socket.getSnapshot();
      if (state.status !== 'waiting') throw new Error(state.status);
      waits.push(state.nextAttemptAt - clock.now());
      await clock.pass(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([1_000, 2_000, 3_000, 4_000]);
  });

  it('tries at once when it is told to, or when the network is back', async () => {
    const { clock, net, socket } = open();
    net.socket.lose();
    socket.retryNow();
    expect(net.sockets).toHaveLength(2);
    net.online = false;
    net.socket.lose();
    expect(socket.getSnapshot().status).toBe('offline');
    net.online = true;
    expect(net.sockets).toHaveLength(3);
    await clock.pass(3_000);
    expect(net.sockets).toHaveLength(3);
  });

  it('goes on trying while the device says that it is offline: the server may be this very machine', async () => {
    const { clock, net } = open();
    net.online = false;
    net.socket.lose();
    await clock.pass(1_000);
    expect(net.sockets).toHaveLength(2);
  });

  it.each([CLOSE.policy, CLOSE.signedOut, CLOSE.banned])('stays closed after %i', async (code) => {
    const { clock, net, socket, register } = open();
    register();
    net.socket.lose(code, 'out');
    expect(socket.getSnapshot()).toEqual({ status: 'closed', code, reason: 'out' });
    await clock.pass(60_000);
    expect(net.sockets).toHaveLength(1);
    expect(net.listeners).toBe(0);
  });

  it.each([1006, CLOSE.restart, CLOSE.slowReader, CLOSE.registerTimeout])('comes back after %i', async (code) => {
    const { clock, net, register } = open();
    register();
    net.socket.lose(code);
    await clock.pass(1_000);
    expect(net.sockets).toHaveLength(2);
  });

  it('stops when its registration is refused for good, and says why', async () => {
    const { clock, net, socket } = open();
    net.socket.accept();
    net.socket.hear({ type: 'error', data: { code: 'not_found', message: 'no such show' } });
    expect(socket.getSnapshot()).toMatchObject({ status: 'closed', error: { code: 'not_found' } });
    await clock.pass(60_000);
    expect(net.sockets).toHaveLength(1);
    socket.open();
    expect(net.sockets).toHaveLength(2);
  });

  it('waits as long as the server asks when its registration is refused for now', async () => {
    const { clock, net } = open();
    net.socket.accept();
    net.socket.hear({ type: 'error', data: { code: 'rate_limited', message: 'later', retryAfter: 30 } });
    await clock.pass(29_000);
    expect(net.sockets).toHaveLength(1);
    await clock.pass(1_000);
    expect(net.sockets).toHaveLength(2);
  });

  it('gives up a connection that does not answer in time', async () => {
    const { clock, net, socket } = open();
    await clock.pass(10_000);
    expect(socket.getSnapshot().status).toBe('waiting');
    expect(net.sockets[0]?.closedWith).toBe(CLOSE.normal);
  });

  it('asks a silent connection whether it is there, and leaves one that is not', async () => {
    const { clock, net, socket, register } = open();
    register();
    await clock.pass(20_000);
    expect(net.socket.sentOf('ping')).toHaveLength(1);
    net.socket.hear({ type: 'pong', data: { serverTime: '2026-01-01T12:00:20.000Z' } });
    await clock.pass(20_000);
    expect(net.socket.sentOf('ping')).toHaveLength(2);
    await clock.pass(8_000);
    expect(socket.getSnapshot().status).toBe('waiting');
  });

  it('notices at once that the connection died while the device slept', async () => {
    const { clock, net, socket, register } = open();
    register();
    socket.retryNow();
    expect(net.socket.sentOf('ping')).toHaveLength(1);
    await clock.pass(8_000);
    expect(socket.getSnapshot().status).toBe('waiting');
  });

  it('leaves a connection that sends what can’t be read, and resumes on the next', () => {
    const { net, socket, register } = open();
    register();
    net.socket.hearText('{"type":');
    expect(socket.getSnapshot().status).toBe('waiting');
  });

  it('comes back when a socket can’t even be made', async () => {
    const clock = new FakeClock();
    let made = 0;
    const socket = new ReconnectingSocket({
      url: 'ws://shop.test/ws',
      createWebSocket: () => {
        made += 1;
        throw new Error('no');
      },
      timers: clock,
      policy: { delay: () => 1_000 },
      registration: () => ({ type: 'register', data: {} }),
      onEvent: () => {},
    });
    socket.open();
    expect(socket.getSnapshot().status).toBe('waiting');
    await clock.pass(1_000);
    expect(made).toBe(2);
    socket.close();
  });

  it('registers anew with what is known now, only while somebody wants the connection', () => {
    const { net, socket, register, setToken } = open();
    register();
    setToken('second');
    socket.reopen();
    net.socket.accept();
    expect(net.socket.sentOf('register')[0]?.data.token).toBe('second');
    socket.close();
    socket.reopen();
    expect(net.sockets).toHaveLength(2);
    socket.open();
    net.socket.lose(CLOSE.signedOut);
    socket.reopen();
    expect(net.sockets).toHaveLength(4);
  });

  it('hears nothing more from a connection that it has left', () => {
    const { net, heard, socket, register } = open();
    register();
    const before = heard.length;
    const left = net.socket;
    socket.reopen();
    left.hear(registered());
    left.lose(CLOSE.banned);
    expect(heard).toHaveLength(before);
    expect(socket.getSnapshot().status).toBe('connecting');
  });
});

describe('a command', () => {
  it('is answered by its ack', async () => {
    const { net, socket, register } = open();
    register();
    const answer = socket.command('chat_message', chat, 'c1');
    net.socket.hear({ type: 'ack', data: { id: 'c1', offset: 7 } });
    await expect(answer).resolves.toEqual({ id: 'c1', offset: 7 });
  });

  it('waits for the registration and is sent again, under the same id, after a loss', async () => {
    const { clock, net, socket, register } = open();
    const answer = socket.command('chat_message', chat, 'c1');
    expect(net.socket.sent).toEqual([]);
    register();
    expect(net.socket.sentOf('chat_message')).toHaveLength(1);
    net.socket.lose();
    await clock.pass(1_000);
    register();
    expect(net.socket.sentOf('chat_message')).toEqual([{ type: 'chat_message', id: 'c1', data: chat }]);
    net.socket.hear({ type: 'ack', data: { id: 'c1', offset: 7 } });
    await expect(answer).resolves.toMatchObject({ offset: 7 });
    net.socket.lose();
    await clock.pass(2_000);
    register();
    expect(net.socket.sentOf('chat_message')).toEqual([]);
  });

  it('is one command however often it is given while it is under way', async () => {
    const { net, socket, register } = open();
    register();
    const [first, second] = [socket.command('chat_message', chat, 'c1'), socket.command('chat_message', chat, 'c1')];
    expect(net.socket.sentOf('chat_message')).toHaveLength(1);
    net.socket.hear({ type: 'ack', data: { id: 'c1', offset: 7 } });
    expect(await first).toEqual(await second);
  });

  it('is refused with the server’s code', async () => {
    const { net, socket, register } = open();
    register();
    const answer = socket.command('chat_message', chat, 'c1');
    net.socket.hear({ type: 'error', data: { id: 'c1', code: 'rate_limited', message: 'slower', retryAfter: 3 } });
    await expect(answer).rejects.toMatchObject({ code: 'rate_limited', retryable: true, retryAfter: 3 });
    expect(socket.getSnapshot().status).toBe('open');
  });

  it('is refused when the connection ends for good, and when too many wait', async () => {
    const { socket } = open();
    const waiting = Array.from({ length: MAX_PENDING }, () => socket.command('chat_message', chat));
    const outcomes = Promise.allSettled(waiting);
    await expect(socket.command('chat_message', chat)).rejects.toMatchObject({ code: 'queue_full' });
    socket.close();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'closed' } });
    await expect(socket.command('chat_message', chat)).rejects.toMatchObject({ code: 'closed' });
    await settled();
  });

  it('has an id that the server takes and that no other has', () => {
    const { socket } = open();
    const ids = Array.from({ length: 100 }, () => socket.newCommandId());
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(id).toMatch(/^[\w.-]{1,64}$/);
  });
});
