import type { Livestream, LivestreamDetail, OrderPage, Product, VideoCredentials } from '@vitrine/protocol';
import { ADMIN, openShop, ServerProcess, type ShopClient, Viewer } from '@vitrine/test-env';
import { publishClip, releaseVideo, watchStream } from '@vitrine/test-env/fake-host';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findings } from './accessibility.ts';
import { DESKTOP, framesBeyond, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';

/** Pictures that go by between two things that happen in the show: two seconds or so. */
const A_WHILE = 50;

const CAPTIONS =
  'WEBVTT\n\n00:00.000 --> 00:01.000\nGood evening, and welcome.\n\n00:01.000 --> 01:00:00.000\nThat was the last of the bowls.\n';

describe('A past show', () => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  let show: Livestream;
  let vase: Product;
  let bowl: Product;
  let noor: Viewer;
  /** Of a customer who was there to the end. */
  let present: Awaited<ReturnType<typeof openPage>>;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
    await admin.request('PATCH', '/shop/settings', {
      deliveryMethods: [
        { id: 'post', name: 'By post', price: 690, freeFrom: 5_000 },
        { id: 'bicycle', name: 'By bicycle', price: 500 },
      ],
    });
    show = await admin.createShow('The Autumn Firing');
    [vase, bowl] = await Promise.all([admin.createProduct('Dune vase', 5), admin.createProduct('Pebble bowl', 3, 3_800)]);
    const credentials = async (role: 'host' | 'viewer'): Promise<{ url: string; token: string }> => {
      const given = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, { role });
      if (given.provider !== 'sfu') throw new Error('another video provider');
      return { url: `${server.url}${given.url}`, token: given.token };
    };
    const door = await credentials('host');
    const host = await publishClip({ whipUrl: door.url, token: door.token });
    await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    present = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    const watched = await credentials('viewer');
    const clock = await watchStream({ whepUrl: watched.url, token: watched.token });
    const aWhile = (): Promise<void> => {
      const from = clock.counts.videoFrames;
      return clock.until(({ videoFrames }) => videoFrames >= from + A_WHILE);
    };
    noor = await Viewer.watch(`${server.url.replace('http', 'ws')}/ws`, {
      streamId: show._id,
      token: (await admin.guest('Noor')).token ?? '',
    });
    const say = (message: string) => noor.command('chat_message', { streamId: show._id, message });
    const pin = (...products: Product[]) =>
      admin.request('POST', `/livestreams/${show._id}/products`, { productIds: products.map(({ _id }) => _id) });
    await say('good evening from Antwerp');
    await aWhile();
    await pin(vase);
    await aWhile();
    await say('is it glazed inside?');
    await aWhile();
    await pin(bowl, vase);
    await aWhile();
    await say('the bowls go so fast');
    await aWhile();
    await framesBeyond(present.page, 20);
    await admin.request('DELETE', `/livestreams/${show._id}`);
    await Promise.all([clock.stop(), host.stop()]);
    await vi.waitFor(
      async () => {
        const { recordingUrl } = await admin.request<LivestreamDetail>('GET', `/livestreams/${show._id}`);
        expect(recordingUrl).not.toBeNull();
      },
      { timeout: 60_000, interval: 200 },
    );
  }, 120_000);
  afterAll(async () => {
    noor?.drop();
    await browser.close();
    await server[Symbol.asyncDispose]();
    releaseVideo();
  });

  const positionOf = async (page: Page): Promise<number> => Number(await page.getByRole('slider', { name: 'Position' }).inputValue());
  const reads = (page: Page, message: string) => page.getByRole('log').getByText(message, { exact: true });
  const onScreen = (page: Page, title: string) => page.getByRole('status', { name: 'On screen now' }).getByText(title);

  test('is seen again with the chat and the pieces of then, jumped about in, and bought from', async () => {
    const { page, errors, context } = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    keepPictureOnFailure(page, 'replay');
    await framesBeyond(page, 20);
    await reads(page, 'good evening from Antwerp').waitFor();
    expect(await reads(page, 'the bowls go so fast').count()).toBe(0);

    await page
      .getByRole('button', { name: /^Pebble bowl, jump to/ })
      .first()
      .click();
    await onScreen(page, 'Pebble bowl').waitFor();
    await reads(page, 'is it glazed inside?').waitFor();
    const there = await positionOf(page);
    expect(there).toBeGreaterThanOrEqual(3);
    await framesBeyond(page, (await framesBeyond(page, 0)) + 5);

    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.keyboard.press('p');
    await onScreen(page, 'Dune vase').waitFor();
    expect(await positionOf(page)).toBeLessThan(there);
    expect(await reads(page, 'is it glazed inside?').count()).toBe(0);
    await page.getByRole('button', { name: 'Like. 0 so far' }).click();
    await page.getByRole('button', { name: 'Liked. 1 so far' }).waitFor();
    await picture(page, 'replay-desktop');

    await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('By bicycle').check();
    await sheet.getByLabel('Name', { exact: true }).fill('Amir');
    await sheet.getByLabel('E-mail').fill('amir@example.test');
    await sheet.getByLabel('Address').fill('Kiln Lane 1, Ghent');
    await sheet.getByRole('button', { name: /^Buy now/ }).click();
    await sheet.getByText(/Order V-\d+/).waitFor();
    const { items } = await admin.request<OrderPage>('GET', '/orders?scope=shop');
    expect(items.map(({ total, delivery }) => [total, delivery?.name])).toEqual([[7_300, 'By bicycle']]);
    await picture(page, 'order-placed');
    await page.goto(`${server.url}/account/orders?payment=cancelled`);
    await page.getByText('Nothing was paid.').waitFor();
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await page.getByText('Cancelled').waitFor();
    await picture(page, 'orders-cancelled');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('fills a phone, in a frame of another page too, plays to its end and begins anew', async () => {
    const { page, errors, context } = await openPage(browser, `${server.url}/embed/${show._id}`, PHONE);
    keepPictureOnFailure(page, 'replay-phone');
    await framesBeyond(page, 20);
    await page.getByRole('slider', { name: 'Position' }).press('End');
    await page.getByRole('button', { name: 'From the beginning' }).waitFor();
    await reads(page, 'the bowls go so fast').waitFor();
    await page.getByRole('link', { name: 'Open in the shop' }).waitFor();
    await picture(page, 'replay-phone');
    await page.getByRole('button', { name: 'From the beginning' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(await positionOf(page)).toBeLessThan(4);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('is seen again in the app, jumped about in with a finger, and sold at today’s price', async () => {
    const { page, errors, context } = await openPage(browser, `${server.url}/m/watch/${show._id}`, PHONE);
    keepPictureOnFailure(page, 'mobile-replay');
    await framesBeyond(page, 10);
    await reads(page, 'good evening from Antwerp').waitFor();
    await page.getByRole('button', { name: 'Pause' }).tap();
    const play = page.getByRole('button', { name: 'Play', exact: true }).last();
    await play.waitFor();
    await page
      .getByRole('button', { name: /^Pebble bowl, jump to/ })
      .first()
      .tap();
    await onScreen(page, 'Pebble bowl').waitFor();
    await reads(page, 'is it glazed inside?').waitFor();
    await picture(page, 'mobile-replay');
    const line = page.getByRole('slider', { name: 'Position' });
    const box = await line.boundingBox();
    if (!box) throw new Error('the line of time is not there');
    await page.touchscreen.tap(box.x + 2, box.y + box.height / 2);
    await reads(page, 'is it glazed inside?').waitFor({ state: 'hidden' });
    await line.press('ArrowRight');
    await reads(page, 'is it glazed inside?').waitFor();
    await admin.request('PUT', `/products/${bowl._id}`, { variants: bowl.variants.map((one) => ({ ...one, price: 3_500 })) });
    await page.getByRole('button', { name: /^Line-up/ }).tap();
    await picture(page, 'mobile-replay-pieces');
    await page.getByRole('button', { name: 'Buy Pebble bowl' }).tap();
    await page.getByRole('dialog').getByText('€35').first().waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  test('is offered to who was there to the end', async () => {
    const { page, errors } = present;
    keepPictureOnFailure(page, 'replay-present');
    await page.getByText('That was The Autumn Firing').waitFor();
    await page.getByRole('button', { name: 'Watch the replay' }).click();
    await page.getByText('Chat as it was, in step with the picture.').waitFor();
    await framesBeyond(page, 10);
    expect(errors).toEqual([]);
  });

  test('has the chapters that the shop writes for it', async () => {
    const { page, errors, context } = await openPage(browser, `${server.url}/admin/shows/${show._id}`, DESKTOP);
    keepPictureOnFailure(page, 'chapters');
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByLabel('Title of chapter 1').inputValue()).toBe('Dune vase');
    await page.getByLabel('Title of chapter 1').fill('The vase, and its glaze');
    await page.getByRole('button', { name: 'Add a chapter' }).click();
    await page.getByLabel('When chapter 3 begins').fill('9:99');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A time such as 12:40.').waitFor();
    await page.getByLabel('When chapter 3 begins').fill('0:01');
    await page.getByLabel('Title of chapter 3').fill('Good evening');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('These are the chapters that you wrote.').waitFor();
    await picture(page, 'chapters', { whole: true });
    await page.goto(`${server.url}/watch/${show._id}`);
    const chapters = page.getByRole('list', { name: 'Pieces in the order of the show' });
    await chapters.getByRole('button', { name: 'Good evening, jump to 0:01' }).waitFor();
    await chapters.getByRole('button', { name: /^The vase, and its glaze, jump to/ }).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  test('has the captions that the shop puts there, read along at their time and not after', async () => {
    const { page, errors, context } = await openPage(browser, `${server.url}/admin/shows/${show._id}`, DESKTOP);
    keepPictureOnFailure(page, 'captions');
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const part = page.getByRole('region', { name: 'Captions of the replay' });
    await part.getByText('There are none yet.').waitFor();
    const bring = async (button: string, file: string): Promise<void> => {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        part.getByRole('button', { name: button, exact: true }).click(),
      ]);
      await chooser.setFiles({ name: 'firing.vtt', mimeType: 'text/vtt', buffer: Buffer.from(file) });
    };
    await part.getByLabel('Language of the file').selectOption('French');
    await bring('Choose a file', CAPTIONS.replace('01:00:00', '00:00:00'));
    await part.getByText('Line 6').waitFor();
    await picture(page, 'captions-refused', { whole: true });
    // A refused file is no success of the request, and the browser's console says so.
    errors.splice(0);
    await bring('Choose a file', CAPTIONS.replace('Good evening', 'Bonsoir'));
    await part.getByText('Bonsoir, and welcome.').waitFor();
    await bring('Choose a file', CAPTIONS);
    await part.getByText('Good evening, and welcome.').waitFor();
    expect(await findings(page)).toEqual([]);
    await picture(page, 'captions-desk', { whole: true });

    await page.goto(`${server.url}/watch/${show._id}`);
    await framesBeyond(page, 10);
    await page.keyboard.press('k');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const line = page.getByRole('slider', { name: 'Position' });
    const [first, last] = ['Good evening, and welcome.', 'That was the last of the bowls.'].map((said) => page.getByText(said));
    await line.press('Home');
    expect(await first?.count()).toBe(0);
    await page.getByRole('button', { name: 'Captions', exact: true }).click();
    await first?.waitFor();
    await line.press('End');
    await last?.waitFor();
    expect(await first?.count()).toBe(0);
    await picture(page, 'replay-captions-desktop');
    expect(await findings(page)).toEqual([]);

    await page.setViewportSize(PHONE);
    await last?.waitFor();
    const [card, words] = await Promise.all([page.getByRole('status', { name: 'On screen now' }).boundingBox(), last?.boundingBox()]);
    if (!card || !words) throw new Error('the piece or its captions are not there');
    expect(words.y + words.height).toBeLessThan(card.y);
    expect(await findings(page)).toEqual([]);
    await picture(page, 'replay-captions-phone');
    await page.getByRole('button', { name: /^EN: captions in English/ }).click();
    await line.press('Home');
    await page.getByText('Bonsoir, and welcome.').waitFor();
    await page.keyboard.press('c');
    await page.getByText('Bonsoir, and welcome.').waitFor({ state: 'hidden' });
    expect(await page.getByRole('button', { name: 'Captions', exact: true }).getAttribute('aria-pressed')).toBe('false');

    await page.goto(`${server.url}/m/watch/${show._id}`);
    await page.getByRole('button', { name: 'Captions', exact: true }).click();
    await last?.waitFor();
    await page.getByRole('button', { name: /^FR: captions in French/ }).waitFor();
    await picture(page, 'mobile-replay-captions');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('speaks German to who reads German, and English when that is chosen', async () => {
    const context = await browser.newContext({ viewport: DESKTOP, locale: 'de-DE' });
    const page = await context.newPage();
    await page.goto(`${server.url}/watch/${show._id}`);
    await page.getByText('Der Chat, wie er war, im Takt mit dem Bild.').waitFor();
    await page
      .getByText(/^68\s€$/)
      .first()
      .waitFor();
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Vergangene Shows' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await picture(page, 'home-german');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Past shows' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Past shows' }).waitFor();
    await context.close();
  });

  test('is deleted at the desk, and leaves the list, an open home and an open replay; its order stays', async () => {
    const home = await openPage(browser, server.url, DESKTOP);
    const onHome = home.page.getByRole('link', { name: /The Autumn Firing/ });
    await onHome.first().waitFor();
    const { page, errors, context } = await openPage(browser, `${server.url}/admin/shows`, DESKTOP);
    keepPictureOnFailure(page, 'show-delete');
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'What to do with The Autumn Firing' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('Its page and its replay').waitFor();
    await picture(page, 'show-delete');
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('link', { name: 'Open The Autumn Firing' }).waitFor({ state: 'detached' });
    await page.getByText('The Autumn Firing is deleted').waitFor();
    await vi.waitFor(async () => expect(await onHome.count()).toBe(0), { timeout: 30_000 });
    await present.page.getByRole('heading', { name: 'This show is no longer here' }).waitFor();
    await picture(present.page, 'replay-gone');
    const { items } = await admin.request<OrderPage>('GET', '/orders?scope=shop');
    expect(items.map(({ deletedShow }) => deletedShow?.title)).toEqual(['The Autumn Firing']);
    expect([...errors, ...home.errors]).toEqual([]);
    await Promise.all([context.close(), home.context.close()]);
  });
});
