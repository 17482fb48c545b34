import { fileURLToPath } from 'node:url';
import { ServerProcess } from '@vitrine/test-env';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSER_ARGUMENTS, chromiumPath } from './browser.ts';

const ENTRY = `
import { AgoraPlayback } from './playback.ts';
import { AgoraPublishing } from './publishing.ts';
import { loadAgora } from './sdk.ts';
import { systemTimers } from '../../timers.ts';
window.probe = { AgoraPlayback, AgoraPublishing, loadAgora, systemTimers };
`;

/**
 * Agora's own SDK in a browser, in a page of a shop that is set up for it, as far as one gets without Agora: no name but this machine's is
 * resolved. What it does once it is connected is told by its documentation alone.
 */
describe('Agora’s web SDK', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;
  const loaded: string[] = [];

  beforeAll(async () => {
    const folder = fileURLToPath(new URL('../packages/client/src/video/agora/', import.meta.url));
    const { outputFiles } = await build({
      stdin: { contents: ENTRY, resolveDir: folder, sourcefile: 'entry.ts', loader: 'ts' },
      outdir: '/probe',
      entryNames: 'main',
      bundle: true,
      splitting: true,
      format: 'esm',
      minify: true,
      write: false,
    });
    server = await ServerProcess.start({ env: { AGORA_APP_ID: '0'.repeat(32), AGORA_APP_CERTIFICATE: '1'.repeat(32) } });
    const noOutside = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
    browser = await chromium.launch({ executablePath: chromiumPath(), args: [...BROWSER_ARGUMENTS, noOutside] });
    page = await browser.newPage();
    await page.route('**/probe/**', (route) => {
      const path = new URL(route.request().url()).pathname;
      loaded.push(path);
      const file = outputFiles.find((output) => output.path === path);
      return file ? route.fulfill({ contentType: 'text/javascript', body: file.text }) : route.abort();
    });
    await page.goto(server.url);
    await page.evaluate(() => {
      const refused: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) =>
        refused.push(`${violatedDirective} ${blockedURI}`),
      );
      Object.assign(window, { refused });
    });
    await page.addScriptTag({ url: '/probe/main.js', type: 'module' });
    await page.waitForFunction(() => 'probe' in window);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  test('is loaded only when it is asked for, and has what is used of it', async () => {
    const early = loaded.length;
    const missing = await page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: it was put there above
      const { loadAgora } = (window as any).probe;
      const sdk = await loadAgora();
      const client = sdk.createClient({ mode: 'live', codec: 'vp8', role: 'audience', clientRoleOptions: { level: 2 } });
      const used = ['on', 'join', 'leave', 'renewToken', 'publish', 'unpublish', 'subscribe', 'unsubscribe', 'enableDualStream'];
      const more = ['setLowStreamParameter', 'setRemoteVideoStreamType', 'setStreamFallbackOption', 'getRTCStats', 'getRemoteVideoStats'];
      return [...used, ...more, 'getRemoteAudioStats', 'getLocalVideoStats'].filter((name) => typeof client[name] !== 'function');
    });
    expect(missing).toEqual([]);
    expect(loaded.length).toBeGreaterThan(early);
  });

  test('is given up in time when Agora can’t be reached, leaves the camera alone, and is let out by the page’s policy', async () => {
    const outcome = await page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: it was put there above
      const { AgoraPlayback, AgoraPublishing, loadAgora, systemTimers: timers } = (window as any).probe;
      const credentials = { provider: 'agora', appId: '0'.repeat(32), channel: 'a'.repeat(24), uid: 7, seatUid: 7, token: '007' };
      const parts = { quality: '720p', loadAgora, timers, renew: () => Promise.reject(new Error('none')), onLost: () => {} };
      const camera = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
      const failure = (opening: Promise<unknown>): Promise<string> => opening.then(() => 'opened', String);
      const failures = await Promise.all([
        failure(AgoraPublishing.open(credentials, camera.getTracks(), parts)),
        failure(AgoraPlayback.open({ ...credentials, uid: 2 ** 31 }, parts)),
      ]);
      return { failures, states: camera.getTracks().map(({ readyState }) => readyState) };
    });
    for (const failure of outcome.failures) expect(failure).toMatch(/Agora does not answer|AgoraRTCException|AgoraRTCError/);
    expect(outcome.states).toEqual(['live', 'live']);
    // biome-ignore lint/suspicious/noExplicitAny: it was put there above
    expect(await page.evaluate(() => (window as any).refused)).toEqual([]);
  });
});
