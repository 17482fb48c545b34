import type { Livestream, OrderInput, Product } from '@vitrine/protocol';
import { ADMIN, openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings } from './accessibility.ts';
import { DESKTOP, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';
import { deskPages, throughStates } from './desk-states.ts';
import { opensByKeyboard, walkByKeyboard } from './keyboard.ts';
import { statesOf, UnsteadyPage } from './states.ts';

const told =
  (fault: string) =>
  (control: string): string =>
    `${fault}: ${control}`;

/** A shop with something of everything; every screen of both sides is looked at by axe-core, on a phone and at a desk. */
describe('axe-core finds nothing', () => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  let live: Livestream;
  let ended: Livestream;
  let upcoming: Livestream;
  let vase: Product;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
    vase = await admin.createProduct('Dune vase', 3);
    await admin.createProduct('Pebble bowl', 0);
    ended = await admin.createShow('The Spring Firing');
    await admin.request('PUT', `/livestreams/${ended._id}`, { isActive: true });
    await admin.request('DELETE', `/livestreams/${ended._id}`);
    live = await admin.request('POST', '/livestreams', { title: 'The Autumn Firing', description: 'Stoneware', tags: ['ceramics'] });
    await admin.request('PUT', `/livestreams/${live._id}`, { isActive: true });
    await admin.request('POST', `/livestreams/${live._id}/products`, { productIds: [vase._id] });
    upcoming = await admin.request('POST', '/livestreams', {
      title: 'Lamps at noon',
      scheduledFor: new Date(Date.now() + 86_400_000).toISOString(),
    });
    const [variant] = vase.variants;
    const order: Partial<OrderInput> = {
      contact: { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' },
      lines: [{ productId: vase._id, variantId: variant?.id ?? '', quantity: 1, unitPrice: variant?.price ?? 0 }],
    };
    await admin.request('POST', '/orders', { ...order, streamId: live._id }, { 'idempotency-key': 'one' });
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  const SIZES = [
    ['a phone', PHONE],
    ['a desk', DESKTOP],
  ] as const;

  test.each(SIZES)(
    'in what customers see, on %s',
    async (where, size) => {
      const { page, context } = await openPage(browser, server.url, size);
      const found: Record<string, string[]> = {};
      const look = async (name: string): Promise<void> => {
        const seen = await findings(page);
        if (seen.length > 0) found[name] = seen;
      };
      await page.getByText('Lamps at noon').first().waitFor();
      await look('home');
      await page.goto(`${server.url}/watch/${live._id}`);
      await page.getByRole('status', { name: 'On screen now' }).waitFor();
      await look('watch');
      const noor = new Customer(page);
      await page.getByPlaceholder('Say something').fill(`good evening from ${where}`);
      await page.getByPlaceholder('Say something').press('Enter');
      await page.getByRole('dialog').waitFor();
      await look('watch, name');
      await page.getByLabel('Name', { exact: true }).fill('Noor');
      await page.getByRole('button', { name: 'Join the chat' }).click();
      await noor.reads(`good evening from ${where}`);
      await look('watch, chat');
      if (size === PHONE) await page.getByRole('button', { name: 'Questions' }).click();
      else await page.getByRole('tab', { name: 'Questions' }).click();
      await page.getByText('Nobody has asked yet.').waitFor();
      await look('watch, questions');
      await page.keyboard.press('Escape');
      await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).click();
      await page.getByRole('dialog').getByLabel('Address').waitFor();
      await look('watch, order');
      await page.getByRole('button', { name: /^Buy now/ }).click();
      await look('watch, order with problems');
      for (const [name, path, text] of [
        ['ended', `/watch/${ended._id}`, 'That was The Spring Firing'],
        ['no such show', `/watch/${'f'.repeat(24)}`, 'This show is not here'],
        ['account', '/account', 'Noor'],
        ['orders', '/account/orders', 'Nothing ordered yet'],
        // Of one column at every width.
        ...(size === PHONE
          ? ([
              ['not found', '/nowhere', 'Nothing in this window'],
              ['sign in', '/sign-in', 'Welcome back'],
              ['sign up', '/sign-up', 'Stay a little longer'],
              ['forgot', '/forgot-password', 'A new password'],
            ] as const)
          : []),
      ] as const) {
        await page.goto(`${server.url}${path}`);
        await page.getByText(text).first().waitFor();
        await look(name);
      }
      expect(found).toEqual({});
      await context.close();
    },
    90_000,
  );

  test('in what is not there yet, not any more, or does not come through', async () => {
    const found: Record<string, string[]> = {};
    const pages = await Promise.all(
      SIZES.map(async ([where, size]) => ({ where, unsteady: await UnsteadyPage.open(browser, server.url, size) })),
    );
    const states = statesOf({ live, ended, upcoming, vase });
    for (const [index, state] of states.entries())
      for (const [turn, { where, unsteady }] of pages.entries()) {
        // Each on one of the two, unless somebody wants to look at all of them.
        if (turn !== index % pages.length && !process.env.PICTURES) continue;
        await unsteady.goTo(state);
        const seen = await findings(unsteady.page);
        if (seen.length > 0) found[`${state.name}, on ${where}`] = seen;
        await picture(unsteady.page, `state-${state.name.replaceAll(/\W+/g, '-')}-${where.replace('a ', '')}`);
      }
    expect(found).toEqual({});
    await Promise.all(pages.map(({ unsteady }) => unsteady.page.context().close()));
  }, 90_000);

  test('at the desk while it loads, when it failed, without a network, and with nothing to show', async () => {
    const found: Record<string, string[]> = {};
    await Promise.all(
      SIZES.map(async ([where, size], turn) => {
        const { page, context } = await openPage(browser, 'about:blank', size);
        const { email, password } = ADMIN;
        const signedIn = await context.request.post(`${server.url}/auth/sign-in`, { data: { email, password, transport: 'cookie' } });
        expect(signedIn.ok()).toBe(true);
        for (const [index, one] of deskPages(ended._id).entries()) {
          // Each on one of the two, unless somebody wants to look at all of them.
          if (turn !== index % SIZES.length && !process.env.PICTURES) continue;
          await throughStates({ page, context, url: server.url }, one, async (state) => {
            const seen = await findings(page);
            if (seen.length > 0) found[`${state}, on ${where}`] = seen;
            await picture(page, `state-desk-${state.replaceAll(/\W+/g, '-')}-${where.replace('a ', '')}`);
          });
        }
        await context.close();
      }),
    );
    expect(found).toEqual({});
  }, 90_000);

  test.each(SIZES)(
    'at the desk, on %s',
    async (_, size) => {
      const { page, context } = await openPage(browser, `${server.url}/admin/shows`, size);
      const found: Record<string, string[]> = {};
      const look = async (name: string): Promise<void> => {
        const seen = await findings(page);
        if (seen.length > 0) found[name] = seen;
      };
      await page.getByLabel('E-mail').waitFor();
      await look('sign in');
      await page.getByLabel('E-mail').fill(ADMIN.email);
      await page.getByLabel('Password').fill(ADMIN.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Lamps at noon').first().waitFor();
      await look('shows');
      await page.getByRole('button', { name: 'New show' }).first().click();
      await page.getByRole('dialog').waitFor();
      await look('new show');
      await page.keyboard.press('Escape');
      const opens = async (name: string, role?: 'dialog' | 'menu'): Promise<void> => {
        const wrong = size === DESKTOP ? await opensByKeyboard(page, page.getByRole('button', { name }).first(), role) : [];
        if (wrong.length > 0) found[`${name}, by keyboard`] = wrong;
      };
      const open = async (name: string, path: string, ready: (page: Page) => Promise<unknown>): Promise<void> => {
        await page.goto(`${server.url}/admin${path}`);
        await ready(page);
        await look(name);
        if (size !== DESKTOP) return;
        const { missed, unseen } = await walkByKeyboard(page);
        if (missed.length + unseen.length > 0)
          found[`${name}, by keyboard`] = [...missed.map(told('missed')), ...unseen.map(told('unseen'))];
      };
      await opens('New show');
      await opens('What to do with Lamps at noon', 'menu');
      await open('overview', '/', (at) => at.getByRole('heading').first().waitFor());
      await open('control room', `/shows/${live._id}`, (at) => at.getByRole('button', { name: 'Copy link' }).waitFor());
      await open('summary', `/shows/${ended._id}`, (at) => at.getByText('The show has ended').first().waitFor());
      await open('products', '/products', (at) => at.getByText('Pebble bowl').first().waitFor());
      await opens('Import');
      await opens('Edit Pebble bowl');
      await page.getByText('Pebble bowl').first().click();
      await look('product');
      await page.getByLabel('Title').fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Give the product a title.').waitFor();
      await look('product with problems');
      await open('orders', '/orders', (at) => at.getByText('Amir').first().waitFor());
      await opens('Open order');
      await page.getByRole('button', { name: 'Open order' }).click();
      await opens('Cancel order');
      await open('people', '/people', (at) => at.getByText(ADMIN.email).first().waitFor());
      await opens('Invite');
      await open('moderation', '/moderation', (at) => at.getByText('Nothing is reported').waitFor());
      await open('settings', '/settings', (at) => at.getByLabel('Currency').waitFor());
      await opens('Add a webhook');
      await open('audit', '/audit', (at) => at.getByRole('heading', { name: 'Audit log' }).waitFor());
      await open('not found', '/nowhere', (at) => at.getByRole('heading').first().waitFor());
      expect(found).toEqual({});
      await context.close();
    },
    90_000,
  );
});
