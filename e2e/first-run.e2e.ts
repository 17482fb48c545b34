import { ServerProcess } from '@vitrine/test-env';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, framesBeyond, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

let server: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

test('A new owner gets from the printed link to a sold product by what stands on the screens', async () => {
  const printed = /http\S+\/admin\/setup#token=\S+/.exec(server.output)?.[0];
  if (!printed) throw new Error('the server printed no link to set the shop up');
  const { page, context, errors } = await openPage(browser, printed, DESKTOP);
  keepPictureOnFailure(page, 'first-run');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByLabel('Your name').fill('Inès');
  await page.getByLabel('E-mail address').fill('ines@example.test');
  await page.getByLabel('Password').fill('a very long sentence');
  await page.getByRole('button', { name: 'Open the shop' }).click();
  const guide = page.getByRole('region', { name: 'Your first sale' });
  await guide.waitFor();
  await pictures(page, 'first-run-new');

  await guide.getByRole('link', { name: 'New product' }).click();
  await addProduct(page);
  await toOverview(page);
  await stands(guide, ['Make a product, done', 'Schedule a show', 'Rehearse', 'Go live', 'Sell something']);

  await guide.getByRole('link', { name: 'New show' }).click();
  await page.getByRole('dialog').getByLabel('Title').fill('The Autumn Firing');
  await page.getByRole('dialog').getByRole('button', { name: 'Create show' }).click();
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).waitFor();
  await toOverview(page);
  await stands(guide, ['Make a product, done', 'Schedule a show, done', 'Rehearse', 'Go live', 'Sell something']);
  await pictures(page, 'first-run-partly');
  await guide.getByRole('button', { name: 'Copy the link: The Autumn Firing' }).click();
  const link = await copied(page);

  await guide.getByRole('button', { name: 'Rehearse now' }).click();
  await page.getByText('Rehearsal', { exact: true }).waitFor();
  // Customers can't open a rehearsal, so nobody is given its link.
  expect(await page.getByRole('button', { name: 'Copy link' }).count()).toBe(0);
  await goLive(page);
  await picture(page, 'first-run-rehearsal');
  await endShow(page, 'The rehearsal is over');
  await picture(page, 'first-run-rehearsed');
  await page.getByRole('link', { name: 'Back to the overview' }).click();
  await stands(guide, ['Make a product, done', 'Schedule a show, done', 'Rehearse, done', 'Go live', 'Sell something']);
  await page.reload();
  await stands(guide, ['Make a product, done', 'Schedule a show, done', 'Rehearse, done', 'Go live', 'Sell something']);

  await guide.getByRole('link', { name: 'Open the control room' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByText('Link to the watch page copied').waitFor();
  await hidesNothing(page, page.getByText('Link to the watch page copied'));
  await picture(page, 'first-run-toast');
  expect(await copied(page)).toBe(link);
  await page.setViewportSize(PHONE);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await hidesNothing(page, page.getByText('Link to the watch page copied').last());
  await picture(page, 'first-run-toast-phone');
  await page.setViewportSize(DESKTOP);

  const visitor = await openPage(browser, link, PHONE);
  keepPictureOnFailure(visitor.page, 'first-run-customer');
  await visitor.page.getByText('The Autumn Firing').first().waitFor();
  await goLive(page);
  await framesBeyond(visitor.page, 5);
  await page.getByRole('button', { name: /^Pin Dune vase/ }).click();
  const customer = new Customer(visitor.page);
  await customer.seesPin('Dune vase');
  const order = await customer.buy({ name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' });
  await page.getByText('€68').first().waitFor();
  await endShow(page, 'The show has ended');

  await toOverview(page);
  const end = page.getByRole('region', { name: 'Sold. Your shop is running.' });
  await end.waitFor();
  await pictures(page, 'first-run-sold');
  await end.getByRole('link', { name: 'See the orders' }).click();
  await page.getByRole('button', { name: `Open order ${order}` }).waitFor();
  await toOverview(page);
  await end.getByRole('button', { name: 'Close' }).click();
  await end.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('region', { name: 'Last shows' }).getByText('The Autumn Firing').waitFor();
  expect(await end.count()).toBe(0);
  await pictures(page, 'first-run-closed');
  // A player that asks a moment before the picture is there is told to come again, and browsers write that down as an error.
  for (const heard of [errors, visitor.errors]) expect(heard.filter((error) => !/status of (503|404)/.test(error))).toEqual([]);
  await closeAll(context, visitor.context);
}, 180_000);

async function addProduct(page: Page): Promise<void> {
  const own = await page.screenshot();
  const form = page.getByRole('dialog');
  await form.getByLabel('Title').fill('Dune vase');
  await form
    .getByLabel(/^Price(?! before)/)
    .first()
    .fill('68');
  await form.getByLabel('Stock').fill('3');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), form.getByRole('button', { name: 'Upload' }).first().click()]);
  await chooser.setFiles({ name: 'vase.png', mimeType: 'image/png', buffer: own });
  await form.locator('img[src*="/uploads/"], img[src*="/media/"], img[src*="/images/"]').first().waitFor();
  await form.getByRole('button', { name: 'Add product' }).click();
  await page.getByRole('button', { name: 'Edit Dune vase' }).waitFor();
}
async function goLive(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await page.getByRole('banner').getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('timer').waitFor();
}
/** Holds “End show” until the page says that it is over. */
async function endShow(page: Page, said: string): Promise<void> {
  await page.getByRole('button', { name: /^End show/ }).hover();
  await page.mouse.down();
  await page.getByText(said).first().waitFor();
  await page.mouse.up();
}
const toOverview = (page: Page): Promise<void> => page.getByRole('link', { name: 'Overview', exact: true }).first().click();
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
/** Waits until the guide says this of its steps. */
const stands = (guide: Locator, steps: string[]): Promise<void> =>
  expect.poll(() => guide.locator('li b').allTextContents(), { timeout: 20_000 }).toEqual(steps);
/** A toast lies neither on the figures nor on what can be pressed. */
async function hidesNothing(page: Page, said: Locator): Promise<void> {
  await said.waitFor();
  const covered = (): Promise<string[]> =>
    said.evaluate(async (element) => {
      const item = element.closest('[data-sonner-toast][data-mounted=true]');
      if (!item) return ['no toast'];
      // It glides in from outside: where it comes to rest is what counts.
      await Promise.all(item.getAnimations().map((glide) => glide.finished));
      const toast = item.getBoundingClientRect();
      return [...document.querySelectorAll('header button, header a, main button, main a, main dd, main input, main [role=tab]')]
        .filter((other) => {
          const box = other.getBoundingClientRect();
          return box.left < toast.right && box.right > toast.left && box.top < toast.bottom && box.bottom > toast.top;
        })
        .map((other) => other.getAttribute('aria-label') ?? other.textContent ?? other.tagName);
    });
  await expect.poll(covered).toEqual([]);
  expect(await page.getByRole('banner').count()).toBe(1);
}
async function pictures(page: Page, name: string): Promise<void> {
  await picture(page, name, { whole: true });
  if (!process.env.PICTURES) return;
  await page.setViewportSize(PHONE);
  await picture(page, `${name}-phone`, { whole: true });
  await page.setViewportSize(DESKTOP);
}
async function closeAll(...contexts: BrowserContext[]): Promise<void> {
  await Promise.all(contexts.map((context) => context.close()));
}
