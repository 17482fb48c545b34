import { ADMIN, openShop, ServerProcess } from '@vitrine/test-env';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, framesBeyond, keepPictureOnFailure, launchBrowser, openPage, PHONE } from './browser.ts';
import { Customer } from './customers.ts';
import { DEPLOYMENTS, type Deployment } from './deployments.ts';

describe.each(DEPLOYMENTS)('From a fresh shop to a sold piece, on %s', (_, deploy) => {
  let shop: Deployment;
  let server: ServerProcess;
  let browser: Browser;

  beforeAll(async () => {
    [shop, browser] = await Promise.all([deploy({ SHOP_NAME: 'Maison Lumen' }), launchBrowser()]);
    server = shop.desk;
  });
  afterAll(async () => {
    await browser.close();
    await shop[Symbol.asyncDispose]();
  });

  test('the admin sets up the shop, goes live from the browser, two customers watch, chat, like and buy, and the show is kept', async () => {
    const desk = await openPage(browser, `${server.url}/admin/setup#token=${shop.setupToken}`, DESKTOP);
    const { page } = desk;
    keepPictureOnFailure(page, 'desk');
    await setUp(page);
    await addProduct(page, 'Dune vase', '68', '3');
    await createShow(page, 'The Autumn Firing');
    const watchUrl = `${shop.shopfront.url}/watch/${/shows\/([0-9a-f]{24})/.exec(page.url())?.[1]}`;

    const early = await openPage(browser, watchUrl, PHONE);
    keepPictureOnFailure(early.page, 'early');
    const amir = new Customer(early.page);
    await early.page.getByText('The Autumn Firing').first().waitFor();

    await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
    await page.getByRole('banner').getByRole('button', { name: 'Go live' }).click();
    await page.getByRole('timer').waitFor();
    // Who waited gets the picture by itself.
    const first = await framesBeyond(early.page, 5);
    expect(await framesBeyond(early.page, first + 15)).toBeGreaterThan(first);

    const late = await openPage(browser, watchUrl, DESKTOP);
    keepPictureOnFailure(late.page, 'late');
    const dana = new Customer(late.page);
    await framesBeyond(late.page, 5);
    await dana.seesPicture('360p');
    await dana.seesPicture('Automatic');
    await amir.say('good evening', 'Amir');
    await dana.reads('good evening');
    await page.getByPlaceholder('Answer as the shop').fill('welcome in');
    await page.getByPlaceholder('Answer as the shop').press('Enter');
    await Promise.all([amir.reads('welcome in'), dana.reads('welcome in')]);
    await dana.like();

    await page.getByRole('button', { name: /^Pin Dune vase/ }).click();
    await Promise.all([amir.seesPin('Dune vase'), dana.seesPin('Dune vase')]);
    await amir.buy({ name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' });
    await dana.seesStock('2 left');
    await dana.buy({ name: 'Dana', email: 'dana@example.test', address: 'Quay 4, Ghent' });
    await amir.seesStock('1 left');
    await page.getByText('€136').first().waitFor();

    await endShow(page);
    await Promise.all([
      early.page.getByText('That was The Autumn Firing').waitFor(),
      late.page.getByText('That was The Autumn Firing').waitFor(),
    ]);
    await late.page.goto(shop.shopfront.url);
    await late.page.getByText('The Autumn Firing').first().waitFor();
    await late.page.goto(watchUrl);
    await dana.reads('good evening');
    // A player that asks a moment before the picture is there is told to come again, and browsers write that down as an error.
    for (const { errors } of [desk, early, late]) expect(errors.filter((error) => !error.includes('503'))).toEqual([]);
  });

  async function setUp(page: Page): Promise<void> {
    await page.getByLabel('Your name').fill(ADMIN.name);
    await page.getByLabel('E-mail address').fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Open the shop' }).click();
    await page.waitForURL('**/admin/');
    expect(page.url()).not.toContain('token');
  }
  async function addProduct(page: Page, title: string, price: string, stock: string): Promise<void> {
    await page.goto(`${server.url}/admin/products`);
    await page.getByRole('button', { name: 'New product' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Title').fill(title);
    await form
      .getByLabel(/^Price(?! before)/)
      .first()
      .fill(price);
    await form.getByLabel('Stock').fill(stock);
    await form.getByRole('button', { name: 'Add product' }).click();
    await page.getByRole('cell', { name: title }).first().waitFor();
  }
  async function createShow(page: Page, title: string): Promise<void> {
    await page.goto(`${server.url}/admin/shows`);
    await page.getByRole('button', { name: 'New show' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Title').fill(title);
    await form.getByRole('button', { name: 'Create show' }).click();
    await page.waitForURL(/admin\/shows\/[0-9a-f]{24}/);
  }
  /** Holds “End show” as long as it wants to be held: until the dashboard says that the show is over. */
  async function endShow(page: Page): Promise<void> {
    await page.getByRole('button', { name: /^End show/ }).hover();
    await page.mouse.down();
    await page.getByText('The show has ended').first().waitFor();
    await page.mouse.up();
  }
});

describe('Who comes back to the dashboard', () => {
  let server: ServerProcess;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
    await openShop(server);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  test('signs in with e-mail and password, and lands where it wanted to go', async () => {
    const { page, context } = await openPage(browser, `${server.url}/admin/orders`, DESKTOP);
    await page.getByLabel('E-mail address').fill(ADMIN.email);
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('E-mail address or password is wrong.').waitFor();
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('No orders yet').waitFor();
    expect(page.url()).toBe(`${server.url}/admin/orders`);
    await context.close();
  });

  test('is told, as a guest, that this side is for the shop', async () => {
    const { page, context } = await openPage(browser, server.url, DESKTOP);
    await page.evaluate(() =>
      fetch('/auth/guest', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Amir"}' }),
    );
    await page.goto(`${server.url}/admin/`);
    await page.getByText('This side is for the shop').waitFor();
    await context.close();
  });
});
