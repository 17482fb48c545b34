import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShop, ServerProcess, type ShopClient, Viewer } from '../src/index.ts';

let server: ServerProcess;
let admin: ShopClient;
beforeAll(async () => {
  server = await ServerProcess.start();
  admin = await openShop(server);
});
afterAll(() => server[Symbol.asyncDispose]());

/** The figure of this name, as Prometheus would read it. */
async function figure(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const value = text.split('\n').find((line) => line.startsWith(`${name} `));
  return Number(value?.split(' ')[1]);
}

test('A server tells how many watch, what they were sent and how long the store took', async () => {
  const show = await admin.createShow('The Autumn Firing');
  await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
  const viewers = await Promise.all(Array.from({ length: 5 }, () => Viewer.watch(server.socketUrl, { streamId: show._id })));
  const speaker = await Viewer.watch(server.socketUrl, { streamId: show._id, token: admin.token ?? '' });
  const before = await figure('vitrine_socket_deliveries_total');
  await speaker.command('chat_message', { message: 'good evening' });
  await Promise.all([...viewers, speaker].map((viewer) => viewer.next('chat_message')));
  expect((await figure('vitrine_socket_deliveries_total')) - before).toBe(6);
  expect(await figure('vitrine_socket_connections')).toBe(6);
  expect(await figure('vitrine_socket_rooms')).toBe(1);
  expect(await figure('vitrine_socket_messages_received_total')).toBeGreaterThanOrEqual(7);
  expect(await figure('vitrine_timeline_commit_seconds_count')).toBeGreaterThanOrEqual(2);
  expect(await figure('vitrine_timeline_commit_seconds_sum')).toBeGreaterThan(0);
  expect(await figure('vitrine_storage_errors_total')).toBe(0);
  for (const viewer of [...viewers, speaker]) viewer.drop();
});
