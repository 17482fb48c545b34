import { ADMIN, openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesBeyond, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

describe('The mobile apps, as pages on a phone', () => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
    await admin.createProduct('Dune vase', 3);
    await admin.createProduct('Reed carafe', 7);
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  test('a host goes live from one, a customer watches, chats, likes and buys on the other, and the end reaches both', async () => {
    const desk = await openPage(browser, `${server.url}/m/admin`, PHONE);
    const host = desk.page;
    keepPictureOnFailure(host, 'mobile-host');
    await signIn(host);
    await host.getByRole('button', { name: 'New show' }).tap();
    await host.getByLabel('Title').fill('The Autumn Firing');
    await host.getByRole('button', { name: 'Create show' }).tap();
    const cameraOn = host.getByRole('button', { name: 'Turn on camera and microphone' });
    await cameraOn.or(host.getByRole('button', { name: 'Go live' })).waitFor();
    if (await cameraOn.isVisible()) await cameraOn.tap();
    await host.getByRole('button', { name: 'Go live' }).waitFor();
    await picture(host, 'mobile-preview');

    const phone = await openPage(browser, `${server.url}/m`, PHONE);
    const viewer = phone.page;
    keepPictureOnFailure(viewer, 'mobile-customer');
    await host.getByRole('button', { name: 'Go live' }).tap();
    await host.getByRole('timer').waitFor();
    // Who looked at the shows meanwhile sees it come on.
    await viewer.getByRole('button', { name: 'Step inside' }).tap();
    await framesBeyond(viewer, 10);

    await viewer.getByPlaceholder('Say something').fill('good evening');
    await viewer.getByRole('button', { name: 'Send' }).tap();
    await viewer.getByLabel('Name').fill('Amir');
    await viewer.getByRole('button', { name: 'Join the chat' }).tap();
    await Promise.all([viewer, host].map((page) => page.getByRole('log').getByText('good evening').waitFor()));
    await host.getByPlaceholder('Answer').fill('welcome in');
    await host.getByRole('button', { name: 'Send' }).tap();
    await viewer.getByRole('log').getByText('welcome in').waitFor();
    await viewer.getByRole('button', { name: /^Like/ }).tap();
    await viewer.getByRole('button', { name: /^Liked/ }).waitFor();

    // The shop's own page shows the same show at the same time.
    const web = await openPage(browser, viewer.url().replace('/m/watch/', '/watch/'), PHONE);
    await framesBeyond(web.page, 5);
    await host
      .getByRole('button', { name: /^Pin Dune vase/ })
      .first()
      .tap();
    await new Customer(web.page).seesStock('3 left');
    const pinned = viewer.getByRole('status', { name: 'On screen now' });
    await pinned.getByText('3 left').waitFor();
    await picture(viewer, 'mobile-watch');
    await buy(viewer, { name: 'Amir', email: 'amir@example.test', address: 'Kiln Lane 1, Ghent' });
    await Promise.all([pinned.getByText('2 left').waitFor(), host.getByLabel('1 orders').waitFor()]);
    await comeOnStage({ host, viewer, web: web.page });
    await picture(host, 'mobile-live');
    await takeAway(host, 'good evening');
    await viewer.getByRole('log').getByText('good evening').waitFor({ state: 'hidden' });

    await host.getByRole('button', { name: 'Hold to end' }).tap();
    await host.getByRole('button', { name: 'End the show' }).tap();
    await Promise.all([
      host.getByText('The show has ended').waitFor(),
      viewer.getByText('That was The Autumn Firing').waitFor(),
      web.page.getByText('That was The Autumn Firing').waitFor(),
    ]);
    await host.getByLabel('€68 revenue').waitFor();
    await picture(host, 'mobile-summary');
    await picture(viewer, 'mobile-ended');
    await viewer.goto(`${server.url}/m/orders`);
    await viewer.getByText(/Order V-\d+/).waitFor();
    for (const { errors } of [desk, phone, web]) expect(errors).toEqual([]);
  });

  /** The viewer makes an account, is asked on stage, is seen by the host and by everybody, and is taken off again. */
  async function comeOnStage({ host, viewer, web }: { host: Page; viewer: Page; web: Page }): Promise<void> {
    const account = { name: 'Amir', email: 'amir@example.test', password: 'a very long sentence', transport: 'cookie' };
    await viewer.evaluate(
      (body) => fetch('/auth/sign-up', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      account,
    );
    await viewer.reload();
    await framesBeyond(viewer, 2);
    await host.getByRole('button', { name: /^On stage/ }).tap();
    await host.getByRole('button', { name: 'Ask Amir' }).tap();
    await viewer.getByRole('button', { name: 'Turn on my camera' }).tap();
    await playsTile(viewer, 'Amir');
    await picture(viewer, 'mobile-invitation');
    await viewer.getByRole('button', { name: 'Go on stage' }).tap();
    await host.getByRole('button', { name: 'Mute Amir' }).waitFor();
    await host.getByRole('dialog', { name: 'On stage' }).getByRole('button', { name: 'Close' }).tap();
    await Promise.all([playsTile(host, 'Amir'), playsTile(web, 'Amir')]);
    await Promise.all([picture(host, 'mobile-live-guest'), picture(viewer, 'mobile-on-stage')]);
    await host.getByRole('button', { name: /^On stage/ }).tap();
    await host.getByRole('button', { name: 'Take Amir off the stage' }).tap();
    await viewer.getByText(/You are off the stage/).waitFor();
    const sheet = host.getByRole('dialog', { name: 'On stage' });
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await sheet.waitFor({ state: 'detached' });
  }
  /** Waits until the tile of this person shows moving pictures. */
  const playsTile = (page: Page, name: string) =>
    page.waitForFunction(
      (label) =>
        (document.querySelector<HTMLVideoElement>(`video[aria-label="${label}"]`)?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 5,
      `${name} on stage`,
      { timeout: 30_000 },
    );
  async function signIn(page: Page): Promise<void> {
    await page.getByLabel('E-mail').fill(ADMIN.email);
    await page.getByLabel('Password').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Sign in' }).tap();
    await page.getByText('No shows yet').waitFor();
  }
  async function buy(page: Page, contact: { name: string; email: string; address: string }): Promise<void> {
    await page.getByRole('status', { name: 'On screen now' }).getByRole('button', { name: 'Buy' }).tap();
    const sheet = page.getByRole('dialog').last();
    await sheet.getByLabel('Name').fill(contact.name);
    await sheet.getByLabel('E-mail').fill(contact.email);
    await sheet.getByLabel('Address').fill(contact.address);
    await sheet.getByRole('button', { name: /^Buy now/ }).tap();
    await page.getByText(/Order V-\d+/).waitFor();
    await page.getByRole('button', { name: 'Back to the show' }).tap();
  }
  /** Holds a message until it is asked what to do with it. */
  async function takeAway(page: Page, message: string): Promise<void> {
    const line = page.getByRole('log').getByText(message);
    await line.hover();
    await page.mouse.down();
    await page.getByRole('button', { name: 'Take the message away' }).waitFor();
    await page.mouse.up();
    await page.getByRole('button', { name: 'Take the message away' }).tap();
  }
});
