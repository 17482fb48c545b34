import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client, Live } from './live.ts';

let live: Live;
let url: string;
beforeAll(async () => {
  live = await Live.start();
  ({ url } = await live.manager());
});
afterAll(async () => {
  await live.stop();
});

describe('The figures of a show', () => {
  test('come live to the control room of who runs it, and to nobody else', async () => {
    const streamId = await live.show();
    const host = await Client.open(url);
    const viewer = await Client.open(url);
    const nosy = await Client.open(url);
    await host.ask('register_admin', { streamId, token: live.hostToken }, 'r');
    await viewer.ask('register', { streamId, token: await live.guest('Mira') }, 'r');
    expect(await nosy.ask('register_admin', { streamId, token: await live.guest('Noor') }, 'r')).toMatchObject({ type: 'ack' });
    await viewer.ask('chat_message', { message: 'hello' }, 'm');
    const { analytics } = await host.event('analytics_update', (data) => data.analytics.chatMessages === 1);
    expect(analytics).toMatchObject({ streamId, viewers: { now: 2, unique: 2 } });
    await viewer.ask('toggle_like', { liked: true }, 'l');
    await host.event('analytics_update', (data) => data.analytics.likes === 1);
    expect([...viewer.all('analytics_update'), ...nosy.all('analytics_update')]).toEqual([]);
    await host.ask('leave', {}, 'out');
    await Promise.all([host, viewer, nosy].map((client) => client.close()));
  });
});
