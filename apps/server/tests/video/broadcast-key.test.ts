import type { Livestream, NewBroadcastKey, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import { publishClip, releaseVideo, watchStream } from '@vitrine/test-env/fake-host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('The key of a show', () => {
  let server: ServerProcess;
  let admin: ShopClient;
  beforeAll(async () => {
    server = await ServerProcess.start();
    admin = await openShop(server);
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    releaseVideo();
  });

  const newKey = (id: string) => admin.request<NewBroadcastKey>('POST', `/livestreams/${id}/broadcast-key`);
  const publish = (given: NewBroadcastKey, key = given.key) => publishClip({ whipUrl: `${server.url}${given.url}`, token: key });
  const statusOf = (id: string) => admin.request<Livestream>('GET', `/livestreams/${id}`).then(({ status }) => status);

  it('lets a tool without a session broadcast as the host, seen by viewers', async () => {
    const show = await admin.createShow('From OBS');
    const given = await newKey(show._id);
    expect(given.key).toMatch(/^vbk_[\w-]{43}$/);
    await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    const host = await publish(given);
    const credentials = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, {});
    if (credentials.provider !== 'sfu') throw new Error('another provider');
    const viewer = await watchStream({ whepUrl: `${server.url}${credentials.url}`, token: credentials.token });
    await viewer.until(({ keyframeStarts }) => keyframeStarts > 0);
    await Promise.all([viewer.stop(), host.stop()]);
    await admin.request('DELETE', `/livestreams/${show._id}`);
    // It is dead at the end of the show.
    await expect(publish(given)).rejects.toThrow(/401|409|ended|unauthenticated/);
  });

  it('is told once, kept as a hash, and replaced by the next, which puts out who came with it', async () => {
    const show = await admin.createShow('Two keys');
    await expect(admin.request('GET', `/livestreams/${show._id}/broadcast-key`)).rejects.toMatchObject({ code: 'not_found' });
    const first = await newKey(show._id);
    expect(await admin.request('GET', `/livestreams/${show._id}/broadcast-key`)).toEqual({ url: first.url, createdAt: first.createdAt });
    expect(JSON.stringify(await admin.request('GET', `/livestreams/${show._id}`))).not.toContain('roadcastKey');
    await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    const host = await publish(first);
    await expect.poll(() => statusOf(show._id)).toBe('live');
    const second = await newKey(show._id);
    expect(second.key).not.toBe(first.key);
    await expect.poll(() => statusOf(show._id), { timeout: 10_000 }).toBe('interrupted');
    await expect(publish(first)).rejects.toThrow(/401|unauthenticated/);
    const again = await publish(second);
    await expect.poll(() => statusOf(show._id), { timeout: 10_000 }).toBe('live');
    await admin.request('DELETE', `/livestreams/${show._id}/broadcast-key`);
    await expect.poll(() => statusOf(show._id), { timeout: 10_000 }).toBe('interrupted');
    await expect(publish(second)).rejects.toThrow(/401|unauthenticated/);
    await Promise.all([host.stop(), again.stop()]);
    await admin.request('DELETE', `/livestreams/${show._id}`);
  });

  it('opens no other show, and plays nothing', async () => {
    const [one, other] = [await admin.createShow('One'), await admin.createShow('Other')];
    const given = await newKey(one._id);
    await newKey(other._id);
    for (const path of [`/whip/${other._id}`, `/whep/${one._id}`]) {
      const answer = await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${given.key}`, 'content-type': 'application/sdp' },
        body: 'v=0',
      });
      expect(answer.status).toBe(401);
    }
  });
});
