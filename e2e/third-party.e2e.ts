import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { NewBroadcastKey, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import { type FakeHost, publishClip, releaseVideo } from '@vitrine/test-env/fake-host';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { DESKTOP, framesBeyond, launchBrowser, openPage } from './browser.ts';

const CLIENT = fileURLToPath(new URL('third-party/gstreamer.py', import.meta.url));
const PYTHON = process.env.GSTREAMER_PYTHON ?? '/usr/bin/python3';

/** GStreamer as a WHIP or WHEP client: what it says of itself, line by line. */
class GStreamer {
  readonly #child: ChildProcess;
  readonly #lines: Record<string, unknown>[] = [];
  #errors = '';
  readonly #heard = new Set<() => void>();
  readonly ended: Promise<number | null>;

  constructor(role: 'publish' | 'play', url: string, token: string) {
    this.#child = spawn(PYTHON, [CLIENT, role, url, token], { stdio: ['ignore', 'pipe', 'pipe'] });
    let rest = '';
    this.#child.stdout?.on('data', (data: Buffer) => {
      const lines = `${rest}${data}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#lines.push(JSON.parse(line));
      for (const look of [...this.#heard]) look();
    });
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#errors += data;
    });
    this.ended = new Promise((resolve) => this.#child.once('exit', resolve));
  }
  /** The first line of which this is so; rejects with what it wrote when it ends without one. */
  line(isSo: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.#lines.find(isSo);
        if (!found) return;
        this.#heard.delete(look);
        resolve(found);
      };
      this.#heard.add(look);
      void this.ended.then(() => {
        look();
        reject(new Error(`GStreamer ended: ${JSON.stringify(this.#lines)} ${this.#errors}`));
      });
      look();
    });
  }
  async end(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.ended;
  }
}

let server: ServerProcess;
let browser: Browser;
let admin: ShopClient;
const clients: GStreamer[] = [];
const hosts: FakeHost[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  admin = await openShop(server);
});
afterEach(async () => {
  await Promise.all([...clients.splice(0).map((one) => one.end()), ...hosts.splice(0).map((one) => one.stop())]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  releaseVideo();
});

test('GStreamer broadcasts with the show’s key, and Chromium shows it', async () => {
  const show = await admin.createShow('The Autumn Firing');
  const { url, key } = await admin.request<NewBroadcastKey>('POST', `/livestreams/${show._id}/broadcast-key`);
  await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
  const client = new GStreamer('publish', `${server.url}${url}`, key);
  clients.push(client);
  expect(await client.line(({ what }) => what === 'answered')).toMatchObject({ status: 201, type: 'application/sdp' });
  const { page, context } = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
  await framesBeyond(page, 30);
  await context.close();
  await client.end();
  expect(await client.line(({ what }) => what === 'deleted')).toMatchObject({ status: 200 });
}, 90_000);

test('GStreamer plays a show', async () => {
  const show = await admin.createShow('The Winter Firing');
  const host = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, { role: 'host' });
  const viewer = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, { role: 'viewer' });
  if (host.provider !== 'sfu' || viewer.provider !== 'sfu') throw new Error('another video provider');
  hosts.push(await publishClip({ whipUrl: `${server.url}${host.url}`, token: host.token }));
  const client = new GStreamer('play', `${server.url}${viewer.url}`, viewer.token);
  clients.push(client);
  await client.line(({ what, count }) => what === 'frames' && Number(count) >= 50);
}, 90_000);
