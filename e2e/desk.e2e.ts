import { readFile } from 'node:fs/promises';
import type { Livestream, Product } from '@vitrine/protocol';
import { ADMIN, openShop, ServerProcess, type ShopClient, Viewer } from '@vitrine/test-env';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';

const FILE = 'title,price,stock,tags\r\nDune vase,68.00,7,clay|studio\r\n"=Reed, tall",44.00,9,\r\n';
const WRONG = FILE.replace('44.00', 'cheap');
const DAY = 86_400_000;

describe('A shop owner’s desk around the shows', () => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  let page: Page;
  let context: BrowserContext;
  let errors: string[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
    ({ page, context, errors } = await openPage(browser, `${server.url}/admin/sign-in`, DESKTOP));
    await page.getByLabel('E-mail address').fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/admin/');
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  test('a new shop is led to its first product, which comes from a file whose wrong lines are named', async () => {
    keepPictureOnFailure(page, 'desk-products');
    await page.getByRole('heading', { name: 'Your first sale' }).waitFor();
    await picture(page, 'overview-first-run');
    await page.getByRole('link', { name: 'New product' }).click();
    await page.getByRole('dialog').getByLabel('Title').waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Import' }).click();
    const drawer = page.getByRole('dialog');
    await picture(page, 'products-import');
    await chooseFile(WRONG);
    await drawer.getByText('Nothing of spring.csv came in.').waitFor();
    await drawer.getByText('Line 3', { exact: true }).waitFor();
    await drawer.getByText('"=Reed, tall",cheap,9,').waitFor();
    await picture(page, 'products-import-wrong');
    // The browser's console tells of the refused file, and of nothing else.
    expect(errors.splice(0)).toEqual([expect.stringContaining('400')]);
    await chooseFile(FILE);
    await drawer.getByText('The products are in').waitFor();
    await drawer.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Edit Dune vase' }).waitFor();
    await picture(page, 'products-imported');

    // A spreadsheet must not run what somebody named a product.
    expect(await saved(() => page.getByRole('button', { name: 'Export' }).click())).toContain('"\'=Reed, tall"');
  });

  test('a show is scheduled, duplicated with its line-up and settings, and deleted', async () => {
    keepPictureOnFailure(page, 'desk-shows');
    const { items } = await admin.request<{ items: Product[] }>('GET', '/products');
    const lineup = items.map(({ _id }) => ({ productId: _id, showPrice: 3_900, limitPerBuyer: 2 }));
    await admin.request('POST', '/livestreams', {
      title: 'Candles by hand',
      scheduledFor: new Date(Date.now() + DAY).toISOString(),
      lineup,
      settings: { slowMode: 20 },
    });
    await page.goto(`${server.url}/admin/shows`);
    await page.getByRole('button', { name: 'What to do with Candles by hand' }).click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByText('its line-up of 2 products').waitFor();
    await form.getByLabel('Title').fill('Candles again');
    await form.getByLabel('Starts').fill(new Date(Date.now() + 8 * DAY).toISOString().slice(0, 16));
    await picture(page, 'show-duplicate');
    await form.getByRole('button', { name: 'Create show' }).click();
    await page.getByRole('link', { name: 'Open Candles again' }).waitFor();
    const { items: shows } = await admin.request<{ items: Livestream[] }>('GET', '/livestreams?status=scheduled');
    const copy = shows.find(({ title }) => title === 'Candles again');
    expect(copy?.lineup).toEqual(lineup);
    expect(copy?.settings.slowMode).toBe(20);

    await page.getByText('Weeks', { exact: true }).click();
    await page.getByText('Times in').waitFor();
    await picture(page, 'shows-weeks');
    await page.getByRole('button', { name: 'What to do with Candles again' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByRole('link', { name: 'Open Candles again' }).waitFor({ state: 'detached' });
    const past = await fetch(`${server.url}/livestreams?status=ended`);
    expect(await past.json()).toEqual({ items: [] });

    await page.getByRole('button', { name: 'What to do with Candles by hand' }).click();
    await page.getByRole('menuitem', { name: 'Rehearse' }).click();
    await page.waitForURL(/admin\/shows\/[0-9a-f]{24}/);
    await page.getByText('Rehearsal', { exact: true }).waitFor();
    await picture(page, 'rehearsal');
    const id = /shows\/([0-9a-f]{24})/.exec(page.url())?.[1];
    const { rehearsal, visibility, lineup: rehearsed } = await admin.request<Livestream>('GET', `/livestreams/${id}`);
    expect({ rehearsal, visibility, rehearsed }).toEqual({ rehearsal: true, visibility: 'private', rehearsed: lineup });
    await admin.request('PUT', `/livestreams/${id}`, { isActive: true });
    await page.getByRole('group', { name: 'Simulated viewers' }).getByText('50').click();
    await page.getByRole('log').locator('.chat-line').first().waitFor();
    await page.getByRole('group', { name: 'How lively they are' }).getByText('Lively', { exact: true }).click();
    await expect.poll(() => admin.request('GET', `/livestreams/${id}/crowd`)).toEqual({ viewers: 50, pace: 'lively' });
    await picture(page, 'rehearsal-crowd');
    await admin.request('DELETE', `/livestreams/${id}`);
    await page.goto(`${server.url}/admin/shows`);
    await page.getByRole('link', { name: 'Open Candles by hand' }).waitFor();
    expect(await page.getByText('Candles by hand').count()).toBe(1);
  });

  test('after two shows the overview has their outcome, and the analytics compare them', async () => {
    keepPictureOnFailure(page, 'desk-analytics');
    await runShow('Slow Mornings', ['Pieter']);
    const id = await runShow('The Autumn Firing', ['Noor', 'Dana', 'Ruth']);

    await page.goto(`${server.url}/admin/`);
    const last = page.getByRole('region', { name: 'Last shows' });
    await last.getByText('The Autumn Firing').waitFor();
    expect(await page.getByRole('heading', { name: 'Your first sale' }).count()).toBe(0);
    await page.getByText('4 orders are not paid').waitFor();
    await picture(page, 'overview', { whole: true });
    await last.getByRole('link', { name: /^Analytics of The Autumn Firing/ }).click();

    const headlines = page.locator('dl').first();
    await headlines.getByText('€204', { exact: true }).waitFor();
    await headlines.getByText('3 of 3 bought').waitFor();
    await page.getByRole('button', { name: 'Conversion' }).focus();
    await page.getByRole('tooltip').getByText('Unique viewers who ordered ÷ unique viewers.').waitFor();
    await page.keyboard.press('Escape');
    const pins = page.getByRole('region', { name: 'Pin by pin' }).first();
    await pins.getByRole('cell', { name: 'Dune vase' }).waitFor();
    await page.getByLabel('Compare with').selectOption({ index: 1 });
    await headlines.getByText('+200%').first().waitFor();
    expect(page.url()).toContain('?with=');
    await page.getByRole('region', { name: 'Who was there' }).getByText('Orders', { exact: true }).click();
    await picture(page, 'analytics', { whole: true });

    const csv = await saved(() => page.getByRole('button', { name: 'CSV' }).click());
    expect(csv).toContain('show,The Autumn Firing');
    expect(csv).toContain('Revenue,204.00');

    await page.setViewportSize(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
    await picture(page, 'analytics-phone', { whole: true });
    await page.setViewportSize(DESKTOP);
    await page.goto(`${server.url}/admin/shows/${id}`);
    await page.getByRole('link', { name: 'Analytics' }).waitFor();
    expect(errors).toEqual([]);
  });

  test('a page whose code does not come for want of a network opens once there is one', async () => {
    keepPictureOnFailure(page, 'desk-offline');
    await page.getByRole('link', { name: 'Shows', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Shows', level: 1 }).waitFor();
    // The keyboard goes on in the page that was opened.
    await page.waitForFunction(() => document.activeElement?.id === 'page');
    await context.setOffline(true);
    await page.getByText('You are offline.').first().waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await picture(page, 'desk-offline');
    await context.setOffline(false);
    await page.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor();
    await page.getByText('You are offline.').first().waitFor({ state: 'hidden' });
    await context.close();
  });

  const chooseFile = (content: string): Promise<void> =>
    page.locator('input[type=file]').setInputFiles({ name: 'spring.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });

  /** What the browser was given to save. */
  async function saved(press: () => Promise<void>): Promise<string> {
    const [download] = await Promise.all([page.waitForEvent('download'), press()]);
    return readFile(await download.path(), 'utf8');
  }

  /** A show that begins, is watched, written in, liked and bought from by these people, and ends. */
  async function runShow(title: string, people: string[]): Promise<string> {
    const { items } = await admin.request<{ items: Product[] }>('GET', '/products');
    const vase = items.find((product) => product.title === 'Dune vase');
    if (!vase) throw new Error('the vase is not in the catalogue');
    const { _id: streamId } = await admin.createShow(title);
    await admin.request('PUT', `/livestreams/${streamId}`, { isActive: true });
    await admin.request('POST', `/livestreams/${streamId}/products`, { productIds: [vase._id] });
    for (const name of people) {
      const guest = await admin.guest(name);
      const viewer = await Viewer.watch(server.socketUrl, { streamId, token: guest.token ?? '' });
      await viewer.command('chat_message', { message: `good evening from ${name}` });
      await viewer.command('toggle_like', { liked: true });
      await viewer.command('product_clicked', { streamId, productIds: [vase._id] });
      await guest.request(
        'POST',
        '/orders',
        {
          streamId,
          contact: { name, email: `${name.toLowerCase()}@example.test`, address: 'Kiln Lane 1, Ghent' },
          lines: [{ productId: vase._id, variantId: vase.variants[0]?.id, quantity: 1, unitPrice: vase.price }],
        },
        { 'idempotency-key': `desk-${streamId}-${name}` },
      );
      viewer.drop();
    }
    await admin.request('DELETE', `/livestreams/${streamId}`);
    return streamId;
  }
});
