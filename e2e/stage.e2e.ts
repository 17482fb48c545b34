import type { Replay } from '@vitrine/protocol';
import { ADMIN, openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import { type FakeHost, publishClip, releaseVideo } from '@vitrine/test-env/fake-host';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings } from './accessibility.ts';
import { DESKTOP, framesBeyond, keepPictureOnFailure, launchBrowser, openPage, PHONE, picture } from './browser.ts';
import { Customer } from './customers.ts';

let server: ServerProcess;
let browser: Browser;
let admin: ShopClient;
const hosts: FakeHost[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start({ env: { SHOP_NAME: 'Maison Lumen' } }), launchBrowser()]);
  admin = await openShop(server);
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.stop()));
  await browser.close();
  await server[Symbol.asyncDispose]();
  releaseVideo();
});

/** Waits until the tile of this person shows moving pictures. */
const playsTile = (page: Page, name: string) =>
  page.waitForFunction(
    (label) => {
      const video = document.querySelector<HTMLVideoElement>(`video[aria-label="${label}"]`);
      return video !== null && video.getVideoPlaybackQuality().totalVideoFrames > 10;
    },
    `${name} on stage`,
    { timeout: 30_000 },
  );

test('A show goes live by its key, takes a viewer on stage, and is kept as a recording that can be deleted', async () => {
  const show = await admin.createShow('The Autumn Firing');
  const desk = await openPage(browser, `${server.url}/admin/shows/${show._id}`, DESKTOP);
  keepPictureOnFailure(desk.page, 'stage-desk');
  await desk.page.getByLabel('E-mail').fill(ADMIN.email);
  await desk.page.getByLabel('Password').fill(ADMIN.password);
  await desk.page.getByRole('button', { name: 'Sign in' }).click();

  await desk.page.getByRole('button', { name: 'OBS' }).click();
  const tools = desk.page.getByRole('dialog');
  await tools.getByRole('button', { name: 'Make a key' }).click();
  const token = await tools.getByText(/^vbk_/).innerText();
  const whipUrl = await tools.getByText(/\/whip\//).innerText();
  await picture(desk.page, 'broadcast-key');
  await desk.page.keyboard.press('Escape');
  hosts.push(await publishClip({ whipUrl, token }));
  await desk.page.getByRole('banner').getByRole('button', { name: 'Go live' }).click();
  await desk.page.getByRole('timer').waitFor();

  const phone = await openPage(browser, `${server.url}/sign-up`, PHONE);
  await phone.page.getByLabel('Name', { exact: true }).fill('Amir');
  await phone.page.getByLabel('E-mail').fill('amir@example.test');
  await phone.page.getByLabel('Password').fill('a very long sentence');
  await phone.page.getByRole('button', { name: 'Make my account' }).click();
  await phone.page.getByRole('heading', { name: 'Shows you wait for' }).waitFor();
  await phone.page.goto(`${server.url}/watch/${show._id}`);
  const viewer = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
  keepPictureOnFailure(phone.page, 'stage-phone');
  keepPictureOnFailure(viewer.page, 'stage-viewer');
  await Promise.all([framesBeyond(phone.page, 5), framesBeyond(viewer.page, 5)]);
  const amir = new Customer(phone.page);
  await amir.say('may I show mine?');

  const stage = desk.page.getByRole('region', { name: 'On stage' });
  await stage.getByText('Seat 1, host').waitFor();
  await stage.getByRole('button', { name: 'Ask somebody on stage' }).click();
  await desk.page.getByRole('searchbox', { name: 'Find by name' }).fill('ami');
  await desk.page.getByRole('button', { name: 'Ask on stage: Amir' }).waitFor();
  expect(await findings(desk.page)).toEqual([]);
  await picture(desk.page, 'stage-invite');
  await desk.page.keyboard.press('ArrowDown');
  await desk.page.keyboard.press('Enter');
  await stage.getByText('Seat 2, asked').waitFor();
  const invitation = phone.page.getByRole('dialog');
  await invitation.getByRole('button', { name: 'Look at yourself first' }).click();
  await playsTile(phone.page, 'Amir');
  await picture(phone.page, 'invitation-phone');
  await invitation.getByRole('button', { name: 'Go on stage' }).click();
  await Promise.all([playsTile(viewer.page, 'Amir'), playsTile(desk.page, 'Amir')]);
  await picture(viewer.page, 'stage-desktop');
  await picture(phone.page, 'stage-phone');
  await stage.getByText('Seat 2, on stage').waitFor();
  await desk.page.getByRole('img', { name: /^Over the last \d+ seconds: .* at the most$/ }).waitFor();
  await picture(desk.page, 'stage-control-room');
  await desk.page.setViewportSize(PHONE);
  await desk.page.getByRole('tab', { name: 'Show' }).click();
  await stage.scrollIntoViewIfNeeded();
  await picture(desk.page, 'stage-control-room-phone');
  await stage.getByRole('button', { name: 'Ask somebody on stage' }).click();
  await desk.page.getByRole('dialog').getByText('Nobody to ask yet').waitFor();
  await picture(desk.page, 'stage-invite-phone');
  await desk.page.keyboard.press('Escape');
  await desk.page.setViewportSize(DESKTOP);

  await stage.getByRole('button', { name: 'Mute Amir' }).click();
  await phone.page.getByText('The host has muted you.').waitFor();
  await viewer.page.getByRole('group', { name: 'On stage' }).getByRole('img', { name: 'Sound off' }).waitFor();
  await stage.getByRole('button', { name: 'Put Amir off the stage' }).click();
  await viewer.page.getByRole('group', { name: 'On stage' }).waitFor({ state: 'detached' });
  await phone.page.getByRole('button', { name: 'Leave the stage' }).waitFor({ state: 'detached' });

  await admin.request('DELETE', `/livestreams/${show._id}`);
  const recording = desk.page.getByRole('region', { name: 'Recording' });
  await recording.getByRole('cell', { name: 'Amir' }).waitFor({ timeout: 60_000 });
  await desk.page.waitForFunction(() => (document.querySelector('video')?.duration ?? 0) > 1);
  await recording.scrollIntoViewIfNeeded();
  await picture(desk.page, 'recording');

  // Who was there sees it again, with the guest where they were, in step with the host.
  const { guests } = await admin.request<Replay>('GET', `/livestreams/${show._id}/replay`);
  const [came] = guests;
  if (!came) throw new Error('the guest is not in the replay');
  expect(guests.map(({ name, duration }) => [name, duration > 0])).toEqual([['Amir', true]]);
  await viewer.page.getByRole('button', { name: 'Watch the replay' }).click();
  const onStage = viewer.page.getByRole('group', { name: 'On stage' });
  const toTheGuest = (): Promise<void> => viewer.page.getByRole('slider', { name: 'Position' }).fill(`${Math.ceil(came.position)}`);
  const areInStep = (): Promise<boolean> =>
    viewer.page.evaluate(({ position, from }) => {
      const host = document.querySelector<HTMLVideoElement>('video.picture');
      const guest = document.querySelector<HTMLVideoElement>('video[aria-label="Amir"]');
      if (!host || !guest || guest.getVideoPlaybackQuality().totalVideoFrames < 5) return false;
      return Math.abs(host.currentTime - position - (guest.currentTime - from)) < 0.3;
    }, came);
  await toTheGuest();
  await onStage.getByText('Amir').waitFor();
  await expect
    .poll(
      async () => {
        // The guest was there for a few seconds: a slow machine may have played past them.
        if ((await onStage.count()) === 0) await toTheGuest();
        return areInStep();
      },
      { timeout: 30_000 },
    )
    .toBe(true);
  await picture(viewer.page, 'replay-guest');
  await recording.getByRole('button', { name: 'Delete the recording' }).click();
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Delete it' }).click();
  await recording.getByText('There is no recording of this show.').waitFor();
  // That the show has no key yet is told as not found, which browsers write down.
  const told = desk.errors.filter((error) => !error.includes('404'));
  expect([...told, ...phone.errors, ...viewer.errors]).toEqual([]);
}, 180_000);
