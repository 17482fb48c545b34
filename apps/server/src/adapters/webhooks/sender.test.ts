import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { AddressRefused } from '../../ports/webhook-sender.ts';
import { isPublicAddress } from './addresses.ts';
import { createOutboundSender } from './sender.ts';

const never = new AbortController().signal;
const MESSAGE = { headers: { 'content-type': 'application/json' }, body: '{"hello":"world"}' };
let servers: Server[] = [];
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  servers = [];
});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
/** Answers every name with these addresses, one list after the other. */
function names(...answers: string[][]): { lookup: LookupFunction; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    lookup: (_hostname, _options, callback) => {
      const found = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    },
  };
}

describe('An address of the public internet', () => {
  test.each(['93.184.216.34', '8.8.8.8', '172.15.0.1', '172.32.0.1', '2606:2800:220:1:248:1893:25c8:1946'])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.2.7',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:93.184.216.34',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'not an address',
  ])('%s is none', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('A sender for the open', () => {
  const sender = createOutboundSender({ allowPrivate: false });
  test.each([
    'http://shop.example/hook',
    'ftp://shop.example/hook',
    'https://user:secret@shop.example/hook',
    'https://localhost/hook',
    'https://tills.localhost/hook',
    'https://127.0.0.1/hook',
    'https://2130706433/hook',
    'https://0x7f.1/hook',
    'https://[::1]/hook',
    'https://[::ffff:10.0.0.1]/hook',
    'https://169.254.169.254/latest/meta-data',
    'nonsense',
  ])('refuses %s before it looks anything up', async (url) => {
    expect(sender.objection(url)).not.toBeNull();
    await expect(sender.post({ url, ...MESSAGE }, never)).rejects.toThrow(AddressRefused);
  });
  test('takes a name on https', () => {
    expect(sender.objection('https://shop.example:8443/hook?x=1')).toBeNull();
  });
  test('refuses a name that is a private address, also if it is a public one too', async () => {
    for (const found of [['10.0.0.5'], ['93.184.216.34', '127.0.0.1'], ['::1'], ['fd00::5']]) {
      const guarded = createOutboundSender({ allowPrivate: false, lookup: names(found).lookup });
      await expect(guarded.post({ url: 'https://shop.example/hook', ...MESSAGE }, never)).rejects.toThrow(AddressRefused);
    }
  });
  test('looks a name up once: what it says a moment later is not asked', async () => {
    const rebinding = names(['10.0.0.5'], ['93.184.216.34']);
    const guarded = createOutboundSender({ allowPrivate: false, lookup: rebinding.lookup });
    await expect(guarded.post({ url: 'https://shop.example/hook', ...MESSAGE }, never)).rejects.toThrow(AddressRefused);
    expect(rebinding.asked()).toBe(1);
  });
});

describe('A sender that may reach private addresses', () => {
  const allowed = { allowPrivate: true, lookup: names(['127.0.0.1']).lookup };

  test('posts body and headers to the address that the name was found to have', async () => {
    const heard: unknown[] = [];
    const port = await listen(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      heard.push([request.method, request.url, request.headers.host, request.headers['content-type'], Buffer.concat(chunks).toString()]);
      response.writeHead(204).end();
    });
    const answer = await createOutboundSender(allowed).post({ url: `http://till.example:${port}/hook?x=1`, ...MESSAGE }, never);
    expect(answer).toEqual({ status: 204, retryAfter: null });
    expect(heard).toEqual([['POST', '/hook?x=1', `till.example:${port}`, 'application/json', MESSAGE.body]]);
  });
  test('follows no redirect', async () => {
    let asked = 0;
    const port = await listen((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const answer = await createOutboundSender(allowed).post({ url: `http://127.0.0.1:${port}/hook`, ...MESSAGE }, never);
    expect([answer.status, asked]).toEqual([302, 1]);
  });
  test('reads how long it is asked to wait', async () => {
    const port = await listen((_request, response) => void response.writeHead(503, { 'retry-after': '120' }).end());
    const answer = await createOutboundSender(allowed).post({ url: `http://127.0.0.1:${port}/`, ...MESSAGE }, never);
    expect(answer).toEqual({ status: 503, retryAfter: 120_000 });
  });
  test('hangs up on an answer without end', async () => {
    let isHungUp = (): void => {};
    const hungUp = new Promise<void>((resolve) => {
      isHungUp = resolve;
    });
    const port = await listen((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(8 * 1024)));
      };
      response.on('drain', more).on('close', isHungUp);
      more();
    });
    expect((await createOutboundSender(allowed).post({ url: `http://127.0.0.1:${port}/`, ...MESSAGE }, never)).status).toBe(200);
    await hungUp;
  });
  test('gives up when there is no answer in time, and at once when it is stopped', async () => {
    const port = await listen(() => {});
    const url = `http://127.0.0.1:${port}/`;
    await expect(createOutboundSender({ ...allowed, timeout: 50 }).post({ url, ...MESSAGE }, never)).rejects.toThrow('no answer within');
    const stopping = new AbortController();
    const posted = createOutboundSender(allowed).post({ url, ...MESSAGE }, stopping.signal);
    stopping.abort();
    await expect(posted).rejects.toThrow('no answer');
  });
  test('says in few words that nobody is there', async () => {
    const port = await listen(() => {});
    const [server] = servers.splice(0);
    await new Promise((resolve) => server?.close(resolve));
    await expect(createOutboundSender(allowed).post({ url: `http://127.0.0.1:${port}/`, ...MESSAGE }, never)).rejects.toThrow(
      'no answer: ECONNREFUSED',
    );
  });
});
