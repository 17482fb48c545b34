import type { Livestream, Question } from '@vitrine/protocol';
import { ADMIN, openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { DESKTOP, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

let server: ServerProcess;
let browser: Browser;
let admin: ShopClient;
let show: Livestream;

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
  admin = await openShop(server);
});
beforeEach(async () => {
  show = await admin.createShow('The Autumn Firing');
  await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
});
afterEach(() => admin.request('DELETE', `/livestreams/${show._id}`));
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
  // The parts' own styles stand above those that every element begins with, in whatever order the files come.
  expect(await desk.page.locator('.chat-log > .feed').evaluate((feed) => getComputedStyle(feed).paddingLeft)).toBe('18px');
  await dana.say('good evening', 'Dana');
  await amir.reads('good evening');

  // A question from the desk, another's vote from the phone, an answer by the shop.
  await desk.page.getByRole('button', { name: 'Put the chat away' }).click();
  await desk.page.getByRole('button', { name: 'Open the chat' }).waitFor();
  // Whoever asks has the chat back, and the field for it.
  await desk.page.getByRole('button', { name: 'Ask Inès' }).click();
  await desk.page.locator(':focus[placeholder="Ask the host"]').waitFor();
  await desk.page.keyboard.type('Can it go in the dishwasher?');
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
  await Promise.all([
    sheet.getByText('Yes, on the top rack.').waitFor(),
    desk.page.getByRole('tabpanel', { name: 'Questions' }).getByText('Yes, on the top rack.').waitFor(),
  ]);
  await sheet.getByRole('textbox').fill('How tall is it?');
  await sheet.getByRole('textbox').press('Enter');
  await phone.page.keyboard.press('Escape');
  await desk.page.getByRole('tab', { name: 'Chat' }).click();
  // It stands among what is said, too, and is voted for there.
  const lines = desk.page.getByRole('log');
  await lines.getByText('Amir asks').waitFor();
  await lines.getByText('Yes, on the top rack.').waitFor();
  await lines.getByRole('button', { name: /^I want to know that too/ }).click();
  await lines.getByRole('button', { name: 'I want to know that too. So far 1' }).waitFor();
  await phone.page.getByRole('log').getByText('How tall is it?').waitFor();
  await picture(desk.page, 'question-in-chat-desktop');
  await picture(phone.page, 'question-in-chat-phone');

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

test('the shop keeps order from the control room: answers, lets through, announces, pins, slows down, silences and puts out', async () => {
  const desk = await openPage(browser, `${server.url}/admin/shows/${show._id}`, DESKTOP);
  const { page } = desk;
  keepPictureOnFailure(page, 'moderation-desk');
  await page.getByLabel('E-mail').fill(ADMIN.email);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByPlaceholder('Answer as the shop').waitFor();
  const viewer = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
  keepPictureOnFailure(viewer.page, 'moderation-viewer');
  const noor = new Customer(viewer.page);
  const desks = page.getByRole('log');

  await noor.say('how tall is the vase?', 'Noor');
  await desks.getByText('how tall is the vase?').waitFor();
  await viewer.page.getByRole('tab', { name: 'Questions' }).click();
  await viewer.page.getByPlaceholder('Ask the host').fill('Is it glazed inside?');
  await viewer.page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByRole('tab', { name: /^Questions/ }).click();
  await page.getByRole('button', { name: 'Write an answer' }).click();
  await page.getByLabel('Answer to Noor').fill('Yes, it holds water.');
  await picture(page, 'room-questions');
  await page.getByRole('button', { name: 'Answer', exact: true }).click();
  await viewer.page.getByRole('region', { name: 'Questions' }).getByText('Yes, it holds water.').waitFor();
  await viewer.page.getByRole('tab', { name: 'Chat' }).click();

  await viewer.page.getByPlaceholder('Say something').fill('see https://example.test');
  await viewer.page.getByPlaceholder('Say something').press('Enter');
  await viewer.page.getByText('A moderator sees it first.').waitFor();
  await page.getByRole('tab', { name: 'Waiting 1' }).click();
  await page.getByText('Held: it has a link').waitFor();
  await picture(page, 'room-waiting');
  await page.getByRole('button', { name: 'Let through' }).click();
  await page.getByText('Nothing waits').waitFor();
  await page.getByRole('tab', { name: 'Chat', exact: true }).click();
  await desks.getByText('see https://example.test').waitFor();

  const actions = page.getByRole('button', { name: 'What to do about Noor’s message' });
  await actions.first().press('Enter');
  await picture(page, 'room-menu');
  await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
  await viewer.page.getByRole('note', { name: 'Pinned by the shop' }).getByText('how tall is the vase?').waitFor();
  await actions.last().press('Enter');
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await noor.reads('how tall is the vase?');
  await expect.poll(() => viewer.page.getByText('see https://example.test').count()).toBe(0);

  await page.getByRole('button', { name: 'Announce to everybody' }).click();
  await page.getByPlaceholder('Announce to everybody').fill('Free delivery until midnight');
  await page.getByPlaceholder('Announce to everybody').press('Enter');
  await noor.reads('Free delivery until midnight');
  await page.getByPlaceholder('Answer as the shop').waitFor();

  await page.getByRole('button', { name: 'Rules of the chat' }).click();
  await page.getByRole('combobox', { name: 'Slow mode' }).selectOption({ label: 'One message in 5 minutes' });
  await viewer.page.getByPlaceholder(/^Slow mode: wait/).waitFor();
  await picture(page, 'room-rules');
  await page.getByRole('combobox', { name: 'Slow mode' }).selectOption({ label: 'Off' });
  await page.getByRole('button', { name: 'Done' }).click();
  await desks.getByText('how tall is the vase?').last().hover();
  await picture(page, 'room-signs');
  await page.getByTitle('Silence for 10 minutes').click();
  await viewer.page.getByPlaceholder(/^You can write again in/).waitFor();

  await actions.first().press('Enter');
  await page.getByRole('menuitem', { name: 'Put out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Put out' }).click();
  await viewer.page.getByText('The shop has closed this chat for you.').waitFor();
  await page.getByText('Noor is put out of this show').waitFor();
  expect(desk.errors.filter((error) => !error.includes('503'))).toEqual([]);
});
