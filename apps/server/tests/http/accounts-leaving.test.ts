import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountsShop, ADMIN, type Client, MIRA, Socket, tokenIn } from './accounts-shop.ts';

let shop: AccountsShop;
let show: string;
beforeAll(async () => {
  shop = await AccountsShop.open();
  show = (await shop.admin.ask('POST', '/livestreams', { title: 'Lamps' }))._id;
  await shop.admin.ask('PUT', `/livestreams/${show}`, { isActive: true });
});
afterAll(() => shop[Symbol.asyncDispose]());

let people = 0;
const person = (): typeof MIRA => {
  people += 1;
  return { ...MIRA, name: `Mira ${people}`, email: `mira${people}@mail.example` };
};
/** Buys one of a product made for it; gives the order. */
async function buy(client: Client, name: string): Promise<{ _id: string }> {
  const { _id, variants } = await shop.admin.ask('POST', '/products', { title: 'Vase', variants: [{ price: 1200, stock: 5 }] });
  const answer = await client.send(
    'POST',
    '/orders',
    {
      streamId: show,
      contact: { name, email: `${name.replace(' ', '')}@mail.example`, address: 'Canal 1' },
      lines: [{ productId: _id, variantId: variants[0].id, quantity: 1, unitPrice: 1200 }],
    },
    { 'idempotency-key': 'one' },
  );
  expect(answer.status).toBe(201);
  return answer.json();
}
async function finish(order: { _id: string }): Promise<void> {
  for (const state of ['paid', 'fulfilled']) await shop.admin.ask('PATCH', `/orders/${order._id}`, { state });
}

describe('deleting an account', () => {
  test('takes everything that names its owner, and leaves the counts and the money', async () => {
    const mira = person();
    const account = await shop.signUp(mira);
    const id = await account.id();
    const watching = await Socket.open(shop.url, { streamId: show });
    const socket = await Socket.open(shop.url, { token: account.token, streamId: show });
    await socket.do('toggle_like', { liked: true });
    await socket.do('chat_message', { message: 'I live at the canal' });
    const order = await buy(account, mira.name);
    await finish(order);
    const before = await shop.admin.ask('GET', `/livestreams/${show}`);
    expect(before.likes).toBe(1);

    expect(await account.outcome('DELETE', '/auth/account', { password: mira.password })).toBe(204);

    expect(await socket.closed).toBe(4004);
    expect(await account.role()).toBeNull();
    expect(await shop.client().outcome('POST', '/auth/sign-in', { email: mira.email, password: mira.password })).toBe('bad_credentials');
    await watching.event('message_deleted');
    watching.close();
    const timeline = await shop.admin.ask('GET', `/livestreams/${show}/timeline`);
    const said = timeline.items.filter((entry: { type: string }) => entry.type === 'chat_message');
    expect(said.map(({ data }: { data: unknown }) => data)).toEqual([{ username: '', message: '', isAdmin: false }]);
    expect((await shop.admin.ask('GET', `/livestreams/${show}/chat`)).items).toEqual([]);
    const kept = await shop.admin.ask('GET', `/orders/${order._id}`);
    expect(kept).toMatchObject({ total: 1200, state: 'fulfilled' });
    const after = await shop.admin.ask('GET', `/livestreams/${show}`);
    expect([after.likes, after.totalViewers]).toEqual([before.likes, before.totalViewers]);
    expect((await shop.admin.ask('GET', `/orders?scope=shop&streamId=${show}`)).items).toEqual([kept]);
    const everything = JSON.stringify([kept, said, after, (await shop.admin.ask('GET', '/people')).items]);
    for (const trace of [mira.email, mira.name, 'canal', 'Canal']) expect(everything).not.toContain(trace);
    expect(JSON.stringify([kept, after.likedBy])).not.toContain(id);
    // The address is free again, for somebody new.
    expect(await (await shop.signUp(mira)).id()).not.toBe(id);
  });

  test('takes down the message on top of the chat, the question, and what waits for a moderator', async () => {
    const mira = person();
    const account = await shop.signUp(mira);
    const socket = await Socket.open(shop.url, { token: account.token, streamId: show });
    await socket.do('chat_message', { message: 'Is this pinned?' });
    const said = (await shop.admin.ask('GET', `/livestreams/${show}/chat`)).items.at(-1);
    await shop.admin.ask('PUT', `/livestreams/${show}/pinned-message`, { offset: said.offset });
    const waits = await Socket.open(shop.url, { token: account.token, streamId: show });
    await waits.do('chat_message', { message: 'look at https://canal.example' });
    expect((await shop.admin.ask('GET', `/livestreams/${show}/held`)).items).toHaveLength(1);
    const question = await account.ask('POST', `/livestreams/${show}/questions`, { id: 'one', text: 'How big is it?' });
    expect(question).toMatchObject({ text: 'How big is it?' });
    await account.ask('DELETE', '/auth/account', { password: mira.password });
    expect((await shop.admin.ask('GET', `/livestreams/${show}`)).pinnedMessage).toBeNull();
    expect((await shop.admin.ask('GET', `/livestreams/${show}/held`)).items).toEqual([]);
    expect((await shop.admin.ask('GET', `/livestreams/${show}/questions`)).items).toEqual([]);
    const { items } = await shop.admin.ask('GET', `/livestreams/${show}/timeline`);
    expect(JSON.stringify(items)).not.toContain('How big');
    expect(items.map(({ type }: { type: string }) => type)).toContain('question_removed');
  });

  test('needs the password', async () => {
    const account = await shop.signUp(person());
    expect(await account.outcome('DELETE', '/auth/account', { password: 'a guess' })).toBe('bad_credentials');
    expect(await account.outcome('DELETE', '/auth/account')).toBe('bad_credentials');
    expect(await account.role()).toBe('customer');
  });

  test('waits until what was ordered has arrived', async () => {
    const mira = person();
    const account = await shop.signUp(mira);
    const order = await buy(account, mira.name);
    expect(await account.outcome('DELETE', '/auth/account', { password: mira.password })).toBe('conflict');
    expect(await account.role()).toBe('customer');
    await account.ask('PATCH', `/orders/${order._id}`, { state: 'cancelled' });
    expect(await account.outcome('DELETE', '/auth/account', { password: mira.password })).toBe(204);
  });

  test('is refused to the last admin, and done for another', async () => {
    expect(await shop.admin.outcome('DELETE', '/auth/account', { password: ADMIN.password })).toBe('last_admin');
    expect(await shop.admin.role()).toBe('admin');
    const { url } = await shop.admin.ask('POST', '/invitations', { email: 'second@shop.example', role: 'admin' });
    const second = await shop.client().enter('/auth/invitation', { token: tokenIn(url), name: 'Noor', password: MIRA.password });
    expect(await second.outcome('DELETE', '/auth/account', { password: MIRA.password })).toBe(204);
    expect((await shop.admin.ask('GET', '/people?role=admin')).items).toHaveLength(1);
  });

  test('makes a mailed link worthless', async () => {
    const mira = person();
    const account = await shop.signUp(mira);
    await shop.client().ask('POST', '/auth/password-reset', { email: mira.email });
    const token = await shop.tokenFor(mira.email, /Set a new/);
    await account.ask('DELETE', '/auth/account', { password: mira.password });
    const complete = { token, password: 'nine green bottles' };
    expect(await shop.client().outcome('POST', '/auth/password-reset/complete', complete)).toBe('bad_credentials');
  });

  test('is open to guests too, without a password', async () => {
    const guest = await shop.client().enter('/auth/guest', { name: 'Ada' });
    const socket = await Socket.open(shop.url, { token: guest.token, streamId: show });
    await socket.do('chat_message', { message: 'hello from Ada' });
    expect(await guest.outcome('DELETE', '/auth/account')).toBe(204);
    expect(await guest.role()).toBeNull();
    const chat = JSON.stringify((await shop.admin.ask('GET', `/livestreams/${show}/chat`)).items);
    expect(chat).not.toContain('Ada');
  });
});
