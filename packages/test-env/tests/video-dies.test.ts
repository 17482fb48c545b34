import { execFileSync } from 'node:child_process';
import type { VideoCredentials } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeHost, publishClip, releaseVideo, watchStream } from '../src/fake-host/index.ts';
import { openShop, ServerProcess, type ShopClient, Viewer } from '../src/index.ts';

describe('When the media process is killed with -9 in mid-show, then', () => {
  let server: ServerProcess;
  let admin: ShopClient;
  const hosts: FakeHost[] = [];
  beforeAll(async () => {
    server = await ServerProcess.start();
    admin = await openShop(server);
  });
  afterAll(async () => {
    for (const host of hosts) await host.stop();
    await server[Symbol.asyncDispose]();
    releaseVideo();
  });

  test('chat goes on over the same socket, viewers are told, and the host comes back to a new one', { timeout: 60_000 }, async () => {
    const show = await admin.createShow('A show that loses its picture');
    await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    const guest = await admin.guest('Amir');
    const viewer = await Viewer.watch(server.socketUrl, { streamId: show._id, token: guest.token ?? '' });
    await publish(show._id);
    const playing = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`);
    if (playing.provider !== 'sfu') throw new Error('another video provider');
    const picture = await watchStream({ whepUrl: `${server.url}${playing.url}`, token: playing.token });
    await picture.until((counts) => counts.videoFrames > 10);

    process.kill(mediaProcess(), 'SIGKILL');
    await viewer.next('stream_interrupted');
    expect((await viewer.command('chat_message', { message: 'still here' })).type).toBe('ack');
    await viewer.next('chat_message', (event) => event.data.message === 'still here');

    await publish(show._id);
    await viewer.next('stream_resumed');
    await picture.stop();
    expect(viewer.closed).toBeNull();
  });

  /** Publishes as soon as the media process takes it; it says itself how long to wait. */
  async function publish(streamId: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const credentials = await admin.request<VideoCredentials>('POST', `/livestreams/${streamId}/video`, { role: 'host' });
        if (credentials.provider !== 'sfu') throw new Error('another video provider');
        hosts.push(await publishClip({ whipUrl: `${server.url}${credentials.url}`, token: credentials.token }));
        return;
      } catch (error) {
        if (attempt === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }
  function mediaProcess(): number {
    const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(server.pid)]).toString();
    const line = children.split('\n').find((child) => child.includes('sfu-process'));
    if (line === undefined) throw new Error(`no media process among: ${children}`);
    return Number.parseInt(line, 10);
  }
});
