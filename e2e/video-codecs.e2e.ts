/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DESKTOP, framesBeyond, launchBrowser, openPage } from './browser.ts';
import { Customer } from './customers.ts';

let server: ServerProcess;
let browser: Browser;
let admin: ShopClient;
beforeAll(async () => {
  [server, browser] = await Promise.all([ServerProcess.start(), launchBrowser()]);
  admin = await openShop(server);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

interface Publishing {
  url: string;
  token: string;
  codec: string;
  encodings: RTCRtpEncodingParameters[];
}
/** In the page: publishes its camera by WHIP in this codec. */
async function publishCamera({ url, token, codec, encodings }: Publishing): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1_280, height: 720, frameRate: 15 } });
  const peer = new RTCPeerConnection();
  for (const track of stream.getTracks()) {
    const isVideo = track.kind === 'video';
    const transceiver = peer.addTransceiver(track, { direction: 'sendonly', sendEncodings: isVideo ? encodings : [{}] });
    if (!isVideo) continue;
    const usable = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
    transceiver.setCodecPreferences(usable.filter(({ mimeType }) => mimeType === `video/${codec}` || mimeType === 'video/rtx'));
  }
  await peer.setLocalDescription();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
  const response = await fetch(url, { method: 'POST', headers, body: peer.localDescription?.sdp ?? '' });
  const answer = await response.text();
  if (response.status !== 201) throw new Error(`publishing was answered with ${response.status}: ${answer}`);
  await peer.setRemoteDescription({ type: 'answer', sdp: answer });
}
const THREE = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 150_000 },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_500_000 },
];
const ONE = [{ maxBitrate: 1_500_000 }];

test.each([
  { codec: 'VP8', how: 'three encodings', encodings: THREE },
  { codec: 'VP8', how: 'one encoding', encodings: ONE },
  { codec: 'H264', how: 'three encodings', encodings: THREE },
  { codec: 'H264', how: 'one encoding', encodings: ONE },
  { codec: 'VP9', how: 'one encoding', encodings: ONE },
])(
  'Chromium publishes $codec in $how, and another one shows it',
  async ({ codec, encodings }) => {
    const show = await admin.createShow('The Autumn Firing');
    const given = await admin.request<VideoCredentials>('POST', `/livestreams/${show._id}/video`, { role: 'host' });
    if (given.provider !== 'sfu') throw new Error('another video provider');
    const host = await openPage(browser, `${server.url}/healthz`, DESKTOP);
    await host.context.grantPermissions(['camera', 'microphone']);
    await host.page.evaluate(publishCamera, { url: `${server.url}${given.url}`, token: given.token, codec, encodings });
    await admin.request('PUT', `/livestreams/${show._id}`, { isActive: true });
    const { page, errors, context } = await openPage(browser, `${server.url}/watch/${show._id}`, DESKTOP);
    await framesBeyond(page, 20);
    const customer = new Customer(page);
    if (encodings.length > 1) {
      await customer.seesPicture('360p');
      await customer.seesPicture('Automatic');
    }
    await customer.choosesPicture('Sound only');
    await page.getByRole('button', { name: /^Picture(:|$)/ }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Figures of the picture' }).click();
    await page.getByLabel('Figures of the picture').getByText('0.00 Mbit/s').waitFor();
    await customer.choosesPicture('Automatic');
    await framesBeyond(page, (await framesBeyond(page, 0)) + 10);
    expect(errors).toEqual([]);
    await Promise.all([context.close(), host.context.close()]);
    await admin.request('DELETE', `/livestreams/${show._id}`);
  },
  90_000,
);
