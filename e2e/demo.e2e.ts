import type { Livestream, Order, OrderPage, SessionAnswer } from '@vitrine/protocol';
import { ShopClient } from '@vitrine/test-env';
import { afterEach, expect, test } from 'vitest';
import { framesBeyond, keepPictureOnFailure, launchBrowser, openPage, picture } from './browser.ts';
import { RunningDemo } from './running-demo.ts';

let demo: RunningDemo | null = null;
afterEach(async () => {
  await demo?.[Symbol.asyncDispose]();
  demo = null;
});

test('a demo shows a live show with picture, chat and orders, past shows with recordings, and leaves nothing behind', async () => {
  const running = await RunningDemo.start('--viewers', '8', '--rate', '30', '--past', '2', '--port', '0');
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
    await page.getByRole('log').locator('.chat-line').nth(3).waitFor();
    await picture(page, 'demo-watch');
    expect(errors).toEqual([]);

    await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Name', { exact: true }).fill('Ada');
    await sheet.getByLabel('E-mail').fill('ada@example.test');
    await sheet.getByLabel('Address').fill('Kiln Lane 1, Ghent');
    await sheet.getByRole('button', { name: /^Buy now/ }).click();
    await sheet.getByText(/Order V-\d+/).waitFor();

    const email = 'tomas@maison-lumen.example';
    const { token } = await shop.request<SessionAnswer>('POST', '/auth/sign-in', { email, password, transport: 'bearer' });
    const owner = new ShopClient(live.origin, token ?? null);
    const orders = async (): Promise<Order[]> =>
      (await owner.request<OrderPage>('GET', `/orders?scope=shop&streamId=${live.pathname.split('/').at(-1)}`)).items;
    await expect.poll(async () => new Set((await orders()).map(({ buyerId }) => buyerId)).size, { timeout: 30_000 }).toBeGreaterThan(1);
  } finally {
    await browser.close();
  }

  expect(await running.leftovers()).toHaveLength(1);
  expect(await running.end()).toBe(0);
  expect(await running.leftovers()).toEqual([]);
  await expect(fetch(live.origin)).rejects.toThrow();
});
