import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Client } from '../realtime/live.ts';
import { World } from './role-world.ts';

const secret = (name: string): string => `${name}-${randomBytes(12).toString('hex')}`;

test('No password, token, cookie, message or address of a person is in the log or in the audit log', async () => {
  const secrets = new Set<string>();
  const keep = (value: string): string => {
    secrets.add(value);
    return value;
  };
  let log: string[];
  {
    await using world = await World.open();
    log = world.log;
    const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${world.url}${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: answer.status, cookies: answer.headers.getSetCookie(), text: await answer.text() };
    };
    const admin = await world.person('admin');
    const asAdmin = { authorization: `Bearer ${keep(admin.token)}` };
    const password = keep(secret('password'));
    const email = keep(`${secret('amir')}@example.test`);

    // In and out, rightly and wrongly.
    const made = await send('POST', '/auth/sign-up', { name: 'Amir', email, password, transport: 'bearer' });
    expect(made.status).toBe(201);
    keep(JSON.parse(made.text).token);
    const cookie = await send('POST', '/auth/sign-in', { email, password });
    expect(cookie.cookies).toHaveLength(1);
    const [pair = ''] = cookie.cookies[0]?.split(';') ?? [];
    keep(pair.split('=')[1] ?? '');
    await send('GET', '/auth/session', undefined, { cookie: pair });
    await send('POST', '/auth/sign-in', { email, password: keep(secret('wrong')) });
    await send('POST', '/auth/setup', { token: keep(secret('setup')), name: 'Amir', email, password });
    await send('POST', '/auth/password-reset/complete', { token: keep(secret('reset')), password });
    await send('GET', '/orders', undefined, { authorization: `Bearer ${keep(secret('stale'))}` });
    await send('GET', `/livestreams?token=${keep(secret('query'))}`);
    await send('POST', '/livestreams', `{"broken": "${keep(secret('broken'))}`, asAdmin);
    await send('POST', '/products', { title: keep(secret('field')), nonsense: keep(secret('nonsense')) }, asAdmin);
    // An operator's own.
    const webhook = await send('POST', '/webhooks', { url: 'http://127.0.0.1:9/x', events: ['order.paid'] }, asAdmin);
    const { secret: signing, _id } = JSON.parse(webhook.text);
    keep(signing);
    await send('POST', `/webhooks/${_id}/ping`, {}, asAdmin);
    keep(JSON.parse((await send('POST', `/webhooks/${_id}/secret`, {}, asAdmin)).text).secret);
    // Over a socket.
    const host = await world.person('host');
    const streamId = await world.show(host, { isLive: true });
    const client = await Client.in(world.socketUrl, { streamId, token: keep(host.token) });
    await client.ask('chat_message', { message: keep(secret('said')) }, 'a');
    await client.ask('register', { streamId, token: keep(secret('wrong')) }, 'b');
    await client.close();

    const audit = JSON.stringify(await world.storage.audit.list({ limit: 100 }));
    expect(audit).toContain('webhook.create');
    for (const value of secrets) expect(audit, value).not.toContain(value);
  }
  expect(log.length).toBeGreaterThan(10);
  // Without a mail server mails are printed: that is what stands in for it.
  const lines = log.filter((line) => JSON.parse(line).mail === undefined);
  for (const value of secrets) expect(lines.filter((line) => line.includes(value))).toEqual([]);
});
