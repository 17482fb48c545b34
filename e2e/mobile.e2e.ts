import type { Livestream, Product, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import { publishClip, releaseVideo } from '@vitrine/test-env/fake-host';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesBeyond, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';

describe('The mobile apps, as pages on a phone', () => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  let show: Livestream;
  let vase: Product;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
    [show, vase] = await Promise.all([admin.createShow('The Autumn Firing'), admin.createProduct('Dune vase', 3)]);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    releaseVideo();
  });

  test('a customer finds the show, watches, chats, likes and buys what is pinned', async () => {
    const given = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, { role: 'host' });
    if (given.provider !== 'sfu') throw new Error('another video provider');
    const host = await publishClip({ whipUrl: `${server.url}${given.url}`, token: given.token });
    await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });

    const { page, errors } = await openPage(browser, `${server.url}/m`, PHONE);
    keepPictureOnFailure(page, 'mobile-customer');
    await page.getByRole('button', { name: 'Step inside' }).waitFor();
    await picture(page, 'mobile-home');
    await page.getByRole('button', { name: 'Step inside' }).tap();
    await framesBeyond(page, 10);

    await page.getByPlaceholder('Say something').fill('good evening');
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.getByLabel('Name').fill('Amir');
    await page.getByRole('button', { name: 'Join the chat' }).tap();
    await page.getByRole('log').getByText('good evening').waitFor();
    await page.getByRole('button', { name: /^Like/ }).tap();
    await page.getByRole('button', { name: /^Liked/ }).waitFor();

    await admin.request('POST', `/livestreams/${show._id}/products`, { productIds: [vase._id] });
    await page.getByRole('status', { name: 'On screen now' }).getByText('3 left').waitFor();
    await picture(page, 'mobile-watch');
    await buy(page, { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' });
    await page.getByRole('status', { name: 'On screen now' }).getByText('2 left').waitFor();

    await host.stop();
    await admin.request('DELETE', `/livestreams/${show._id}`);
    await page.getByText('That was The Autumn Firing').waitFor();
    await picture(page, 'mobile-ended');
    await page.goto(`${server.url}/m/orders`);
    await page.getByText(/Order V-\d+/).waitFor();
    await picture(page, 'mobile-orders');
    expect(errors).toEqual([]);
  });

  async function buy(page: Page, contact: { name: string; email: string; address: string }): Promise<void> {
    await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).tap();
    const sheet = page.getByRole('dialog').last();
    await sheet.getByLabel('Name').fill(contact.name);
    await sheet.getByLabel('E-mail').fill(contact.email);
    await sheet.getByLabel('Address').fill(contact.address);
    await picture(page, 'mobile-sheet');
    await sheet.getByRole('button', { name: /^Buy now/ }).tap();
    await page.getByText(/Order V-\d+/).waitFor();
    await picture(page, 'mobile-placed');
    await page.getByRole('button', { name: 'Back to the show' }).tap();
  }
});
