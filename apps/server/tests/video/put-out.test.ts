import type { SessionAnswer, StageAnswer, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, ShopClient } from '@vitrine/test-env';
import { publishClip, releaseVideo, watchStream } from '@vitrine/test-env/fake-host';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

let server: ServerProcess;
let admin: ShopClient;
let show: string;
let amir: { client: ShopClient; id: string };
const open: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  server = await ServerProcess.start();
  admin = await openShop(server);
  show = (await admin.createShow('The Autumn Firing'))._id;
  await admin.request('PUT', `/livestreams/${show}`, { isActive: true });
  const { url, token } = await credentials(admin, 'host');
  open.push(await publishClip({ whipUrl: url, token }));
  const input = { name: 'Amir', email: 'amir@example.test', password: 'a very long sentence', transport: 'bearer' };
  const session = await new ShopClient(server.url).request<SessionAnswer>('POST', '/auth/sign-up', input);
  amir = { client: new ShopClient(server.url, session.token ?? null), id: session.account?._id ?? '' };
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
  await server[Symbol.asyncDispose]();
});
afterAll(releaseVideo);

async function credentials(client: ShopClient, role: 'host' | 'guest' | 'viewer', seat?: string) {
  const given = await client.request<VideoCredentials>('POST', `/livestreams/${show}/video`, { role, ...(seat ? { seat } : {}) });
  if (given.provider !== 'sfu') throw new Error('not the embedded service');
  return { url: `${server.url}${given.url}`, token: given.token };
}

describe('Credentials from before', () => {
  it('open nothing for a guest who was put off the stage', async () => {
    await admin.request<StageAnswer>('POST', `/livestreams/${show}/guests`, { userId: amir.id });
    await expect(credentials(amir.client, 'guest')).rejects.toMatchObject({ code: 'forbidden' });
    await amir.client.request<StageAnswer>('POST', `/livestreams/${show}/guests/me/accept`);
    const { url, token } = await credentials(amir.client, 'guest');
    const seen = await publishClip({ whipUrl: url, token });
    open.push(seen);
    const watching = await credentials(admin, 'viewer', amir.id);
    const viewer = await watchStream({ whepUrl: watching.url, token: watching.token });
    open.push(viewer);
    await viewer.until(({ videoFrames }) => videoFrames > 10);
    await admin.request<StageAnswer>('DELETE', `/livestreams/${show}/guests/${amir.id}`);
    await expect(publishClip({ whipUrl: url, token })).rejects.toMatchObject({ status: 403 });
    await expect(credentials(amir.client, 'guest')).rejects.toMatchObject({ code: 'forbidden' });
  }, 60_000);

  it('open nothing for a viewer who was banned', async () => {
    const { url, token } = await credentials(amir.client, 'viewer');
    const viewer = await watchStream({ whepUrl: url, token });
    open.push(viewer);
    await viewer.until(({ videoFrames }) => videoFrames > 10);
    await admin.request('POST', '/moderation/bans', { streamId: show, subjectId: amir.id, minutes: null });
    await expect(watchStream({ whepUrl: url, token })).rejects.toMatchObject({ status: 403 });
  }, 60_000);
});
