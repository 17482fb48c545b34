import { LIMITS, LivestreamInput } from '@vitrine/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Client, Live } from './live.ts';

let live: Live;
let url = '';
beforeAll(async () => {
  live = await Live.start();
  ({ url } = await live.manager({ lobbyInterval: 20 }));
});
afterAll(() => live?.stop());

const statusOf = (address: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(address, { headers });
    socket.on('error', () => {});
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('open', () => {
      resolve(101);
      socket.close();
    });
  });

describe('the upgrade', () => {
  test('a page of another site is refused, ours and native apps are not', async () => {
    expect(await statusOf(url, { origin: 'https://evil.example' })).toBe(403);
    expect(await statusOf(url, { origin: 'https://shop.example' })).toBe(101);
    expect(await statusOf(url)).toBe(101);
    expect(await statusOf(url.replace('/ws', '/other'))).toBe(404);
  });

  test('the cookie counts only from a page of ours', async () => {
    const cookie = `__Host-vitrine=${live.hostToken}`;
    const ours = await Client.open(url, { headers: { cookie, origin: 'https://shop.example' } });
    ours.send({ type: 'register', data: {} });
    expect(await ours.event('registered')).toMatchObject({ role: 'admin', viewerId: live.host.id });
    const framed = await Client.open(`${url}?anonymous`, { headers: { cookie, origin: 'https://shop.example' } });
    framed.send({ type: 'register', data: {} });
    expect(await framed.event('registered')).toMatchObject({ role: 'viewer' });
    await framed.close();
    const native = await Client.open(url, { headers: { cookie } });
    native.send({ type: 'register', data: {} });
    expect(await native.event('registered')).toMatchObject({ role: 'viewer' });
    await Promise.all([ours.close(), native.close()]);
  });

  test('an address has a bounded number of connections', async () => {
    const small = await live.manager({ socketsPerAddress: 1 });
    const first = await Client.in(small.url, {});
    expect(await statusOf(small.url)).toBe(429);
    await first.close();
  });

  test('a session has a bounded number of connections', async () => {
    const small = await live.manager({ socketsPerSession: 1 });
    const token = await live.guest('Ada');
    const first = await Client.in(small.url, { token });
    const second = await Client.open(small.url);
    expect(await second.ask('register', { token }, 'r')).toMatchObject({ type: 'error', data: { code: 'rate_limited' } });
    await Promise.all([first.close(), second.close()]);
  });
});

describe('frames', () => {
  test('what is malformed, unknown or wrong gets its code and the connection stays', async () => {
    const client = await Client.in(url, {});
    client.send('{');
    await client.event('error', (data) => data.code === 'bad_frame');
    expect(await client.ask('dance', {}, 'u')).toMatchObject({ type: 'error', data: { code: 'unknown_event' } });
    expect(await client.ask('constructor', {}, 'p')).toMatchObject({ type: 'error', data: { code: 'unknown_event' } });
    expect(await client.ask('chat_message', { message: 7 }, 'w')).toMatchObject({ type: 'error', data: { code: 'invalid' } });
    expect(await client.ask('ping', { extra: 1 }, 'x')).toMatchObject({ type: 'error', data: { code: 'invalid' } });
    expect(await client.ask('ping', {}, 'ok')).toMatchObject({ type: 'ack' });
    expect(client.all('pong')).toHaveLength(1);
    await client.close();
  });

  test('commands before register are refused', async () => {
    const client = await Client.open(url);
    expect(await client.ask('ping', {}, 'a')).toMatchObject({ type: 'error', data: { code: 'not_registered' } });
    await client.close();
  });

  test('an oversize message closes with 1009, a binary one with 1003', async () => {
    const large = await Client.in(url, {});
    large.send('x'.repeat(LIMITS.socketMessageBytes + 1));
    expect(await large.closed).toBe(1009);
    const binary = await Client.in(url, {});
    binary.socket.send(Buffer.from('{}'));
    expect(await binary.closed).toBe(1003);
  });

  test('who goes on sending nonsense is closed with 1008', async () => {
    const { url: strict } = await live.manager({ violations: 5 });
    const client = await Client.in(strict, {});
    for (let i = 0; i < 5; i += 1) client.send('{');
    expect(await client.closed).toBe(1008);
  });

  test('every command of a flood is answered once and a flood without end is closed with 4006', async () => {
    const client = await Client.in(url, {});
    for (let i = 0; i < 70; i += 1) client.send({ type: 'ping', id: `p${i}`, data: {} });
    await client.answer('p69');
    const answers = client.heard.filter((event) => event.type === 'ack' || event.type === 'error');
    expect(answers).toHaveLength(71);
    for (let i = 0; i < 300; i += 1) client.send({ type: 'ping', data: {} });
    expect(await client.closed).toBe(4006);
  });

  test('who does not register in time is closed with 4001', async () => {
    const { url: quick } = await live.manager({ registerTimeout: 20, registerSweep: 10 });
    const client = await Client.open(quick);
    expect(await client.closed).toBe(4001);
  });

  test('who answers no heartbeat is terminated, who is idle stays', async () => {
    const { url: quick, realtime } = await live.manager({ heartbeatInterval: 30 });
    const idle = await Client.in(quick, {});
    const dead = await Client.open(quick, { autoPong: false });
    await dead.closed;
    await expect.poll(() => realtime.stats().connections).toBe(1);
    expect(await idle.ask('ping', {}, 'still')).toMatchObject({ type: 'ack' });
    await idle.close();
  });
});

describe('a show', () => {
  test('a newcomer hears registered, state, pins and history in this order', async () => {
    const streamId = await live.show();
    const client = await Client.in(url, { streamId });
    expect(client.heard.map((event) => event.type).slice(0, 7)).toEqual([
      'registered',
      'stream_update',
      'pinned_products_updated',
      'settings_updated',
      'message_pinned',
      'stage_changed',
      'chat_history',
    ]);
    expect(client.all('registered')[0]?.token).toMatch(/^v1\./);
    expect(client.all('stream_update')[0]).toMatchObject({ status: 'live', liked: false, viewerCount: 1 });
    await client.close();
  });

  test('a private show is hidden, an unknown one is not there, and the connection stays where it was', async () => {
    const secret = await live.show({ visibility: 'private' });
    const client = await Client.in(url, {});
    expect(await client.ask('register', { streamId: secret }, 'a')).toMatchObject({ type: 'error', data: { code: 'not_found' } });
    expect(await client.ask('register', { streamId: 'f'.repeat(24) }, 'b')).toMatchObject({ type: 'error', data: { code: 'not_found' } });
    const staff = await Client.in(url, { streamId: secret, token: live.hostToken }, 'register_admin');
    expect(staff.all('registered')[0]?.streamId).toBe(secret);
    await Promise.all([client.close(), staff.close()]);
  });

  test('chat reaches everyone once; the same id is acknowledged again and posted once', async () => {
    const streamId = await live.show();
    const token = await live.guest('Ada');
    const ada = await Client.in(url, { streamId, token });
    const bob = await Client.in(url, { streamId });
    const first = await ada.ask('chat_message', { message: 'Hello' }, 'm1');
    expect(first).toMatchObject({ type: 'ack' });
    await ada.close();
    const again = await Client.in(url, { streamId, token });
    expect(await again.ask('chat_message', { message: 'Hello' }, 'm1')).toEqual(first);
    expect(await again.ask('chat_message', { message: 'End' }, 'm2')).toMatchObject({ type: 'ack' });
    await bob.event('chat_message', (data) => data.message === 'End');
    expect(bob.all('chat_message').map((data) => data.message)).toEqual(['Hello', 'End']);
    expect(await bob.ask('chat_message', { message: 'Me too' }, 'x')).toMatchObject({ type: 'error', data: { code: 'name_required' } });
    await Promise.all([again.close(), bob.close()]);
  });

  test('a like sets a state, and the room hears the count', async () => {
    const streamId = await live.show();
    const client = await Client.in(url, { streamId });
    const other = await Client.in(url, { streamId });
    expect(await client.ask('toggle_like', { liked: true }, 'a')).toMatchObject({ data: { liked: true, likes: 1 } });
    expect(await client.ask('toggle_like', { liked: true }, 'b')).toMatchObject({ data: { liked: true, likes: 1 } });
    await other.event('stream_update', (data) => data.likes === 1);
    expect(await client.ask('toggle_like', {}, 'c')).toMatchObject({ data: { liked: false, likes: 0 } });
    await other.event('stream_update', (data) => data.likes === 0 && other.all('stream_update').some((update) => update.likes === 1));
    await Promise.all([client.close(), other.close()]);
  });

  test('viewers are counted, not sockets, and the control room is not', async () => {
    const streamId = await live.show();
    const first = await Client.in(url, { streamId });
    const token = first.all('registered')[0]?.token;
    const staff = await Client.in(url, { streamId, token: live.hostToken }, 'register_admin');
    const second = await Client.in(url, { streamId, token });
    const third = await Client.in(url, { streamId });
    await staff.event('stream_update', (data) => data.viewerCount === 2);
    expect(live.services.audience.count(streamId)).toBe(2);
    await second.close();
    expect(await third.ask('leave', {}, 'l')).toMatchObject({ type: 'ack' });
    await expect.poll(() => live.services.audience.count(streamId)).toBe(1);
    await first.close();
    await expect.poll(() => live.services.audience.count(streamId)).toBe(0);
    await Promise.all([third.close(), staff.close()]);
  });

  test('only who may runs the show; room and lobby hear it start, change its pins and stop', async () => {
    const streamId = await live.show({ live: false });
    const product = await live.services.catalogue.create(live.host, {
      title: 'Vase',
      description: '',
      images: [],
      tags: [],
      taxRate: null,
      variants: [{ name: '', price: 6_800, compareAtPrice: null, stock: 5 }],
    });
    const staff = await Client.in(url, { streamId, token: live.hostToken }, 'register_admin');
    const viewer = await Client.in(url, { streamId });
    const lobby = await Client.in(url, {});
    for (const [type, data] of [
      ['start_stream', {}],
      ['stop_stream', {}],
      ['pinned_products_updated', { productIds: [] }],
    ] as const)
      expect(await viewer.ask(type, data, type)).toMatchObject({ type: 'error', data: { code: 'forbidden' } });
    expect(await staff.ask('start_stream', {}, 's')).toMatchObject({ type: 'ack' });
    expect(await viewer.event('stream_started')).toMatchObject({ streamId, offset: 1, livestream: { status: 'live' } });
    expect((await lobby.event('stream_started')).offset).toBeUndefined();
    await viewer.event('stream_update', (data) => data.status === 'live');
    expect(await staff.ask('pinned_products_updated', { productIds: [product._id] }, 'p')).toMatchObject({ type: 'ack' });
    expect((await viewer.event('pinned_products_updated', (data) => data.products.length > 0)).products[0]?._id).toBe(product._id);
    const pinned = (await lobby.event('lobby_update', ({ shows }) => shows.some((show) => show.pinnedProducts.length > 0))).shows;
    expect(pinned).toContainEqual({ streamId, status: 'live', viewerCount: 1, pinnedProducts: [product._id], stillAt: null });
    const more = await Client.in(url, { streamId });
    await lobby.event('lobby_update', ({ shows }) => shows.some((show) => show.viewerCount === 2));
    await more.close();
    expect(await viewer.ask('product_seen', { productIds: [product._id] }, 'seen')).toMatchObject({ type: 'ack' });
    expect(await viewer.ask('product_clicked', { productIds: [product._id] }, 'clicked')).toMatchObject({ type: 'ack' });
    expect(await staff.ask('stop_stream', {}, 'e')).toMatchObject({ type: 'ack' });
    await viewer.event('stream_stopped');
    await lobby.event('stream_stopped');
    const late = await Client.in(url, { streamId });
    expect(late.all('stream_update')[0]?.status).toBe('ended');
    await Promise.all([staff, viewer, lobby, late].map((client) => client.close()));
  });

  test('the lobby hears of public shows alone: announced, edited, hidden and called off', async () => {
    const lobby = await Client.in(url, {});
    const { livestreams } = live.services;
    const make = (title: string, visibility: 'public' | 'private') =>
      livestreams.create(live.host, LivestreamInput.parse({ title, visibility }));
    await make('Not for everyone', 'private');
    const { _id: id } = await make('Lamps at noon', 'public');
    expect((await lobby.event('show_listed')).livestream).toMatchObject({ _id: id, title: 'Lamps at noon', status: 'scheduled' });
    await livestreams.update(live.host, id, { title: 'Lamps at one' });
    await lobby.event('show_listed', ({ livestream }) => livestream.title === 'Lamps at one');
    await livestreams.update(live.host, id, { visibility: 'unlisted' });
    expect(await lobby.event('show_unlisted')).toEqual({ streamId: id });
    await livestreams.update(live.host, id, { title: 'Lamps at two' });
    await livestreams.update(live.host, id, { visibility: 'public' });
    await lobby.event('show_listed', ({ livestream }) => livestream.title === 'Lamps at two');
    await livestreams.stop(live.host, id);
    await lobby.event('stream_stopped', ({ streamId }) => streamId === id);
    expect(lobby.all('show_listed').map(({ livestream }) => livestream.title)).toEqual(['Lamps at noon', 'Lamps at one', 'Lamps at two']);
    expect(lobby.all('show_unlisted')).toHaveLength(1);
    await lobby.close();
  });

  test('a show that is deleted sends everybody away, who are told that there is none; lists lose it', async () => {
    const lobby = await Client.in(url, {});
    const staffLobby = await Client.in(url, { token: live.hostToken });
    const streamId = await live.show();
    const secret = await live.show({ visibility: 'private', live: false });
    await live.services.livestreams.stop(live.host, streamId);
    const viewer = await Client.in(url, { streamId });
    const staff = await Client.in(url, { streamId, token: live.hostToken }, 'register_admin');
    await live.services.showDeletions.delete(live.host, streamId);
    expect(await Promise.all([viewer.closed, staff.closed])).toEqual([1013, 1013]);
    expect(await lobby.event('show_unlisted')).toEqual({ streamId });
    expect(await lobby.ask('register', { streamId }, 'gone')).toMatchObject({ type: 'error', data: { code: 'not_found' } });
    await live.services.showDeletions.delete(live.host, secret);
    await staffLobby.event('show_unlisted', (data) => data.streamId === secret);
    expect(lobby.all('show_unlisted')).toEqual([{ streamId }]);
    await Promise.all([lobby.close(), staffLobby.close()]);
  });

  test('signing out closes the session’s sockets with 4004', async () => {
    const token = await live.guest('Eve');
    const client = await Client.in(url, { token });
    const actor = await live.services.accounts.bySessionToken(token);
    if (actor) await live.services.accounts.signOut(actor);
    expect(await client.closed).toBe(4004);
  });
});

test('a stopping manager tells everyone to come back', async () => {
  const { url: own, realtime } = await live.manager();
  const clients = [await Client.in(own, {}), await Client.in(own, { streamId: await live.show() })];
  await realtime.drain();
  expect(await Promise.all(clients.map((client) => client.closed))).toEqual([1012, 1012]);
  expect(await statusOf(own)).toBe(503);
});
