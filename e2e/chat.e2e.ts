import type { Livestream, Question } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

let server: ServerProcess;
let browser: Browser;
let admin: ShopClient;
let show: Livestream;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
  admin = await openShop(server);
  show = await admin.createShow('The Autumn Firing');
  await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

test('two customers ask, vote, mention and report, and see what the shop pins, slows down and answers', async () => {
  const url = `${server.url}/watch/${show._id}`;
  const [desk, phone] = [await openPage(browser, url, DESKTOP), await openPage(browser, url, PHONE)];
  keepPictureOnFailure(desk.page, 'chat-desk');
  keepPictureOnFailure(phone.page, 'chat-phone');
  const [dana, amir] = [new Customer(desk.page), new Customer(phone.page)];
  await amir.say('hello from the sofa', 'Amir');
  await dana.say('good evening', 'Dana');
  await amir.reads('good evening');

  // A question from the desk, another's vote from the phone, an answer by the shop.
  await desk.page.getByRole('tab', { name: 'Questions' }).click();
  await desk.page.getByPlaceholder('Ask the host').fill('Can it go in the dishwasher?');
  await desk.page.getByRole('button', { name: 'Ask', exact: true }).click();
  await phone.page.getByRole('button', { name: 'Questions' }).click();
  const sheet = phone.page.getByRole('dialog', { name: 'Questions' });
  await sheet.getByText('Can it go in the dishwasher?').waitFor();
  await sheet.getByRole('button', { name: /^I want to know that too/ }).click();
  await desk.page.getByRole('button', { name: 'I want to know that too. So far 1' }).waitFor();
  await picture(phone.page, 'questions-phone');
  await picture(desk.page, 'questions-desktop');
  const { items } = await admin.request<{ items: Question[] }>('GET', `/livestreams/${show._id}/questions`);
  await admin.request('POST', `/livestreams/${show._id}/questions/${items[0]?._id}/answer`, { answer: 'Yes, on the top rack.' });
  await Promise.all([sheet.getByText('Yes, on the top rack.').waitFor(), desk.page.getByText('Yes, on the top rack.').waitFor()]);
  await phone.page.keyboard.press('Escape');
  await desk.page.getByRole('tab', { name: 'Chat' }).click();

  // A press on a name speaks to its bearer.
  await desk.page.getByRole('button', { name: 'Amir', exact: true }).first().click();
  await desk.page.getByPlaceholder('Say something').pressSequentially('is it comfortable?');
  await desk.page.getByPlaceholder('Say something').press('Enter');
  await amir.reads('@Amir is it comfortable?');
  expect(await phone.page.locator('.chat-line.is-mention').count()).toBe(1);

  await desk.page.getByRole('button', { name: 'Report what Amir wrote' }).first().click();
  await desk.page.getByText('Thank you. A moderator looks at it.').waitFor();
  const reports = await admin.request<{ items: unknown[] }>('GET', `/moderation/reports?streamId=${show._id}`);
  expect(reports.items).toHaveLength(1);

  const said = await admin.request<{ items: { offset: number; message: string }[] }>('GET', `/livestreams/${show._id}/chat`);
  const evening = said.items.find(({ message }) => message === 'good evening');
  await admin.request('PUT', `/livestreams/${show._id}/pinned-message`, { offset: evening?.offset });
  await desk.page.getByRole('note', { name: 'Pinned by the shop' }).getByText('good evening').waitFor();
  await phone.page.locator('.pinned-message').getByText('good evening').waitFor();
  await admin.request('POST', `/livestreams/${show._id}/announcements`, { message: 'Free delivery until midnight' });
  await Promise.all([amir.reads('Free delivery until midnight'), dana.reads('Free delivery until midnight')]);

  await admin.request('PUT', `/livestreams/${show._id}`, { settings: { slowMode: 300 } });
  await desk.page.getByPlaceholder(/^Slow mode: wait \d+ s$/).waitFor();
  await picture(desk.page, 'chat-desktop');
  await picture(phone.page, 'chat-phone');
  await admin.request('PUT', `/livestreams/${show._id}`, { settings: { slowMode: 0, chatMode: 'staff' } });
  await Promise.all([desk, phone].map(({ page }) => page.getByPlaceholder('Only the shop writes here now').waitFor()));
  await admin.request('PUT', `/livestreams/${show._id}`, { settings: { chatMode: 'everyone', questions: false } });
  await desk.page.getByPlaceholder('Say something').waitFor();
  expect(await desk.page.getByRole('tab', { name: 'Questions' }).count()).toBe(0);
  // Nobody publishes a picture here, and the players ask for it.
  expect([...desk.errors, ...phone.errors].filter((error) => !error.includes('503'))).toEqual([]);
});
