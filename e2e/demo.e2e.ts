import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Livestream, Order } from '@vitrine/protocol';
import { ShopClient } from '@vitrine/test-env';
import { afterEach, expect, test } from 'vitest';
import { framesBeyond, keepPictureOnFailure, launchBrowser, openPage, picture } from './browser.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LINE_WITHIN = 60_000;

/** The demo as `npm run demo` runs it after its builds, with a temporary folder of its own to look into. */
class RunningDemo {
  readonly #child: ChildProcess;
  readonly temporary: string;
  #output = '';

  private constructor(child: ChildProcess, temporary: string) {
    this.#child = child;
    this.temporary = temporary;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (this.#output += data.toString()));
  }
  static async start(...args: string[]): Promise<RunningDemo> {
    const temporary = await mkdtemp(join(tmpdir(), 'vitrine-e2e-'));
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/src/main.ts', ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: temporary },
    });
    return new RunningDemo(child, temporary);
  }
  async says(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(this.#output);
        if (found) settle(() => resolve(found[1] ?? found[0]));
      };
      const timer = setTimeout(() => settle(() => reject(new Error(`it did not say ${pattern}:\n${this.#output}`))), LINE_WITHIN);
      const onExit = (): void => settle(() => reject(new Error(`it ended before it said ${pattern}:\n${this.#output}`)));
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        this.#child.off('exit', onExit);
        this.#child.stdout?.off('data', look);
        then();
      };
      this.#child.stdout?.on('data', look);
      this.#child.on('exit', onExit);
      look();
    });
  }
  /** As Ctrl+C does. Gives the exit code. */
  async end(): Promise<number | null> {
    if (this.#child.exitCode !== null) return this.#child.exitCode;
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', (code) => resolve(code)));
    this.#child.kill('SIGINT');
    return ended;
  }
}

let demo: RunningDemo | null = null;
afterEach(async () => {
  await demo?.end();
  if (demo) await rm(demo.temporary, { recursive: true, force: true });
  demo = null;
});

test('a demo shows a live show with picture, chat and orders, past shows with recordings, and leaves nothing behind', async () => {
  const running = await RunningDemo.start('--viewers', '8', '--rate', '30', '--past', '3', '--port', '0');
  demo = running;
  const live = new URL(await running.says(/Live show +(\S+)/));
  const password = await running.says(/password: (.+)/);
  const shop = new ShopClient(live.origin);

  const { items: past } = await shop.request<{ items: Livestream[] }>('GET', '/livestreams?status=ended');
  expect(past.map(({ title }) => title)).toEqual(['Slow Mornings', 'The Weight of a Teapot']);
  for (const { recording, startTime, totalViewers } of past) {
    const began = Date.parse(startTime ?? '');
    expect(Date.now() - began).toBeGreaterThan(9 * 86_400_000);
    // The recording is of that evening too: the replay keeps step with the chat by it.
    expect(Math.abs(Date.parse(recording?.tracks[0]?.startedAt ?? '') - began)).toBeLessThan(5_000);
    expect(totalViewers).toBe(8);
  }
  const { items: next } = await shop.request<{ items: Livestream[] }>('GET', '/livestreams?status=scheduled');
  expect(next).toHaveLength(2);

  const browser = await launchBrowser();
  try {
    const { page, errors } = await openPage(browser, live.href);
    keepPictureOnFailure(page, 'demo');
    await framesBeyond(page, 30);
    await page.getByRole('status', { name: 'On screen now' }).getByText('Dune vase').waitFor();
    await page.getByRole('log').getByRole('listitem').nth(3).waitFor();
    await picture(page, 'demo-watch');
    expect(errors).toEqual([]);

    const { token } = await shop.request<{ token: string }>('POST', '/auth/sign-in', {
      email: 'tomas@maison-lumen.example',
      password,
      transport: 'bearer',
    });
    const owner = new ShopClient(live.origin, token);
    const id = live.pathname.split('/').at(-1);
    await expect
      .poll(async () => (await owner.request<{ items: Order[] }>('GET', `/orders?scope=shop&streamId=${id}`)).items.length, {
        timeout: 30_000,
      })
      .toBeGreaterThan(0);
  } finally {
    await browser.close();
  }

  expect(await readdir(running.temporary)).toHaveLength(1);
  expect(await running.end()).toBe(0);
  expect((await readdir(running.temporary)).filter((name) => name.startsWith('vitrine'))).toEqual([]);
  await expect(fetch(live.origin)).rejects.toThrow();
});
