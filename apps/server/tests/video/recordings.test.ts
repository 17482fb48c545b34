import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LivestreamDetail, RecordedTrack, Recording, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import { type PublishOptions, publishClip, releaseVideo, watchStream } from '@vitrine/test-env/fake-host';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeErrors, probe } from './recorded-show.ts';

/** Pictures of the clip that go by while a show is recorded, and about how long they last. */
const FRAMES = 180;
const SECONDS = 6;

/** `fetch` asks past every cache as soon as it is given a condition. */
const statusOf = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });

describe('A show that was recorded', () => {
  let server: ServerProcess;
  let admin: ShopClient;
  let show: string;
  let folder: string;
  const open: { stop(): Promise<void> }[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-recordings-'));
    server = await ServerProcess.start();
    admin = await openShop(server);
    show = (await admin.createShow('The Autumn Firing'))._id;
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.stop()));
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  afterAll(releaseVideo);

  async function credentials(role: 'host' | 'viewer'): Promise<{ url: string; token: string }> {
    const given = await admin.request<VideoCredentials>('POST', `/livestreams/${show}/video`, { role });
    if (given.provider !== 'sfu') throw new Error('not the embedded service');
    return { url: `${server.url}${given.url}`, token: given.token };
  }
  async function publish(options: PublishOptions = {}): Promise<void> {
    const { url, token } = await credentials('host');
    open.push(await publishClip({ whipUrl: url, token, ...options }));
  }
  /** Lets so many pictures of the show go by. */
  async function watchFor(frames: number): Promise<void> {
    const { url, token } = await credentials('viewer');
    const viewer = await watchStream({ whepUrl: url, token });
    await viewer.until(({ videoFrames }) => videoFrames >= frames);
    await viewer.stop();
  }
  const goLive = () => admin.request('PUT', `/livestreams/${show}`, { isActive: true });
  const stop = () => admin.request('DELETE', `/livestreams/${show}`);
  const detail = (client = admin) => client.request<LivestreamDetail>('GET', `/livestreams/${show}`);
  /** The recording, once it is made or has failed. */
  const made = (): Promise<Recording> =>
    vi.waitFor(
      async () => {
        const { recording } = await detail();
        if (!recording || recording.state === 'recording' || recording.state === 'finishing') throw new Error(JSON.stringify(recording));
        return recording;
      },
      { timeout: 60_000, interval: 200 },
    );
  async function download({ url }: Pick<RecordedTrack, 'url'>): Promise<string> {
    const response = await fetch(`${server.url}${url}`);
    expect(response.status).toBe(200);
    const path = join(folder, url.slice(url.lastIndexOf('/') + 1));
    await writeFile(path, Buffer.from(await response.arrayBuffer()));
    return path;
  }
  function only(recording: Recording): RecordedTrack {
    const [track, another] = recording.tracks;
    if (!track || another) throw new Error(`there are ${recording.tracks.length} tracks`);
    return track;
  }

  it.each([
    { codec: 'vp8', type: 'video/webm' },
    { codec: 'h264', type: 'video/mp4' },
  ] as const)(
    'can be played from its beginning to its end, as $type of $codec',
    async ({ codec, type }) => {
      await publish({ codec });
      await goLive();
      await watchFor(FRAMES);
      await expect.poll(async () => (await detail()).recording).toMatchObject({ state: 'recording', problem: null, tracks: [] });
      await stop();
      const recording = await made();
      const track = only(recording);
      expect(recording).toMatchObject({ state: 'ready', problem: null, progress: null });
      expect(track).toMatchObject({ seat: 'host', name: 'Inès Moreau', contentType: type });
      expect(await detail()).toMatchObject({ recordingUrl: track.url });
      const path = await download(track);
      const probed = await probe(path);
      expect(probed.video?.codec_name).toBe(codec);
      expect(probed.audio?.codec_name).toBe('opus');
      expect(Math.abs(probed.duration - track.duration)).toBeLessThan(0.5);
      expect(probed.duration).toBeGreaterThan(SECONDS - 2);
      expect(await decodeErrors(path)).toBe('');
    },
    120_000,
  );

  it('has pictures of itself, and gives itself out in ranges', async () => {
    await publish();
    await goLive();
    await watchFor(FRAMES);
    await stop();
    const { thumbnailUrl, previews, ...recording } = await made();
    for (const url of [thumbnailUrl, previews?.url]) {
      const picture = await fetch(`${server.url}${url}`);
      expect(picture.headers.get('content-type')).toBe('image/webp');
      expect(Buffer.from(await picture.arrayBuffer()).toString('latin1', 8, 12)).toBe('WEBP');
    }
    const track = only({ ...recording, thumbnailUrl, previews });
    const url = `${server.url}${track.url}`;
    const whole = await fetch(url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.length).toBe(track.bytes);
    const ask = (headers: Record<string, string>, method = 'GET') => fetch(url, { method, headers });
    const etag = whole.headers.get('etag') ?? '';

    const part = await ask({ range: 'bytes=100-299' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 100-299/${track.bytes}`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 300));
    const end = await ask({ range: 'bytes=-50', 'if-range': etag });
    expect(Buffer.from(await end.arrayBuffer())).toEqual(bytes.subarray(-50));
    expect((await ask({ range: `bytes=${track.bytes}-` })).status).toBe(416);
    const other = await ask({ range: 'bytes=0-9', 'if-range': '"another"' });
    expect(other.status).toBe(200);
    await other.body?.cancel();
    const head = await ask({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([
      200,
      String(track.bytes),
      'bytes',
    ]);
    expect(await statusOf(url, { 'if-none-match': etag })).toBe(304);
  }, 120_000);

  it('is whole up to its last seconds when the server was killed with -9 in the middle', async () => {
    await publish();
    await goLive();
    await watchFor(FRAMES);
    await server.end('SIGKILL');
    await Promise.all(open.splice(0).map((one) => one.stop()));
    await server.restart();
    expect((await detail()).recording).toMatchObject({ state: 'recording' });
    await stop();
    const track = only(await made());
    const probed = await probe(await download(track));
    expect(probed.video?.nb_read_packets).toBeGreaterThan(FRAMES / 2);
    expect(probed.audio?.nb_read_packets).toBeGreaterThan(0);
    expect(Math.abs(probed.duration - track.duration)).toBeLessThan(0.5);
  }, 120_000);

  it('keeps both parts of a host who dropped and came back', async () => {
    await publish();
    await goLive();
    await watchFor(60);
    await Promise.all(open.splice(0).map((one) => one.stop()));
    await expect.poll(async () => (await detail()).status).toBe('interrupted');
    await publish({ codec: 'h264' });
    await expect.poll(async () => (await detail()).status).toBe('live');
    await watchFor(60);
    await stop();
    const { tracks } = await made();
    expect(tracks.map(({ seat, contentType }) => [seat, contentType])).toEqual([
      ['host', 'video/webm'],
      ['host', 'video/mp4'],
    ]);
  }, 120_000);

  it('is deleted for good, and is hidden with a show that becomes private', async () => {
    await publish();
    await goLive();
    await watchFor(60);
    await expect(admin.request('DELETE', `/livestreams/${show}/recording`)).rejects.toMatchObject({ code: 'conflict' });
    await stop();
    const { url } = only(await made());
    await admin.request('PUT', `/livestreams/${show}`, { visibility: 'private' });
    expect((await fetch(`${server.url}${url}`)).status).toBe(404);
    await admin.request('PUT', `/livestreams/${show}`, { visibility: 'public' });
    await (await fetch(`${server.url}${url}`)).body?.cancel();
    await admin.request('DELETE', `/livestreams/${show}/recording`);
    expect((await fetch(`${server.url}${url}`)).status).toBe(404);
    expect(await detail()).toMatchObject({ recording: null, recordingUrl: null });
    await expect(admin.request('DELETE', `/livestreams/${show}/recording`)).rejects.toMatchObject({ code: 'not_found' });
  }, 120_000);

  it('leaves nothing behind where the host did not want to be recorded', async () => {
    await admin.request('PUT', `/livestreams/${show}`, { settings: { recording: false } });
    await publish();
    await goLive();
    await watchFor(30);
    await stop();
    expect(await detail()).toMatchObject({ status: 'ended', recording: null, recordingUrl: null });
  });
});
