import type { Livestream, Product } from '@vitrine/protocol';
import { ADMIN, openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

let server: ServerProcess;
let browser: Browser;
let admin: ShopClient;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
  admin = await openShop(server);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Drags by the handle with a mouse, past the middle of a row above. */
async function dragUp(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.hover();
  await page.mouse.down();
  const { x, y } = (await to.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(x + 4, y + 4, { steps: 8 });
  await page.mouse.up();
}

test('what is written at the desk is what customers see: pictures, delivery, the line-up and its prices, also when it changes on air', async () => {
  const desk = await openPage(browser, `${server.url}/admin/sign-in?back=/products`, DESKTOP);
  const { page } = desk;
  keepPictureOnFailure(page, 'line-up-desk');
  await page.getByLabel('E-mail address').fill(ADMIN.email);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();

  await page.getByRole('button', { name: 'New product' }).first().click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Title').fill('Dune vase');
  await form.getByLabel('Price (€)').fill('84');
  await form.getByLabel('Stock').fill('7');
  await form.getByRole('button', { name: 'Choose bowl' }).click();
  await form.getByRole('button', { name: 'Choose vase' }).click();
  await form.getByRole('button', { name: 'Move picture 2 forward' }).click();
  await form.getByLabel('Tags').fill('clay, kiln');
  await form.getByRole('img', { name: 'Picture 2' }).scrollIntoViewIfNeeded();
  await picture(page, 'product-pictures');
  await form.getByRole('button', { name: 'Add product' }).click();
  await page.getByRole('button', { name: 'Edit Dune vase' }).waitFor();
  const { items } = await admin.request<{ items: Product[] }>('GET', '/products');
  expect(items[0]).toMatchObject({ images: ['/sample/product-vase.webp', '/sample/product-bowl.webp'], tags: ['clay', 'kiln'] });
  await admin.createProduct('Pebble bowl', 60, 3_800);
  await admin.createProduct('Noon teapot', 9, 7_600);

  await page.getByRole('link', { name: 'Settings' }).click();
  const delivery = page.getByRole('region', { name: 'Delivery' });
  await delivery.getByRole('button', { name: 'Add a way' }).click();
  await delivery.getByLabel('Way 1').fill('By post');
  await delivery.getByLabel('Price (€)').fill('4,95');
  await delivery.getByLabel('Free from (€)').fill('200');
  await picture(page, 'settings-delivery', { whole: true });
  await delivery.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor();

  await page.getByRole('link', { name: 'Shows' }).click();
  await page.getByRole('button', { name: 'New show' }).first().click();
  await form.getByLabel('Title').fill('The Last Glaze');
  await form.getByRole('button', { name: 'Add products' }).click();
  await form.getByRole('button', { name: 'Add Dune vase' }).click();
  await form.getByPlaceholder('Find a product').fill('tea');
  await form.getByPlaceholder('Find a product').press('Enter');
  await form.getByPlaceholder('Find a product').fill('');
  await picture(page, 'show-line-up-adding');
  await form.getByRole('button', { name: 'Done' }).click();
  await form.getByLabel('Show price of Dune vase (€)').fill('62');
  await dragUp(page, form.getByRole('button', { name: /^Move Noon teapot/ }), form.getByRole('button', { name: /^Move Dune vase/ }));
  await form.getByRole('button', { name: /^Move Noon teapot, place 1 of 2/ }).waitFor();
  await form.getByText('Rules of the chat').click();
  await form.getByLabel('Slow mode').selectOption({ label: 'One message in 5 seconds' });
  await form.getByRole('heading', { name: 'New show' }).scrollIntoViewIfNeeded();
  await picture(page, 'show-line-up');
  await form.getByRole('button', { name: 'Create show' }).click();
  await page.waitForURL(/admin\/shows\/[0-9a-f]{24}/);
  const id = /shows\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? '';
  const made = await admin.request<Livestream>('GET', `/livestreams/${id}`);
  expect(made.lineup.map(({ showPrice }) => showPrice)).toEqual([null, 6_200]);
  expect(made.settings.slowMode).toBe(5);

  // The control room has them in that order, and what else the shop sells after them.
  const room = page.getByRole('region', { name: 'Line-up' });
  await room.getByText('Also in the shop').waitFor();
  await expect.poll(() => room.locator('tbody b').allInnerTexts()).toEqual(['Noon teapot', 'Dune vase', 'Pebble bowl']);
  await admin.request('PUT', `/livestreams/${id}`, { isActive: true });
  await page.getByRole('timer').waitFor();
  await picture(page, 'room-line-up');

  const watch = `${server.url}/watch/${id}`;
  const [viewer, phone] = [await openPage(browser, watch, DESKTOP), await openPage(browser, watch, PHONE)];
  keepPictureOnFailure(viewer.page, 'line-up-desktop');
  keepPictureOnFailure(phone.page, 'line-up-phone');
  const pieces = viewer.page.getByRole('region', { name: 'Line-up' });
  await pieces.getByText('€62').waitFor();
  const inOrder = async (...titles: string[]): Promise<void> => {
    await expect
      .poll(async () => (await pieces.innerText()).match(/Noon teapot|Dune vase|Pebble bowl/g), { timeout: 20_000 })
      .toEqual(titles);
  };
  await inOrder('Noon teapot', 'Dune vase');

  // In the middle of the show it gets another order, another price and one more.
  await room.getByRole('button', { name: 'Edit the line-up' }).click();
  await form.getByRole('button', { name: /^Move Dune vase/ }).press('ArrowUp');
  await form.getByLabel('Show price of Dune vase (€)').fill('58');
  await form.getByRole('button', { name: 'Add products' }).click();
  await form.getByRole('button', { name: 'Add Pebble bowl' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The line-up is saved').waitFor();
  await inOrder('Dune vase', 'Noon teapot', 'Pebble bowl');
  await pieces.getByText('€58').waitFor();
  // The drawer hides what is behind it until it is gone.
  await expect
    .poll(() => room.locator('tbody b').allInnerTexts(), { timeout: 10_000 })
    .toEqual(['Dune vase', 'Noon teapot', 'Pebble bowl']);

  // The first key pins the first of them, and it is bought at the show's price with the delivery.
  await page.keyboard.press('1');
  const amir = new Customer(phone.page);
  await amir.seesPin('Dune vase');
  await amir.buy({ name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' });
  const { items: orders } = await admin.request<{ items: { total: number; delivery: { name: string } | null }[] }>(
    'GET',
    '/orders?scope=shop',
  );
  expect(orders).toMatchObject([{ total: 5_800 + 495, delivery: { name: 'By post' } }]);
  expect([...desk.errors, ...viewer.errors, ...phone.errors].filter((error) => !error.includes('503') && !error.includes('404'))).toEqual(
    [],
  );
  await admin.request('DELETE', `/livestreams/${id}`);
}, 120_000);
