import { request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { Listener } from './listener.ts';
import { SERVER_LIMITS } from './server-limits.ts';

async function open(handle: ConstructorParameters<typeof Listener>[0] = (_request, response) => void response.end('ok')) {
  const listener = new Listener(handle, null);
  await listener.listen('127.0.0.1', 0);
  return { listener, port: (listener.server.address() as AddressInfo).port };
}
/** What the server says to these bytes until it hangs up. */
const exchange = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (data) => {
      heard += data;
    });
    socket.on('error', () => resolve(heard));
    socket.on('close', () => resolve(heard));
  });

test('a port in use names itself and the variable', async () => {
  const { listener, port } = await open();
  const other = new Listener(() => undefined, null);
  await expect(other.listen('127.0.0.1', port)).rejects.toThrow(`Port ${port} is in use. Stop what uses it, or set PORT to another.`);
  await listener.close();
});

test('an address of another machine names HOST', async () => {
  const listener = new Listener(() => undefined, null);
  await expect(listener.listen('203.0.113.1', 0)).rejects.toThrow(/^HOST: 203\.0\.113\.1/);
});

test('what is not HTTP gets a bare 400, headers over the limit a 431', async () => {
  const { listener, port } = await open();
  expect(await exchange(port, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await exchange(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(SERVER_LIMITS.headerBytes)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
  await listener.close();
});

test('closing lets a request that is in flight finish', async () => {
  let release: () => void = () => undefined;
  let isIn: () => void = () => undefined;
  const inFlight = new Promise<void>((resolve) => {
    isIn = resolve;
  });
  const { listener, port } = await open((_request, response) => {
    release = () => void response.end('finished');
    isIn();
  });
  const answer = new Promise<string>((resolve, reject) => {
    request({ port, host: '127.0.0.1' }, (response) => response.setEncoding('utf8').on('data', resolve))
      .on('error', reject)
      .end();
  });
  await inFlight;
  const closed = listener.close();
  release();
  expect(await answer).toBe('finished');
  await closed;
});

test('destroying ends connections that never would, upgraded ones too', async () => {
  const { listener, port } = await open();
  listener.server.on('upgrade', (_request, socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
  );
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'));
  await new Promise<void>((resolve) => socket.once('data', () => resolve()));
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const closed = listener.close();
  listener.destroy();
  await Promise.all([ended, closed]);
});
