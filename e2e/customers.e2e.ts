import type { Livestream, OrderPage, Product, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient, Viewer } from '@vitrine/test-env';
import { type FakeHost, publishClip, releaseVideo } from '@vitrine/test-env/fake-host';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DESKTOP, framesBeyond, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

describe.each(['vp8', 'h264'] as const)('When a host without a browser publishes %s, then', (codec) => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  let show: Livestream;
  let vase: Product;
  let host: FakeHost;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
  });
  beforeEach(async () => {
    show = await admin.createShow('The Autumn Firing');
    vase = await admin.createProduct('Dune vase', 7);
    await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    host = await publish();
  });
  afterEach(async () => {
    await admin.request('DELETE', `/livestreams/${show._id}`);
    await host.stop();
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    releaseVideo();
  });

  async function publish(): Promise<FakeHost> {
    const credentials = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, { role: 'host' });
    if (credentials.provider !== 'sfu') throw new Error('another video provider');
    return publishClip({ whipUrl: `${server.url}${credentials.url}`, token: credentials.token, codec });
  }

  test('a phone and a desktop see it, chat, like, and one buys what is pinned', async () => {
    const phone = await openPage(browser, `${server.url}/watch/${show._id}`, PHONE);
    const desk = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    const [amir, dana] = [new Customer(phone.page), new Customer(desk.page)];
    for (const { page } of [phone, desk]) {
      const first = await framesBeyond(page, 5);
      expect(await framesBeyond(page, first + 15)).toBeGreaterThan(first);
    }

    await amir.say('good evening', 'Amir');
    await dana.reads('good evening');
    await dana.say('how tall is the tall one?', 'Dana');
    await amir.reads('how tall is the tall one?');
    await dana.like();

    await admin.request('POST', `/livestreams/${show._id}/products`, { productIds: [vase._id] });
    await Promise.all([amir.seesPin('Dune vase'), dana.seesPin('Dune vase')]);
    const number = await amir.buy({ name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' });
    await dana.seesStock('6 left');

    const orders = await admin.request<OrderPage>('GET', '/orders?scope=shop');
    expect(orders.items.map((order) => [order.number, order.total])).toEqual([[number, 6_800]]);
    const watched = await admin.request<Livestream>('GET', `/livestreams/${show._id}`);
    expect(watched).toMatchObject({ likes: 1, viewerCount: 2, totalViewers: 2 });
    expect(phone.errors).toEqual([]);
    expect(desk.errors).toEqual([]);
    await Promise.all([phone.context.close(), desk.context.close()]);
  });

  test('a viewer chooses what is sent, looks at its figures, pauses and goes on', async () => {
    const { page, errors, context } = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    await framesBeyond(page, 5);
    const menu = page.getByRole('button', { name: /^Picture(:|$)/ });
    await menu.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const figures = page.getByLabel('Figures of the picture');
    await figures.getByText(/Mbit\/s/).waitFor();
    await picture(page, `picture-figures-${codec}`);
    await menu.click();
    await picture(page, `picture-menu-${codec}`);
    await page.getByRole('menuitemradio', { name: 'Sound only' }).click();
    await menu.click();
    expect(await page.getByRole('menuitemradio', { name: 'Sound only' }).getAttribute('aria-checked')).toBe('true');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await framesBeyond(page, (await framesBeyond(page, 0)) + 10);
    await page.getByRole('button', { name: 'Pause the show' }).click();
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    await figures.getByText('0.00 Mbit/s').waitFor();
    await picture(page, `paused-${codec}`);
    await page.getByRole('main').getByRole('button', { name: 'Go on with the show' }).last().click();
    await framesBeyond(page, (await framesBeyond(page, 0)) + 10);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('a page that loses its server keeps its place and sees each message once', async () => {
    const { page, context } = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    keepPictureOnFailure(page, 'watch');
    const customer = new Customer(page);
    await customer.say('before the cut', 'Ruth');
    await server.end('SIGKILL');
    await page.getByText('Reconnecting. You keep your place.').first().waitFor();
    await server.restart();
    await page.getByText('Reconnecting. You keep your place.').first().waitFor({ state: 'hidden' });
    await customer.say('after the cut');
    expect(await page.getByRole('log').getByText('before the cut', { exact: true }).count()).toBe(1);
    expect(await page.getByRole('log').getByText('after the cut', { exact: true }).count()).toBe(1);
    await context.close();
  });

  test('a host that drops and comes back is said on the page, which keeps its place', async () => {
    const { page, context } = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    keepPictureOnFailure(page, 'watch');
    const before = await framesBeyond(page, 5);
    await host.stop();
    await page.getByText('Back in a moment').first().waitFor();
    host = await publish();
    await page.getByText('Back in a moment').first().waitFor({ state: 'hidden' });
    expect(await framesBeyond(page, before + 10)).toBeGreaterThan(before);
    await context.close();
  });

  test('the end is said on the page, and the show stands in the history with its chat', async () => {
    const { page, context } = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    keepPictureOnFailure(page, 'watch');
    const other = await Viewer.watch(server.socketUrl, { streamId: show._id });
    await new Customer(page).say('the last word', 'Marta');
    // Said on its own page at once; said to others when it stands in the timeline.
    await other.next('chat_message', (event) => event.data.message === 'the last word');
    await admin.request('DELETE', `/livestreams/${show._id}`);
    await page.getByText('That was The Autumn Firing').waitFor();
    await page.goto(server.url);
    await page.getByText('Past shows').first().waitFor();
    await page.getByText('The Autumn Firing').first().waitFor();
    await page.goto(`${server.url}/watch/${show._id}`);
    await new Customer(page).reads('the last word');
    await context.close();
  });
});
