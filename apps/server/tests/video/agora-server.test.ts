import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  APP_CERTIFICATE,
  APP_ID,
  CUSTOMER,
  FakeAgora,
  NOTIFICATION_SECRET,
  type Notice,
  notification,
} from '../../../../packages/test-env/src/agora/index.ts';
import { seatUid, viewerUid } from '../../src/adapters/video/agora/uids.ts';
import { readConfig, VitrineServer } from '../../src/server.ts';

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests assert
type Answer = { status: number; body: any; headers: Headers };

let folder: string;
let agora: FakeAgora;
let server: VitrineServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-agora-'));
  agora = await FakeAgora.open();
  const config = readConfig(
    {
      PORT: '0',
      DATA_DIR: folder,
      AGORA_APP_ID: APP_ID,
      AGORA_APP_CERTIFICATE: APP_CERTIFICATE,
      AGORA_CUSTOMER_ID: CUSTOMER.id,
      AGORA_CUSTOMER_SECRET: CUSTOMER.secret,
      AGORA_NOTIFICATION_SECRET: NOTIFICATION_SECRET,
      AGORA_API_BASE: agora.url,
    },
    '/',
  );
  server = await VitrineServer.create(config, { logger: pino({ level: 'silent' }) });
  await server.start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await agora[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function call(
  method: string,
  path: string,
  { token, body, headers }: { token?: string; body?: unknown; headers?: object } = {},
): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' || !text.startsWith('{') ? text : JSON.parse(text), headers: response.headers };
}
const notify = async (notice: Notice): Promise<Answer> => {
  const { body, signature } = notification(notice);
  return call('POST', '/agora/notifications', { body, headers: { 'agora-signature-v2': signature } });
};

test('A whole shop carries its video by Agora: credentials, the host’s coming and going, and the end', async () => {
  const setup = { token: await server.issueSetupToken(), name: 'Inès', email: 'ines@example.test', password: 'a lamp in the window' };
  const admin: string = (await call('POST', '/auth/setup', { body: { ...setup, transport: 'bearer' } })).body.token;
  const show: string = (await call('POST', '/livestreams', { token: admin, body: { title: 'Lamps' } })).body._id;
  const status = async (): Promise<string> => (await call('GET', `/livestreams/${show}`)).body.status;
  const credentials = (body: object, token?: string) => call('POST', `/livestreams/${show}/video`, { body, ...(token ? { token } : {}) });
  const host = seatUid(show, 'host');

  const { body: publishing } = await credentials({ role: 'host' }, admin);
  expect(publishing).toMatchObject({ provider: 'agora', role: 'host', channel: show, uid: host, seatUid: host });
  expect((await credentials({})).body.code).toBe('not_live');
  agora.join(show, host, 'broadcasters');
  const joined = await notify({ eventType: 103, channelName: show, uid: host });
  expect(joined).toMatchObject({ status: 200, body: {} });
  expect(joined.headers.get('content-type')).toContain('application/json');
  await call('PUT', `/livestreams/${show}`, { token: admin, body: { isActive: true } });

  const watching = (await credentials({})).body;
  expect(watching).toMatchObject({ role: 'viewer', seatUid: host });
  expect((await credentials({ uid: watching.uid })).body.uid).toBe(watching.uid);
  agora.join(show, viewerUid(show, show, 0), 'audience');

  expect((await notify({ eventType: 104, channelName: show, uid: host, reason: 2 })).status).toBe(200);
  await expect.poll(status).toBe('interrupted');
  await notify({ eventType: 103, channelName: show, uid: host });
  await expect.poll(status).toBe('live');

  const { body: forged } = notification({ eventType: 104, channelName: show, uid: host });
  expect((await call('POST', '/agora/notifications', { body: forged, headers: { 'agora-signature-v2': '00' } })).body.code).toBe('invalid');
  expect(await status()).toBe('live');

  await call('PUT', `/livestreams/${show}`, { token: admin, body: { isActive: false } });
  await agora.until(() => !agora.channels.has(show));
  expect(agora.rules).toMatchObject([{ cname: show, uid: null, privileges: ['join_channel'] }]);
  expect((await credentials({})).body.code).toBe('ended');
});

test('A shop on Agora has no WHIP of its own, says so, and lets its pages reach Agora', async () => {
  const offer = await call('POST', `/whip/${'a'.repeat(24)}`, { headers: { 'content-type': 'application/sdp' }, body: 'v=0' });
  expect(offer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(offer.headers.get('content-security-policy')).toContain('https://*.agora.io:*');
});
