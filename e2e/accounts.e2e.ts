import { ADMIN, openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';

/** The path of the link that the server mailed (it prints mails, having no mail server) to this page of the shop. */
function mailedPath(server: ServerProcess, page: string): string {
  const found = [...server.output.matchAll(new RegExp(`${page}#token=[\\w-]+`, 'g'))].at(-1)?.[0];
  if (!found) throw new Error(`no mail leads to ${page}`);
  return found;
}
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

describe('Accounts in the browser:', () => {
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

  test('a customer signs up, is reminded, changes its password, forgets it, comes back by mail, and leaves for good', async () => {
    const show = await admin.request<{ _id: string }>('POST', '/livestreams', {
      title: 'Candles by hand',
      scheduledFor: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const { page, errors, context } = await openPage(browser, `${server.url}/account`, PHONE);
    keepPictureOnFailure(page, 'account');
    await page.getByRole('link', { name: 'Make an account' }).click();
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.getByText('A name, please.').waitFor();
    await picture(page, 'sign-up-phone');
    await field(page, 'Name').fill('Noor');
    await field(page, 'E-mail').fill('noor@example.test');
    await field(page, 'Password').fill('a very long sentence');
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.getByRole('heading', { name: 'Shows you wait for' }).waitFor();

    await page.goto(server.url);
    await page.getByRole('button', { name: 'Remind me: Candles by hand' }).click();
    await page.getByRole('button', { name: 'Don’t remind me: Candles by hand' }).waitFor();
    await page.goto(`${server.url}/account`);
    await page.getByRole('link', { name: /Candles by hand/ }).waitFor();
    await picture(page, 'account-phone');

    const passwords = page.getByRole('region', { name: 'Change password' });
    await passwords.getByLabel('Your password now').fill('not this one');
    await passwords.getByLabel('New password').fill('another long sentence');
    await passwords.getByRole('button').click();
    await passwords.getByText('That is not your password.').waitFor();
    await passwords.getByLabel('Your password now').fill('a very long sentence');
    await passwords.getByRole('button').click();
    await page.getByText('You were signed out everywhere else').waitFor();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForURL(`${server.url}/`);

    await page.goto(`${server.url}/sign-in`);
    await field(page, 'E-mail').fill('noor@example.test');
    await field(page, 'Password').fill('a very long sentence');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('E-mail or password is wrong.').waitFor();
    await picture(page, 'sign-in-phone');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    // The page before it has a field of the same name.
    const send = page.getByRole('button', { name: 'Send me the link' });
    await send.waitFor();
    await field(page, 'E-mail').fill('noor@example.test');
    await send.click();
    await page.getByText('Look into your mail').first().waitFor();
    await expect.poll(() => server.output).toContain('/reset-password#token=');
    const link = mailedPath(server, '/reset-password');
    await page.goto(`${server.url}${link}`);
    await field(page, 'New password').fill('a third long sentence');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('heading', { name: 'Your account', level: 1 }).waitFor();
    expect(page.url()).not.toContain('token');
    // The link works once.
    await page.goto(`${server.url}${link}`);
    await page.reload();
    await page.goto('about:blank');
    await page.goto(`${server.url}${link}`);
    await field(page, 'New password').fill('a fourth long sentence');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();

    await page.goto(`${server.url}/account`);
    await page.getByRole('button', { name: 'Delete my account and data' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password').fill('a third long sentence');
    await dialog.getByRole('button', { name: 'Delete everything' }).click();
    await page.waitForURL(`${server.url}/`);
    await page.goto(`${server.url}/account`);
    await page.getByText('You are not signed in').waitFor();
    // The refused passwords and the used link are the only things the console speaks of.
    expect(errors.filter((error) => !/status of (401|400)/.test(error))).toEqual([]);
    await context.close();
    await admin.request('DELETE', `/livestreams/${show._id}`);
  });

  test('an admin invites a host, who joins by the link, and sees only what hosts see; a new role applies at once', async () => {
    const desk = await openPage(browser, `${server.url}/admin/sign-in`, DESKTOP);
    keepPictureOnFailure(desk.page, 'people');
    await field(desk.page, 'E-mail address').fill(ADMIN.email);
    await field(desk.page, 'Password').fill(ADMIN.password);
    await desk.page.getByRole('button', { name: 'Sign in' }).click();
    await desk.page.getByRole('link', { name: 'People' }).click();
    await desk.page.getByText(`${ADMIN.name} (you)`).waitFor();
    await desk.page.getByRole('button', { name: 'Invite' }).click();
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('E-mail address').fill('jonas@example.test');
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const link = await dialog.getByLabel('Link of the invitation').inputValue();
    expect(link).toContain('/admin/invitation#token=');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await desk.page.getByRole('tab', { name: 'Invited' }).click();
    await desk.page.getByText('jonas@example.test').waitFor();

    const newcomer = await openPage(browser, link, DESKTOP);
    keepPictureOnFailure(newcomer.page, 'newcomer');
    await picture(newcomer.page, 'invitation');
    await field(newcomer.page, 'Your name').fill('Jonas');
    await field(newcomer.page, 'Password').fill('a very long sentence');
    await newcomer.page.getByRole('button', { name: 'Join' }).click();
    await newcomer.page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(await newcomer.page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
      'Overview',
      'Shows',
      'Products',
      'Orders',
    ]);

    await desk.page.getByRole('tab', { name: 'Staff' }).click();
    await desk.page.getByLabel('Role of Jonas').selectOption('moderator');
    await picture(desk.page, 'people');
    await desk.page.getByRole('button', { name: 'Change the role' }).click();
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
    await newcomer.page.getByRole('link', { name: 'Orders' }).click();
    await newcomer.page.getByText('Your session has ended. Sign in again.').waitFor();
    await newcomer.page.getByRole('button', { name: 'Sign in' }).waitFor();

    await desk.page.getByRole('link', { name: 'Audit log' }).click();
    await desk.page.getByText('Changed a role: Jonas').waitFor();
    await picture(desk.page, 'audit');
    expect(desk.errors).toEqual([]);
    await desk.context.close();
    await newcomer.context.close();
  });

  test('an admin settles name and words, adds a webhook and sees its secret once', async () => {
    const { page, errors, context } = await openPage(browser, `${server.url}/admin/sign-in?back=/settings`, DESKTOP);
    keepPictureOnFailure(page, 'settings');
    await field(page, 'E-mail address').fill(ADMIN.email);
    await field(page, 'Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const shop = page.getByRole('region', { name: 'The shop' });
    await shop.getByLabel('Name').fill('Maison Lumen II');
    await shop.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    const words = page.getByRole('region', { name: 'Blocked words' });
    await words.getByLabel('Blocked words').fill('kiln\n\nKiln\nclay');
    await words.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(async () => (await admin.request<{ blockedWords: string[] }>('GET', '/shop/settings')).blockedWords)
      .toContain('clay');
    const hooks = page.getByRole('region', { name: 'Webhooks' });
    await hooks.getByRole('button', { name: 'Add a webhook' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('Address').fill('https://hooks.example.test/vitrine');
    await drawer.getByRole('button', { name: 'Save' }).click();
    expect(await drawer.getByLabel('Secret').inputValue()).toMatch(/^whsec_/);
    await picture(page, 'webhook');
    await drawer.getByRole('button', { name: 'Done' }).click();
    await hooks.getByText('https://hooks.example.test/vitrine').waitFor();
    await page.getByText('SQLite, built in').waitFor();
    await picture(page, 'settings', { whole: true });
    expect(errors).toEqual([]);
    await context.close();
  });

  test('an order is found, marked as sent and refunded', async () => {
    const vase = await admin.createProduct('Dune vase', 3);
    const buyer = await admin.guest('Amir');
    const order = await buyer.request<{ number: string }>(
      'POST',
      '/orders',
      {
        contact: { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' },
        lines: [{ productId: vase._id, variantId: vase.variants[0]?.id, quantity: 2, unitPrice: 6_800 }],
      },
      { 'idempotency-key': 'order-in-the-browser' },
    );
    const { page, errors, context } = await openPage(browser, `${server.url}/admin/sign-in?back=/orders`, DESKTOP);
    keepPictureOnFailure(page, 'orders');
    await field(page, 'E-mail address').fill(ADMIN.email);
    await field(page, 'Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Number, name or e-mail').fill('nobody');
    await page.getByText('No order is like that').waitFor();
    await page.getByLabel('Number, name or e-mail').fill('amir');
    await page.getByRole('button', { name: `Open order ${order.number}` }).click();
    const drawer = page.getByRole('dialog').first();
    await drawer.getByText('Kiln Lane 1, Ghent').waitFor();
    for (const step of ['Mark as paid', 'Mark as sent']) {
      await drawer.getByRole('button', { name: step }).click();
      await drawer.getByRole('button', { name: step }).waitFor({ state: 'detached' });
    }
    await picture(page, 'order');
    await drawer.getByRole('button', { name: 'Refund' }).click();
    await page.getByRole('dialog').last().getByRole('button', { name: 'Refund' }).click();
    await drawer.getByText('Refunded').first().waitFor();
    await page.keyboard.press('Escape');
    await picture(page, 'orders');
    expect(errors).toEqual([]);
    await context.close();
  });
});
