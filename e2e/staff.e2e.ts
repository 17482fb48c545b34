import { ADMIN, openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

const PASSWORD = 'a very long sentence';

/** What somebody of the staff does and sees in the control room of a show. */
class Desk {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async enter(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole('tab', { name: 'Chat', exact: true }).waitFor();
  }
  async open(tab: RegExp): Promise<void> {
    await this.page.getByRole('tab', { name: tab }).click();
  }
  line(words: string) {
    return this.page.getByRole('log').getByText(words, { exact: true });
  }
  /** By the menu of this line, as with a keyboard. */
  async does(deed: string, name: string, words: string): Promise<void> {
    const line = this.page.locator('.chat-line').filter({ hasText: words });
    await line.getByRole('button', { name: `What to do about ${name}’s message` }).press('Enter');
    await this.page.getByRole('menuitem', { name: deed }).click();
  }
  async seesOnScreen(title: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^On screen.*, unpin ${title}$`) }).waitFor();
  }
  async seesOff(title: string): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(`^(Pin|Show) ${title} (to|on) the screen$`) }).waitFor();
  }
  pin(title: string): Promise<void> {
    return this.page.getByRole('button', { name: new RegExp(`^(Pin|Show) ${title} (to|on) the screen$`) }).click();
  }
  /** What is on screen, by the name of its button. */
  async onScreen(): Promise<string> {
    const name = await this.page.getByRole('button', { name: /^On screen/ }).getAttribute('aria-label');
    return name?.split('unpin ')[1] ?? '';
  }
  /** Nobody is told that something did not work. */
  async seesNothingWrong(): Promise<void> {
    expect(await this.page.getByText(/could not be|went wrong|did not/).count()).toBe(0);
  }
  get stage() {
    return this.page.getByRole('region', { name: 'On stage' });
  }
  /** Holds “End show” until the window says that it is over, which another hand may have brought about. */
  async holdEnd(): Promise<void> {
    await this.page.getByRole('button', { name: /^End show/ }).hover();
    await this.page.mouse.down();
    await this.seesEnd();
    await this.page.mouse.up();
  }
  async seesEnd(): Promise<void> {
    await this.page.getByText('The show has ended').first().waitFor();
  }
}

/** What every one of these windows comes to show. */
const all = <Item>(items: readonly Item[], sees: (item: Item) => Promise<unknown>): Promise<unknown> => Promise.all(items.map(sees));

describe('Two staff in the control room of one show', () => {
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  /** Who set the shop up. */
  let ines: Desk;
  let phone: Page;
  /** What the browsers of the staff write down as errors. */
  const told: { who: string; errors: string[] }[] = [];
  let streamId = '';

  beforeAll(async () => {
    [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
    admin = await openShop(server);
    const owner = await openPage(browser, `${server.url}/admin/sign-in?back=/people`, DESKTOP);
    told.push({ who: 'Inès', errors: owner.errors });
    ines = new Desk(owner.page);
    await ines.page.getByLabel('E-mail address').fill(ADMIN.email);
    await ines.page.getByLabel('Password').fill(ADMIN.password);
    await ines.page.getByRole('button', { name: 'Sign in' }).click();
    await ines.page.getByText(`${ADMIN.name} (you)`).waitFor();
    await admin.createProduct('Dune vase', 7);
    await admin.createProduct('Reed bowl', 4, 4_400);
    const customer = await openPage(browser, `${server.url}/sign-up`, PHONE);
    phone = customer.page;
    await phone.getByLabel('Name', { exact: true }).fill('Noor');
    await phone.getByLabel('E-mail').fill('noor@example.test');
    await phone.getByLabel('Password').fill(PASSWORD);
    await phone.getByRole('button', { name: 'Make my account' }).click();
    await phone.getByRole('heading', { name: 'Shows you wait for' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  /** Invited under People, and in by the link. */
  async function join(name: string, role: 'Host' | 'Moderator' | 'Admin'): Promise<Desk> {
    const { page } = ines;
    await page.goto(`${server.url}/admin/people`);
    await page.getByRole('button', { name: 'Invite' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('E-mail address').fill(`${name.toLowerCase()}@example.test`);
    await dialog.getByLabel('Role').selectOption(role.toLowerCase());
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const link = await dialog.getByLabel('Link of the invitation').inputValue();
    await dialog.getByRole('button', { name: 'Done' }).click();
    const newcomer = await openPage(browser, link, DESKTOP);
    told.push({ who: name, errors: newcomer.errors });
    await newcomer.page.getByLabel('Your name', { exact: true }).fill(name);
    await newcomer.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await newcomer.page.getByRole('button', { name: 'Join' }).click();
    await newcomer.page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    return new Desk(newcomer.page);
  }
  async function enterShow(title: string, ...desks: Desk[]): Promise<void> {
    // A host has one show on air at a time: one that a failed test left is ended here, after its pictures were kept.
    if (streamId !== '') await admin.request('DELETE', `/livestreams/${streamId}`);
    streamId = (await admin.createShow(title))._id;
    await all(desks, (desk) => desk.enter(`${server.url}/admin/shows/${streamId}`));
  }
  const keepPictures = (...named: [Page, string][]): void => {
    for (const [page, name] of named) keepPictureOnFailure(page, name);
  };
  /**
   * That nothing else is refused than what says so itself: a player that asks before there is a picture, a key that is not there, the picture
   * of who presses second, a message that was decided a moment before. Browsers write these down.
   */
  const expectNoErrors = (): void =>
    expect(told.map(({ who, errors }) => [who, errors.filter((error) => !/status of (404|409|503)/.test(error))])).toEqual(
      told.map(({ who }) => [who, []]),
    );

  test('run it together as admins: go live, pin, invite, change the rules, and end it, each seen by the other at once', async () => {
    const jonas = await join('Jonas', 'Admin');
    const both = [ines, jonas];
    keepPictures([ines.page, 'staff-ines'], [jonas.page, 'staff-jonas'], [phone, 'staff-noor']);
    await enterShow('The Autumn Firing', ...both);

    // Going live: the other's window turns to live by itself.
    await all(both, (desk) => desk.page.getByRole('banner').getByText('Not live').waitFor());
    await all(both, (desk) => desk.page.getByRole('button', { name: 'Turn on camera and microphone' }).click());
    const goLive = (desk: Desk) => desk.page.getByRole('banner').getByRole('button', { name: 'Go live' });
    await goLive(ines).click();
    await goLive(jonas).click();
    // Both may press it: one picture goes out, and the other window says that it comes from elsewhere.
    await all(both, (desk) => desk.page.getByRole('banner').getByText('LIVE', { exact: true }).waitFor());
    await all(both, (desk) => desk.page.getByRole('button', { name: /^End show/ }).waitFor());
    await expect
      .poll(
        async () => (await Promise.all(both.map((desk) => desk.page.getByRole('button', { name: 'Broadcast from here' }).count()))).sort(),
        {
          timeout: 20_000,
        },
      )
      .toEqual([0, 1]);
    await all(both, (desk) => desk.page.getByPlaceholder('Answer as the shop').waitFor());

    // What one pins stands in both line-ups; what both pin at the same moment, too.
    await ines.pin('Dune vase');
    await all(both, (desk) => desk.seesOnScreen('Dune vase'));
    await picture(ines.page, 'staff-pin-ines');
    await picture(jonas.page, 'staff-pin-jonas');
    await jonas.pin('Reed bowl');
    await all(both, (desk) => desk.seesOnScreen('Reed bowl'));
    await all(both, (desk) => desk.seesOff('Dune vase'));
    await ines.page.getByRole('button', { name: 'Take Dune vase out of the viewers’ line-up' }).click();
    await jonas.page.getByRole('button', { name: 'Pin Dune vase to the screen' }).waitFor();
    await ines.page.keyboard.press('u');
    await all(both, (desk) => desk.seesOff('Reed bowl'));
    await Promise.all([ines.pin('Dune vase'), jonas.pin('Reed bowl')]);
    await expect.poll(async () => new Set(await Promise.all(both.map((desk) => desk.onScreen()))).size).toBe(1);
    await all(both, (desk) => desk.seesNothingWrong());

    // The line-up's order and a show price, set by one, stand with the other.
    await jonas.page.getByRole('button', { name: 'Edit the line-up' }).click();
    const drawer = jonas.page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'Add products' }).click();
    await drawer.getByRole('button', { name: 'Add Reed bowl' }).click();
    await drawer.getByRole('button', { name: 'Add Dune vase' }).click();
    await drawer.getByLabel('Show price of Reed bowl').fill('39');
    await drawer.getByRole('button', { name: 'Save' }).click();
    const products = (desk: Desk) =>
      desk.page
        .getByRole('region', { name: 'Line-up' })
        .getByRole('row')
        .filter({ has: desk.page.getByRole('cell') });
    await all(both, (desk) => products(desk).first().getByText('€39').waitFor());
    for (const desk of both) expect(await products(desk).first().textContent()).toContain('Reed bowl');

    // A guest is asked by one, and put off by the other.
    await phone.goto(`${server.url}/watch/${streamId}`);
    const noor = new Customer(phone);
    await noor.say('may I show mine?');
    await all(both, (desk) => desk.line('may I show mine?').waitFor());
    await ines.stage.getByRole('button', { name: 'Ask somebody on stage' }).click();
    await ines.page.getByRole('button', { name: 'Ask on stage: Noor' }).click();
    await all(both, (desk) => desk.stage.getByText('Seat 2, asked').waitFor());
    await phone.getByRole('dialog').getByRole('button', { name: 'Look at yourself first' }).click();
    await phone.getByRole('dialog').getByRole('button', { name: 'Go on stage' }).click();
    await all(both, (desk) => desk.page.locator('video[aria-label="Noor on stage"]').waitFor());
    await jonas.stage.getByRole('button', { name: 'Mute Noor' }).click();
    await all(both, (desk) => desk.stage.getByText('Seat 2, on stage, muted').waitFor());
    await picture(ines.page, 'staff-stage-ines');
    await picture(jonas.page, 'staff-stage-jonas');
    await jonas.stage.getByRole('button', { name: 'Put Noor off the stage' }).click();
    await all(both, (desk) => desk.stage.getByText('1 of 4 seats').waitFor());

    // The rules stand open in both windows.
    await all(both, (desk) => desk.page.getByRole('button', { name: 'Rules of the chat' }).click());
    const rule = (desk: Desk, name: string) => desk.page.getByRole('dialog').getByRole('combobox', { name });
    await rule(ines, 'Slow mode').selectOption({ label: 'One message in 30 seconds' });
    await expect.poll(() => rule(jonas, 'Slow mode').inputValue()).toBe('30');
    await rule(jonas, 'Who writes').selectOption({ label: 'The shop alone' });
    await expect.poll(() => rule(ines, 'Who writes').inputValue()).toBe('staff');
    await picture(jonas.page, 'staff-rules-jonas');
    await all(both, (desk) => desk.page.getByRole('button', { name: 'Done' }).click());

    // Both end it at the same moment.
    await Promise.all([ines.holdEnd(), jonas.holdEnd()]);
    await all(both, (desk) => desk.page.getByRole('link', { name: 'Analytics' }).first().waitFor());
    await all(both, (desk) => desk.seesNothingWrong());
    await picture(ines.page, 'staff-ended-ines');
    await picture(jonas.page, 'staff-ended-jonas');
    await phone.getByText('That was The Autumn Firing').waitFor();
    expectNoErrors();
  });

  test('keep order together: a moderator and the owner see what the other pins, deletes, lets through, answers and forbids', async () => {
    const mila = await join('Mila', 'Moderator');
    const both = [ines, mila];
    keepPictures([ines.page, 'order-ines'], [mila.page, 'order-mila'], [phone, 'order-noor']);
    await enterShow('Slow Mornings', ...both);
    await admin.request('PUT', `/livestreams/${streamId}`, { isActive: true });
    await all(both, (desk) => desk.page.getByRole('timer').waitFor());

    // A moderator has what keeps order, and nothing of what runs the show.
    await mila.page.getByText('Only its host and admins can run this show.').waitFor();
    await mila.page.getByRole('cell', { name: 'Dune vase' }).waitFor();
    for (const name of [/^End show/, /^Go live/, /^OBS/, /^Rules of the chat/, /^Pin /, /^Add a product/])
      expect(await mila.page.getByRole('button', { name }).count()).toBe(0);
    expect(await mila.stage.count()).toBe(0);

    await ines.pin('Dune vase');
    await mila.page
      .getByRole('row', { name: /Dune vase/ })
      .getByText('On screen', { exact: true })
      .waitFor();

    await phone.goto(`${server.url}/watch/${streamId}`);
    const noor = new Customer(phone);
    await noor.say('how tall is it?');
    await noor.say('buy mine instead');
    await all(both, (desk) => desk.line('buy mine instead').waitFor());

    // A message on top, and down again, by either of them.
    const onTop = (desk: Desk) => desk.page.getByRole('button', { name: 'Take down' });
    await mila.does('Pin to the top', 'Noor', 'how tall is it?');
    await all(both, (desk) => onTop(desk).waitFor());
    await onTop(ines).click();
    await all(both, (desk) => onTop(desk).waitFor({ state: 'detached' }));

    await mila.page.getByRole('button', { name: 'Announce to everybody' }).click();
    await mila.page.getByPlaceholder('Announce to everybody').fill('Free delivery until midnight');
    await mila.page.getByPlaceholder('Announce to everybody').press('Enter');
    await all(both, (desk) => desk.line('Free delivery until midnight').waitFor());
    await ines.page.getByPlaceholder('Answer as the shop').fill('It is 30 cm tall');
    await ines.page.getByPlaceholder('Answer as the shop').press('Enter');
    await all(both, (desk) => desk.line('It is 30 cm tall').waitFor());

    await ines.does('Delete', 'Noor', 'buy mine instead');
    await all(both, (desk) => desk.line('buy mine instead').waitFor({ state: 'detached' }));
    await picture(mila.page, 'order-chat-mila');

    // What waits leaves both queues, whoever decides, also when both do.
    for (const words of ['see https://one.example', 'see https://two.example', 'see https://three.example']) {
      await phone.getByPlaceholder('Say something').fill(words);
      await phone.getByPlaceholder('Say something').press('Enter');
      await phone.getByText(words).waitFor();
    }
    await all(both, (desk) => desk.open(/^Waiting 3/));
    const held = (desk: Desk, words: string) =>
      desk.page.getByRole('tabpanel', { name: 'Waiting' }).getByRole('listitem').filter({ hasText: words });
    await all(both, (desk) => held(desk, 'see https://three.example').waitFor());
    await picture(ines.page, 'order-waiting-ines');
    await mila.page.getByRole('tabpanel', { name: 'Waiting' }).waitFor();
    await held(mila, 'one').getByRole('button', { name: 'Let through' }).click();
    await held(ines, 'one').waitFor({ state: 'detached' });
    await held(ines, 'two').getByRole('button', { name: 'Refuse' }).click();
    await held(mila, 'two').waitFor({ state: 'detached' });
    await all(both, (desk) => held(desk, 'three').getByRole('button', { name: 'Let through' }).click());
    await all(both, (desk) => desk.page.getByText('Nothing waits').waitFor());
    await all(both, (desk) => desk.open(/^Chat$/));
    await all(both, (desk) => desk.line('see https://three.example').waitFor());
    await all(both, (desk) => desk.line('see https://one.example').waitFor());
    expect(await mila.line('see https://two.example').count()).toBe(0);

    await phone.getByRole('button', { name: 'Questions' }).click();
    const asking = phone.getByRole('dialog', { name: 'Questions' }).getByRole('textbox');
    await asking.fill('Is it glazed inside?');
    await asking.press('Enter');
    await phone.keyboard.press('Escape');
    await all(both, (desk) => desk.open(/^Questions/));
    await mila.page.getByRole('button', { name: 'Write an answer' }).click();
    await mila.page.getByLabel('Answer to Noor').fill('Yes, it holds water.');
    await mila.page.getByRole('button', { name: 'Answer', exact: true }).click();
    await all(both, (desk) => desk.page.getByRole('tabpanel', { name: 'Questions' }).getByText('Yes, it holds water.').waitFor());

    // Who is silenced or put out stands with both, and either lets them back in.
    await all(both, (desk) => desk.open(/^Chat$/));
    await mila.does('Silence for 10 minutes', 'Noor', 'how tall is it?');
    await phone.getByPlaceholder(/^You can write again in/).waitFor();
    await all(both, (desk) => desk.open(/^Waiting/));
    const out = (desk: Desk) => desk.page.getByRole('list', { name: 'Silenced and put out' });
    await all(both, (desk) => out(desk).getByText('Silenced until').waitFor());
    await picture(ines.page, 'order-silenced-ines');
    await ines.page.getByRole('button', { name: 'Let write again: Noor' }).click();
    await all(both, (desk) => out(desk).waitFor({ state: 'detached' }));
    await phone.getByPlaceholder('Say something').waitFor();
    await ines.open(/^Chat$/);
    await ines.does('Put out', 'Noor', 'how tall is it?');
    await ines.page.getByRole('dialog').getByRole('button', { name: 'Put out' }).click();
    await out(mila).getByText('Put out of this show').waitFor();
    await picture(mila.page, 'order-put-out-mila');

    // A moderator's window turns to the end by itself.
    await ines.holdEnd();
    await mila.seesEnd();
    await picture(mila.page, 'order-ended-mila');
    expectNoErrors();
  });
});
