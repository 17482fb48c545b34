import { ADMIN, ServerProcess } from '@vitrine/test-env';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APP_CERTIFICATE, APP_ID, CUSTOMER, FakeAgora, NOTIFICATION_SECRET } from '../packages/test-env/src/agora/index.ts';
import { AgoraNetwork } from './agora-network.ts';
import { DESKTOP, framesBeyond, keepPictureOnFailure, launchBrowser, PHONE } from './browser.ts';

/** The same apps, with Agora in the place of the embedded SFU: two variables at the server, nothing else. */
describe('A shop whose video Agora carries', () => {
  let agora: FakeAgora;
  let network: AgoraNetwork;
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    agora = await FakeAgora.open();
    network = new AgoraNetwork(agora);
    const env = {
      AGORA_APP_ID: APP_ID,
      AGORA_APP_CERTIFICATE: APP_CERTIFICATE,
      AGORA_CUSTOMER_ID: CUSTOMER.id,
      AGORA_CUSTOMER_SECRET: CUSTOMER.secret,
      AGORA_NOTIFICATION_SECRET: NOTIFICATION_SECRET,
      AGORA_API_BASE: agora.url,
    };
    [server, browser] = await Promise.all([ServerProcess.start({ env }), launchBrowser()]);
    network.serverUrl = server.url;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await agora?.[Symbol.asyncDispose]();
  });

  const open = async (url: string, viewport = DESKTOP): Promise<Page> => {
    const context = await browser.newContext({ viewport, locale: 'en-GB' });
    await network.serve(context);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(url);
    return page;
  };

  test('the host goes live, customers watch, the host drops and comes back, and the end puts everybody out', async () => {
    const desk = await open(`${server.url}/admin/setup#token=${server.setupToken}`);
    keepPictureOnFailure(desk, 'agora-desk');
    await desk.getByLabel('Your name').fill(ADMIN.name);
    await desk.getByLabel('E-mail address').fill(ADMIN.email);
    await desk.getByLabel('Password').fill(ADMIN.password);
    await desk.getByRole('button', { name: 'Open the shop' }).click();
    await desk.waitForURL('**/admin/');
    const id = await desk.evaluate(async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch('/livestreams', { method: 'POST', headers, body: JSON.stringify({ title: 'By another road' }) });
      return (await response.json())._id;
    });
    const status = async (): Promise<string> => (await (await fetch(`${server.url}/livestreams/${id}`)).json()).status;

    await desk.goto(`${server.url}/admin/shows/${id}`);
    expect(network.loads).toBe(0);
    await desk.getByRole('button', { name: 'Turn on camera and microphone' }).click();
    await desk.getByRole('banner').getByRole('button', { name: 'Go live' }).click();
    await desk.getByRole('timer').waitFor();
    await expect.poll(status).toBe('live');
    expect(network.loads).toBe(1);

    const watcher = await open(`${server.url}/watch/${id}`, PHONE);
    keepPictureOnFailure(watcher, 'agora-watcher');
    const first = await framesBeyond(watcher, 5);
    expect(await framesBeyond(watcher, first + 30)).toBeGreaterThan(first);
    expect(agora.channels.get(id)).toMatchObject({ broadcasters: { size: 1 }, audience: { size: 1 } });

    await network.gone(desk);
    await expect.poll(status).toBe('interrupted');
    await desk.goto(`${server.url}/admin/shows/${id}`);
    // The camera has been allowed: the desk goes on by itself.
    await expect.poll(status, { timeout: 20_000 }).toBe('live');
    const back = await framesBeyond(watcher, 0);
    expect(await framesBeyond(watcher, back + 30)).toBeGreaterThan(back);

    await desk.evaluate((show) => fetch(`/livestreams/${show}`, { method: 'DELETE' }), id);
    await watcher.getByText('That was By another road').waitFor();
    await expect.poll(() => agora.channels.has(id)).toBe(false);
  });
});
