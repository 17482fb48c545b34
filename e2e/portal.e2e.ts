import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Livestream, Product, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient, Viewer } from '@vitrine/test-env';
import { type FakeHost, publishClip, releaseVideo } from '@vitrine/test-env/fake-host';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

/** The shop around its shows: how customers find them, come back to them, and take them elsewhere. */
describe('the portal', () => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  let live: Livestream;
  let over: Livestream;
  let vase: Product;
  let host: FakeHost;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
    vase = await admin.createProduct('Dune vase', 7);
    over = await show('Slow Mornings', 'scene-table', ['clay', 'table'], null, [vase]);
    await admin.request('PUT', `/livestreams/${over._id}`, { isActive: true });
    await admin.request('DELETE', `/livestreams/${over._id}`);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await show('A House Full of Candles', 'scene-candles', ['candles'], tomorrow);
    await show('Tea, Slowly', 'scene-jonas', ['clay'], tomorrow);
    live = await show('The Autumn Firing', 'scene-ines-wide', ['clay', 'kiln']);
    await admin.request('PUT', `/livestreams/${live._id}`, { isActive: true });
    const credentials = await admin.request<VideoCredentials>('POST', `/livestreams/${live._id}/video`, { role: 'host' });
    if (credentials.provider !== 'sfu') throw new Error('another video provider');
    host = await publishClip({ whipUrl: `${server.url}${credentials.url}`, token: credentials.token });
  });
  afterAll(async () => {
    await browser.close();
    await host.stop();
    await server[Symbol.asyncDispose]();
    releaseVideo();
  });

  /** What the page has asked the API for so far. */
  const askedFor = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => 'initiatorType' in entry && entry.initiatorType === 'fetch')
        .map(({ name }) => new URL(name).pathname),
    );
  const show = (
    title: string,
    scene: string,
    tags: string[],
    scheduledFor: string | null = null,
    pieces: Product[] = [],
  ): Promise<Livestream> =>
    admin.request('POST', '/livestreams', {
      lineup: pieces.map(({ _id }) => ({ productId: _id })),
      title,
      description: 'Eight pieces out of last night’s kiln.',
      tags,
      scheduledFor,
      thumbnailUrl: `/sample/${scene}.webp`,
    });

  test('what is on air is seen before the app is there, and where the app will have it', async () => {
    for (const size of [PHONE, DESKTOP])
      for (const [path, own] of [
        ['/', '.home-hero .pane'],
        [`/watch/${live._id}`, '.watch .window'],
      ] as const) {
        const { page, context } = await openPage(browser, `${server.url}${path}`, size);
        const place = await page.locator(own).boundingBox();
        await page.route('**/*.js', (route) => route.abort());
        await page.reload();
        await page.getByRole('heading', { name: live.title, includeHidden: true }).waitFor({ state: 'attached' });
        expect(await page.locator('.first-picture').boundingBox(), path).toEqual(place);
        await context.close();
      }
  });

  test('the home page shows what is on as it is now, and finds shows by word and topic', async () => {
    const { page, context, errors } = await openPage(browser, server.url, DESKTOP);
    keepPictureOnFailure(page, 'home');
    const hero = page.getByRole('region', { name: 'Live now' });
    await hero.getByRole('heading', { name: 'The Autumn Firing' }).waitFor();
    await hero.getByText('0 watching').waitFor();
    expect(await askedFor(page), 'what the page begins with comes in it').toEqual([]);
    const crowd = [
      await Viewer.watch(server.socketUrl, { streamId: live._id }),
      await Viewer.watch(server.socketUrl, { streamId: live._id }),
    ];
    await admin.request('POST', `/livestreams/${live._id}/products`, { productIds: [vase._id] });
    await hero.getByText('2 watching').waitFor();
    await hero.getByText('Dune vase').last().waitFor();
    await page.getByRole('link', { name: 'Slow Mornings' }).locator('img[src*="product-vase"]').waitFor();
    await picture(page, 'portal-home-desktop', { whole: true });
    const next = await admin.request<Livestream>('POST', '/livestreams', {
      title: 'Lamps at noon',
      scheduledFor: '2099-11-20T12:00:00.000Z',
    });
    await page.getByRole('link', { name: 'Lamps at noon' }).waitFor();
    await admin.request('PUT', `/livestreams/${next._id}`, { visibility: 'unlisted' });
    await page.getByRole('link', { name: 'Lamps at noon' }).waitFor({ state: 'detached' });

    const topics = page.getByRole('group', { name: 'Topics' });
    await topics.getByRole('button', { name: 'candles' }).click();
    await page.getByText('1 show', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'A House Full of Candles' }).waitFor();
    expect(await hero.count()).toBe(0);
    await topics.getByRole('button', { name: 'candles' }).click();
    await hero.waitFor();
    await page.getByRole('searchbox', { name: 'Search shows' }).fill('slow');
    await page.getByText('2 shows', { exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?q=slow');
    await picture(page, 'portal-search-desktop');
    await page.reload();
    await page.getByText('2 shows', { exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Search shows' }).fill('porcelain unicorns');
    await page.getByRole('heading', { name: 'No show is about that' }).waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await hero.waitFor();

    await context.setOffline(true);
    await page.getByRole('alert').getByText('You are offline.').waitFor();
    await picture(page, 'portal-offline-desktop');
    for (const viewer of crowd) viewer.drop();
    await context.setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    await hero.getByText('0 watching').waitFor();
    expect(errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await context.close();

    const phone = await openPage(browser, server.url, PHONE);
    await phone.page.getByRole('heading', { name: 'The Autumn Firing' }).waitFor();
    await phone.page.locator(`img[src*="${live._id}/still.webp"]`).first().waitFor();
    await picture(phone.page, 'portal-home-phone', { whole: true });
    await phone.page.getByRole('button', { name: 'Search', exact: true }).click();
    await phone.page.getByRole('searchbox').fill('tea');
    await phone.page.getByText('1 show', { exact: true }).waitFor();
    await picture(phone.page, 'portal-search-phone');
    await phone.page.route('**/livestreams*', (route) => route.abort());
    // With something in its address, so that the answers don’t come in the page.
    await phone.page.goto(`${server.url}/?again`);
    await phone.page.getByRole('alert').getByText('The shows did not load').waitFor();
    await picture(phone.page, 'portal-failed-phone');
    await phone.page.unroute('**/livestreams*');
    await phone.page.route('**/livestreams*', (route) => route.fulfill({ json: { items: [] } }));
    await phone.page.getByRole('button', { name: 'Try again' }).click();
    await phone.page.getByRole('heading', { name: 'The window is dark tonight' }).waitFor();
    await picture(phone.page, 'portal-empty-phone');
    await phone.page.unroute('**/livestreams*');
    await phone.page.getByRole('button', { name: 'Look again' }).click();
    await phone.page.getByRole('heading', { name: 'The Autumn Firing' }).waitFor();
    await phone.context.close();
  });

  test('another site shows the show in a frame once it may, and its visitors chat and buy there without a cookie', async () => {
    const site = await otherSite(
      `<!doctype html><title>Another site</title><body style="margin: 40px; background: #f4f0ea"><h1>Tonight</h1>
       <script src="${server.url}/embed.js" data-show="${live._id}" data-accent="#0f766e" data-title="The Autumn Firing, live"></script></body>`,
    );
    const { page, context, errors } = await openPage(browser, site.url, DESKTOP);
    keepPictureOnFailure(page, 'embed');
    const frame = page.frameLocator('iframe[title="The Autumn Firing, live"]');
    await expect.poll(() => page.frames().length).toBe(2);
    await expect.poll(() => errors.join()).toContain('frame-ancestors');
    expect(await frame.getByPlaceholder('Say something').count()).toBe(0);

    await admin.request('PATCH', '/shop/settings', { embedOrigins: [site.url], accentColor: '#c2410c' });
    errors.length = 0;
    await page.reload();
    await frame.getByText('Dune vase').first().waitFor();
    await frame.getByPlaceholder('Say something').fill('hello from another site');
    await frame.getByPlaceholder('Say something').press('Enter');
    await frame.getByLabel('Name', { exact: true }).fill('Zoe');
    await frame.getByRole('button', { name: 'Join the chat' }).click();
    await frame.getByRole('log').getByText('hello from another site').waitFor();
    await frame.getByRole('button', { name: 'Buy' }).first().click();
    const sheet = frame.getByRole('dialog');
    await sheet.getByLabel('Name', { exact: true }).fill('Zoe');
    await sheet.getByLabel('E-mail').fill('zoe@example.test');
    await sheet.getByLabel('Address').fill('Kiln Lane 1, Ghent');
    expect(await sheet.getByRole('button', { name: /^Buy now/ }).evaluate((button) => getComputedStyle(button).backgroundColor)).not.toBe(
      'rgb(255, 213, 74)',
    );
    await picture(page, 'portal-embed-desktop');
    await sheet.getByRole('button', { name: /^Buy now/ }).click();
    await sheet.getByText(/Order V-\d+/).waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    await picture(page, 'portal-embed-bought-desktop');
    const [shop] = await Promise.all([context.waitForEvent('page'), frame.getByRole('link', { name: 'Open in the shop' }).click()]);
    expect(new URL(shop.url()).pathname).toBe(`/watch/${live._id}`);
    expect(await context.cookies()).toEqual([]);
    expect(errors.filter((error) => !error.includes('autofocusing'))).toEqual([]);
    await context.close();
    await site.close();
  });

  test('who watched, liked and bought finds it again, in the shop’s colours', async () => {
    await admin.request('PATCH', '/shop/settings', { accentColor: '#7c3aed', logoUrl: '/vitrine.svg' });
    const { page, context, errors } = await openPage(browser, `${server.url}/account/history`, PHONE);
    keepPictureOnFailure(page, 'history');
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
    await page.goto(`${server.url}/watch/${live._id}`);
    await page.getByRole('heading', { name: 'The Autumn Firing' }).waitFor();
    expect((await askedFor(page)).filter((address) => !address.endsWith('/video'))).toEqual([]);
    const customer = new Customer(page);
    await customer.say('good evening', 'Mira');
    await customer.like();
    const number = await customer.buy({ name: 'Mira', email: 'mira@example.test', address: 'Kiln Lane 1, Ghent' });
    await picture(page, 'portal-watch-accent-phone');
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${server.url}/watch/${live._id}?piece=${vase._id}`);
    await page.getByRole('dialog', { name: 'Dune vase' }).getByRole('button', { name: 'Share this piece' }).click();
    await page.getByText('Link copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
    await picture(page, 'portal-piece-phone');
    await page.goto(`${server.url}/account/history`);
    const row = page.getByRole('listitem').filter({ hasText: 'The Autumn Firing' });
    for (const mark of ['Liked', 'Bought here']) await row.getByText(mark).waitFor();
    await page.getByText(number).waitFor();
    await picture(page, 'portal-history-phone', { whole: true });
    await page.setViewportSize(DESKTOP);
    await picture(page, 'portal-history-desktop');
    const accent = (name: string): Promise<string> =>
      page.evaluate((property) => getComputedStyle(document.body).getPropertyValue(property).trim(), name);
    // Lightened on the dark stage, where links and names are written in it.
    expect(await accent('--accent')).not.toBe('#7c3aed');
    expect(await accent('--accent')).toBe(await accent('--focus'));
    await page.getByRole('group', { name: 'Which shows' }).getByRole('button', { name: 'Bought in' }).click();
    await row.waitFor();
    await page.goto(`${server.url}/`);
    await page.getByRole('heading', { name: 'The Autumn Firing' }).waitFor();
    await picture(page, 'portal-home-accent-desktop', { whole: true });
    const manifest = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
      const answer = await fetch(link?.href ?? '');
      const { icons, name } = (await answer.json()) as { icons: { src: string }[]; name: string };
      return { name, icons: await Promise.all(icons.map(async ({ src }) => (await fetch(src)).headers.get('content-type'))) };
    });
    expect(manifest).toEqual({ name: 'Maison Lumen', icons: ['image/png', 'image/png', 'image/png'] });
    expect(await page.locator('meta[property="og:site_name"]').getAttribute('content')).toBe('Maison Lumen');
    expect(errors).toEqual([]);
    await context.close();
  });
});

/** A page of another origin; `localhost` is another site than the shop's `127.0.0.1`. */
async function otherSite(page: string): Promise<{ url: string; close: () => Promise<void> }> {
  const site: Server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(page));
  await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve));
  const { port } = site.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      site.close(() => resolve());
      site.closeAllConnections();
    });
  return { url: `http://localhost:${port}`, close };
}
