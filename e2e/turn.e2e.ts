import { createHmac } from 'node:crypto';
import type { IceServer, VideoCredentials } from '@vitrine/protocol';
import { openShop, ServerProcess, type ShopClient } from '@vitrine/test-env';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framesBeyond, launchBrowser, openPage } from './browser.ts';
import { TurnServer } from './turn-server.ts';

type SfuCredentials = Extract<VideoCredentials, { provider: 'sfu' }>;

/** Networks that let nothing through but what goes by a relay: Chromium is told to use no other way. */
describe('Through a TURN server alone', () => {
  let turn: TurnServer;
  let server: ServerProcess;
  let browser: Browser;
  let admin: ShopClient;
  let showId: string;
  let host: Page;

  beforeAll(async () => {
    turn = await TurnServer.start();
    const env = { ICE_SERVERS: `turn:127.0.0.1:${turn.port}?transport=udp`, TURN_SECRET: turn.secret };
    [server, browser] = await Promise.all([ServerProcess.start({ env }), launchBrowser()]);
    admin = await openShop(server);
    showId = (await admin.createShow('Behind a wall'))._id;
    host = (await openPage(browser, server.url)).page;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
    await turn?.[Symbol.asyncDispose]();
  });

  const credentials = (role: 'host' | 'viewer'): Promise<SfuCredentials> => admin.request('POST', `/livestreams/${showId}/video`, { role });

  test('a host publishes and a viewer watches, each with an account of its own that expires', async () => {
    const given = await credentials('host');
    const [relay] = given.iceServers;
    const [expires, userId] = relay?.username?.split(':') ?? [];
    expect(Number(expires) * 1_000).toBeGreaterThan(Date.now());
    expect(Number(expires) * 1_000).toBeLessThanOrEqual(Date.now() + 2 * 60 * 60_000);
    expect(userId).toMatch(/^[0-9a-f]{24}$/);
    const published = await connect(host, given);
    expect(published.way).toBe('relay');
    // Broadcasting tools learn the same from the answer's headers (RFC 9725 section 4.6).
    expect(published.link).toContain(`<turn:127.0.0.1:${turn.port}?transport=udp>; rel="ice-server"; username="`);
    expect(published.link).toContain('credential-type="password"');

    await admin.request('PUT', `/livestreams/${showId}`, { isActive: true });
    const { page } = await openPage(browser, server.url);
    expect((await connect(page, await credentials('viewer'))).way).toBe('relay');
    const frames = await framesBeyond(page, 0);
    expect(await framesBeyond(page, frames + 30)).toBeGreaterThan(frames);
    expect(turn.said.some((line) => line.includes(`user <${relay?.username}>`))).toBe(true);
  });

  test('an account that has expired, or is signed by somebody else, is given no relay', async () => {
    const { iceServers } = await credentials('viewer');
    const account = (secret: string, secondsFromNow: number): IceServer => {
      const username = `${Math.floor(Date.now() / 1_000) + secondsFromNow}:${'a'.repeat(24)}`;
      return { urls: iceServers[0]?.urls ?? [], username, credential: createHmac('sha1', secret).update(username).digest('base64') };
    };
    expect(await relayCandidates(host, iceServers)).toBeGreaterThan(0);
    expect(await relayCandidates(host, [account(turn.secret, 60)])).toBeGreaterThan(0);
    expect(await relayCandidates(host, [account(turn.secret, -60)])).toBe(0);
    expect(await relayCandidates(host, [account('another secret', 60)])).toBe(0);
  });
});

/** Sends the fake camera by WHIP, or plays by WHEP in a video element; gives the way that the media takes, and the answer's Link headers. */
function connect(page: Page, credentials: SfuCredentials): Promise<{ way: string; link: string }> {
  return page.evaluate(async ({ role, url, token, iceServers }) => {
    const peer = new RTCPeerConnection({ iceServers, iceTransportPolicy: 'relay', bundlePolicy: 'max-bundle' });
    const until = async (isSo: () => boolean, event: string): Promise<void> => {
      while (!isSo()) await new Promise((resolve) => peer.addEventListener(event, resolve, { once: true }));
    };
    if (role === 'host') {
      const camera = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: true });
      for (const track of camera.getTracks()) peer.addTransceiver(track, { direction: 'sendonly' });
    } else {
      const video = document.createElement('video');
      const srcObject = new MediaStream();
      Object.assign(video, { muted: true, autoplay: true, srcObject });
      document.body.append(video);
      peer.addEventListener('track', ({ track }) => srcObject.addTrack(track));
      for (const kind of ['video', 'audio']) peer.addTransceiver(kind, { direction: 'recvonly' });
    }
    await peer.setLocalDescription();
    await until(() => peer.iceGatheringState === 'complete', 'icegatheringstatechange');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/sdp' };
    const response = await fetch(url, { method: 'POST', headers, body: peer.localDescription?.sdp ?? '' });
    await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    await until(() => peer.connectionState === 'connected', 'connectionstatechange');
    Object.assign(window, { keptFromBeingCollected: peer });
    const stats = [...(await peer.getStats()).values()];
    const pair = stats.find(({ type, nominated }) => type === 'candidate-pair' && nominated);
    const way = stats.find(({ id }) => id === pair?.localCandidateId)?.candidateType;
    return { way, link: response.headers.get('link') ?? '' };
  }, credentials);
}

function relayCandidates(page: Page, iceServers: IceServer[]): Promise<number> {
  return page.evaluate(async (servers) => {
    const peer = new RTCPeerConnection({ iceServers: servers, iceTransportPolicy: 'relay' });
    peer.createDataChannel('any');
    await peer.setLocalDescription();
    while (peer.iceGatheringState !== 'complete')
      await new Promise((resolve) => peer.addEventListener('icegatheringstatechange', resolve, { once: true }));
    const found = (peer.localDescription?.sdp.match(/ typ relay /g) ?? []).length;
    peer.close();
    return found;
  }, iceServers);
}
