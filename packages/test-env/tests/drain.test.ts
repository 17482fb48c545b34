import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NewWebhookEndpoint } from '@vitrine/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openShop, ServerProcess, type ShopClient, Viewer } from '../src/index.ts';

let server: ServerProcess;
let admin: ShopClient;
let till: Server;
/** What somebody else's server was sent. */
let received: IncomingHttpHeaders[];
let hear: () => void;
/** Whether it answers; else it leaves the request hanging. */
let answers: boolean;

beforeEach(async () => {
  received = [];
  hear = () => {};
  answers = false;
  till = createServer((request, response) => {
    received.push(request.headers);
    request.resume();
    if (answers) response.writeHead(204).end();
    hear();
  });
  await new Promise<void>((resolve) => till.listen(0, '127.0.0.1', resolve));
  server = await ServerProcess.start({ env: { OUTBOUND_PRIVATE: 'allow' } });
  admin = await openShop(server);
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  till.closeAllConnections();
  await new Promise((resolve) => till.close(resolve));
});

const hasReceived = async (count: number): Promise<void> => {
  while (received.length < count)
    await new Promise<void>((resolve) => {
      hear = resolve;
    });
};

test('A stopping server tells its viewers to come back, keeps what it acknowledged, and leaves what is on its way to the next', async () => {
  const show = await admin.createShow('The Autumn Firing');
  await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
  const viewers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      Viewer.watch(server.socketUrl, index % 2 === 0 ? { streamId: show._id } : { streamId: show._id, token: admin.token ?? '' }),
    ),
  );
  const [speaker] = viewers.slice(1);
  const said = await speaker?.command('chat_message', { message: 'the last word' });
  expect(said?.type).toBe('ack');
  // A connection that is kept alive, and a receiver that does not answer.
  await (await fetch(`${server.url}/healthz`)).text();
  const url = `http://127.0.0.1:${(till.address() as AddressInfo).port}/`;
  const { _id } = await admin.request<NewWebhookEndpoint>('POST', '/webhooks', { url, events: ['order.paid'] });
  await admin.request('POST', `/webhooks/${_id}/ping`, {});
  await hasReceived(1);

  const closed = Promise.all(viewers.map((viewer) => viewer.whenClosed()));
  expect(await server.end('SIGTERM')).toBe(0);
  expect(new Set((await closed).map(({ code }) => code))).toEqual(new Set([1012]));

  answers = true;
  await server.restart();
  await hasReceived(2);
  expect(received[1]?.['webhook-id']).toBe(received[0]?.['webhook-id']);
  const back = await Viewer.watch(server.socketUrl, { streamId: show._id });
  expect((await back.next('chat_history')).data.messages.map(({ message }) => message)).toContain('the last word');
  back.drop();
  const lines = server.output.split('\n').filter((line) => line.startsWith('{'));
  expect(lines.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});

test('A second signal that comes with the first changes nothing', async () => {
  const ended = server.end('SIGTERM');
  process.kill(server.pid, 'SIGTERM');
  expect(await ended).toBe(0);
});
