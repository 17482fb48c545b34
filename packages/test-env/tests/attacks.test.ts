import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openShop, ServerProcess, type ShopClient, Viewer } from '../src/index.ts';

const MESSAGES = 20;

let server: ServerProcess;
let admin: ShopClient;
let streamId: string;
let viewer: Viewer;
let host: Viewer;
const sockets: Socket[] = [];

beforeEach(async () => {
  server = await ServerProcess.start();
  admin = await openShop(server);
  streamId = (await admin.createShow('The Autumn Firing'))._id;
  await admin.request('PUT', `/livestreams/${streamId}`, { isActive: true });
  viewer = await Viewer.watch(server.socketUrl, { streamId });
  host = await Viewer.watch(server.socketUrl, { streamId, token: admin.token ?? '' });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  viewer.drop();
  host.drop();
  await server[Symbol.asyncDispose]();
});

/** Each from an address of its own, as a crowd would come. */
async function connection(index: number): Promise<Socket> {
  const localAddress = `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
  const socket = connect({ host: '127.0.0.1', port: server.port, localAddress });
  // The server may end it at any time: that is what the test is about.
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}
/** The show goes on: everything that the host says reaches the viewer, once and in order, and REST answers. */
async function showGoesOn(): Promise<void> {
  const from = viewer.of('chat_message').length;
  for (let n = 0; n < MESSAGES; n += 1) {
    const answer = await host.command('chat_message', { message: `piece ${n}` });
    expect(answer.type).toBe('ack');
  }
  await viewer.until(() => (viewer.of('chat_message').length >= from + MESSAGES ? true : undefined));
  expect(
    viewer
      .of('chat_message')
      .slice(from)
      .map(({ data }) => data.message),
  ).toEqual(Array.from({ length: MESSAGES }, (_, n) => `piece ${n}`));
  expect(await admin.request('GET', `/livestreams/${streamId}`)).toMatchObject({ status: 'live' });
}
const ended = (socket: Socket): Promise<void> =>
  socket.closed ? Promise.resolve() : new Promise((resolve) => void socket.once('close', () => resolve()));
const residentMegabytes = async (): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

describe('A show under attack goes on', () => {
  test('while hundreds send their headers and bodies a byte at a time, and they are put out', async () => {
    const slow = await Promise.all(
      Array.from({ length: 400 }, async (_, index) => {
        const socket = await connection(index);
        socket.write(
          index % 2 === 0
            ? 'GET /livestreams HTTP/1.1\r\nHost: shop\r\nX-Slow: '
            : 'POST /auth/guest HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"name": "',
        );
        return socket;
      }),
    );
    const drip = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('a');
    }, 500);
    try {
      await showGoesOn();
      await Promise.all(slow.map(ended));
    } finally {
      clearInterval(drip);
    }
    await showGoesOn();
  }, 90_000);

  test('while headers without end pour in, which are refused with 431', async () => {
    const flood = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const socket = await connection(index);
        let answer = '';
        socket.on('data', (data) => (answer += data.toString()));
        socket.write('GET / HTTP/1.1\r\nHost: shop\r\n');
        for (let n = 0; n < 40 && socket.writable; n += 1) socket.write(`X-Flood-${n}: ${'f'.repeat(1_000)}\r\n`);
        await ended(socket);
        return answer;
      }),
    );
    for (const answer of flood) if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(flood.filter((answer) => answer !== '').length).toBeGreaterThan(0);
    await showGoesOn();
  }, 60_000);

  test('while two thousand sockets are opened and say nothing, which are closed', async () => {
    const before = await residentMegabytes();
    const silent = await Promise.all(
      Array.from({ length: 2_000 }, async (_, index) => {
        const localAddress = `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`;
        const socket = new WebSocket(server.socketUrl, { localAddress });
        socket.on('error', () => {});
        const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
        return { socket, closed };
      }),
    );
    await showGoesOn();
    const codes = await Promise.all(silent.map(({ closed }) => closed));
    // 4001: it did not register in time. 1006: it was refused at the door.
    expect(new Set(codes)).toEqual(new Set(codes.filter((code) => code === 4001 || code === 1006)));
    expect(codes).toContain(4001);
    await showGoesOn();
    expect((await residentMegabytes()) - before).toBeLessThan(150);
  }, 90_000);

  test('while a viewer reads nothing of it', async () => {
    const deaf = new WebSocket(server.socketUrl);
    await once(deaf, 'open');
    deaf.send(JSON.stringify({ type: 'register', data: { streamId } }));
    await once(deaf, 'message');
    deaf.pause();
    await showGoesOn();
    await showGoesOn();
    deaf.terminate();
  }, 60_000);
});
