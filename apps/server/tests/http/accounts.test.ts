import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountsShop, ADMIN, type MIRA, Socket, tokenIn } from './accounts-shop.ts';

const MINUTE = 60_000;
let shop: AccountsShop;
beforeAll(async () => {
  shop = await AccountsShop.open();
});
afterAll(() => shop[Symbol.asyncDispose]());

let people = 0;
/** Somebody whom no other test knows. */
const person = (): typeof MIRA => {
  people += 1;
  return { name: `Mira ${people}`, email: `mira${people}@mail.example`, password: 'seven green bottles' };
};
const signIn = (email: string, password: string, client = shop.client()) =>
  client.outcome('POST', '/auth/sign-in', { email, password, transport: 'bearer' });

describe('signing up', () => {
  test('makes a customer who can sign in, with the address however it is written', async () => {
    const mira = person();
    const client = await shop.signUp(mira);
    expect(await client.ask('GET', '/auth/session')).toMatchObject({ account: { role: 'customer', name: mira.name, email: mira.email } });
    expect(await signIn(mira.email.toUpperCase(), mira.password)).toBe(200);
    expect(await signIn(mira.email, 'another password')).toBe('bad_credentials');
  });

  test('is refused for an address that has an account, and for a password that is too short', async () => {
    const mira = person();
    await shop.signUp(mira);
    expect(await shop.client().outcome('POST', '/auth/sign-up', { ...mira, email: mira.email.toUpperCase() })).toBe('email_taken');
    expect(await shop.client().outcome('POST', '/auth/sign-up', { ...person(), password: 'short' })).toBe('invalid');
  });

  test('gives no role that was asked for', async () => {
    expect(await shop.client().outcome('POST', '/auth/sign-up', { ...person(), role: 'admin' })).toBe('invalid');
  });

  test('at the same time with one address makes one account', async () => {
    const mira = person();
    const outcomes = await Promise.all([1, 2, 3].map(() => shop.client().outcome('POST', '/auth/sign-up', mira)));
    expect(outcomes.sort()).toEqual([201, 'email_taken', 'email_taken']);
  });

  test('keeps the id, likes and orders of the guest that one was, and ends the guest’s sessions', async () => {
    const show = await shop.admin.ask('POST', '/livestreams', { title: 'Lamps' });
    await shop.admin.ask('PUT', `/livestreams/${show._id}`, { isActive: true });
    const vase = await shop.admin.ask('POST', '/products', { title: 'Vase', variants: [{ price: 1200, stock: 5 }] });
    const guest = await shop.client().enter('/auth/guest', { name: 'Mira' });
    const guestId = await guest.id();
    const socket = await Socket.open(shop.url, { token: guest.token, streamId: show._id });
    await socket.do('toggle_like', { liked: true });
    const placed = await guest.send('POST', '/orders', orderOf(vase, show._id), { 'idempotency-key': 'one' });
    expect(placed.status).toBe(201);

    const account = shop.client(guest.token);
    await account.enter('/auth/sign-up', person());
    expect(await account.id()).toBe(guestId);
    expect((await account.ask('GET', '/orders')).items).toHaveLength(1);
    expect((await account.ask('GET', `/livestreams/${show._id}`)).likedBy).toEqual([guestId]);
    expect(await guest.role()).toBeNull();
    expect(await socket.closed).toBe(4004);
    await shop.admin.ask('DELETE', `/livestreams/${show._id}`);
  });

  test('does not give an account’s id to whoever has the viewer’s token it came from', async () => {
    const socket = await Socket.open(shop.url);
    const { token: viewerToken } = await socket.event('registered');
    socket.close();
    const account = await shop.signUp(person(), { viewerToken });
    const guest = await shop.client().enter('/auth/guest', { name: 'Somebody else', viewerToken });
    expect(await guest.id()).not.toBe(await account.id());
    const second = await shop.signUp(person(), { viewerToken });
    expect(await second.id()).not.toBe(await account.id());
    const viewer = shop.client(String(viewerToken));
    expect(await viewer.outcome('POST', '/auth/sign-out-everywhere')).toBe(204);
    expect((await viewer.ask('GET', '/orders')).items).toEqual([]);
    expect(await account.role()).toBe('customer');
  });

  test('is limited by address', async () => {
    const client = shop.client();
    const outcomes = [];
    for (let n = 0; n < 25; n += 1) outcomes.push(await client.outcome('POST', '/auth/sign-up', ADMIN));
    expect(new Set(outcomes.slice(0, 20))).toEqual(new Set(['email_taken']));
    expect(outcomes.at(-1)).toBe('rate_limited');
  });
});

describe('sessions', () => {
  test('are listed with what the client called itself, and ended one by one', async () => {
    const mira = person();
    const phone = await shop.signUp(mira);
    const laptop = shop.client();
    const answer = await laptop.send('POST', '/auth/sign-in', { ...withoutName(mira), transport: 'bearer' }, { 'user-agent': 'Laptop/1' });
    laptop.token = (await answer.json()).token;
    const { items } = await phone.ask('GET', '/auth/sessions');
    expect(items).toHaveLength(2);
    const other = items.find((session: { isCurrent: boolean }) => !session.isCurrent);
    expect(other.userAgent).toBe('Laptop/1');
    expect(JSON.stringify(items)).not.toContain(laptop.token);

    expect(await phone.outcome('DELETE', `/auth/sessions/${other.id}`)).toBe(204);
    expect(await laptop.role()).toBeNull();
    expect(await phone.role()).toBe('customer');
    expect(await phone.outcome('DELETE', `/auth/sessions/${other.id}`)).toBe('not_found');
  });

  test('of others can not be ended', async () => {
    const mine = await shop.signUp(person());
    const [session] = (await mine.ask('GET', '/auth/sessions')).items;
    expect(await (await shop.signUp(person())).outcome('DELETE', `/auth/sessions/${session.id}`)).toBe('not_found');
    expect(await mine.role()).toBe('customer');
  });

  test('end everywhere at once, with their sockets', async () => {
    const mira = person();
    const phone = await shop.signUp(mira);
    const laptop = await shop.client().enter('/auth/sign-in', withoutName(mira));
    const socket = await Socket.open(shop.url, { token: laptop.token });
    expect(await phone.outcome('POST', '/auth/sign-out-everywhere')).toBe(204);
    expect([await phone.role(), await laptop.role()]).toEqual([null, null]);
    expect(await socket.closed).toBe(4004);
  });
});

describe('the password', () => {
  test('is changed with the current one; other sessions end, this one stays, and a mail says so', async () => {
    const mira = person();
    const here = await shop.signUp(mira);
    const elsewhere = await shop.client().enter('/auth/sign-in', withoutName(mira));
    const next = 'eight green bottles';
    expect(await here.outcome('POST', '/auth/password', { current: 'wrong', password: next })).toBe('bad_credentials');
    expect(await elsewhere.role()).toBe('customer');
    expect(await here.outcome('POST', '/auth/password', { current: mira.password, password: next })).toBe(204);
    expect([await here.role(), await elsewhere.role()]).toEqual(['customer', null]);
    expect([await signIn(mira.email, mira.password), await signIn(mira.email, next)]).toEqual(['bad_credentials', 200]);
    expect((await shop.mail(mira.email, /was changed/)).text).toContain('/forgot-password');
  });

  test('can not be guessed through a session that was found open', async () => {
    const here = await shop.signUp(person());
    const outcomes = [];
    for (let n = 0; n < 11; n += 1)
      outcomes.push(await here.outcome('POST', '/auth/password', { current: `guess ${n}`, password: 'x'.repeat(12) }));
    expect(outcomes.at(-1)).toBe('rate_limited');
  });

  test('is set anew by a mailed link, which works once and ends every session', async () => {
    const mira = person();
    const here = await shop.signUp(mira);
    expect(await shop.client().outcome('POST', '/auth/password-reset', { email: mira.email })).toBe(204);
    const token = await shop.tokenFor(mira.email, /Set a new password/);
    const anew = { token, password: 'nine green bottles', transport: 'bearer' };
    const answers = await Promise.all([1, 2, 3].map(() => shop.client().outcome('POST', '/auth/password-reset/complete', anew)));
    expect(answers.sort()).toEqual([200, 'bad_credentials', 'bad_credentials']);
    expect(await here.role()).toBeNull();
    expect([await signIn(mira.email, mira.password), await signIn(mira.email, anew.password)]).toEqual(['bad_credentials', 200]);
  });

  test('link goes to the portal for customers and to the dashboard for staff', async () => {
    const mira = person();
    await shop.signUp(mira);
    for (const email of [mira.email, ADMIN.email]) await shop.client().ask('POST', '/auth/password-reset', { email });
    expect((await shop.mail(mira.email, /Set a new/)).text).toContain(`${shop.url}/reset-password#token=`);
    expect((await shop.mail(ADMIN.email, /Set a new/)).text).toContain(`${shop.url}/admin/reset-password#token=`);
  });

  test('is not set by an old link, nor by one that a newer password has overtaken', async () => {
    const mira = person();
    const here = await shop.signUp(mira);
    const ask = async (): Promise<string> => {
      const before = shop.mails.length;
      await shop.client().ask('POST', '/auth/password-reset', { email: mira.email });
      for (;;) {
        const mail = shop.mails.slice(before).find(({ to, subject }) => to === mira.email && /Set a new/.test(subject));
        if (mail) return tokenIn(mail.text);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const complete = (token: string) =>
      shop.client().outcome('POST', '/auth/password-reset/complete', { token, password: 'ten green bottles' });
    const overtaken = await ask();
    await here.ask('POST', '/auth/password', { current: mira.password, password: 'some green bottles' });
    expect(await complete(overtaken)).toBe('bad_credentials');
    const old = await ask();
    shop.pass(30 * MINUTE);
    expect(await complete(old)).toBe('token_expired');
    expect(await complete('a guess')).toBe('bad_credentials');
  });

  test('reset answers alike whether or not there is an account, and is limited by address and e-mail', async () => {
    const sent = shop.mails.length;
    const nobody = await shop.client().send('POST', '/auth/password-reset', { email: 'nobody@mail.example' });
    const somebody = await shop.client().send('POST', '/auth/password-reset', { email: ADMIN.email });
    expect([nobody.status, await nobody.text()]).toEqual([somebody.status, await somebody.text()]);
    await shop.mail(ADMIN.email, /Set a new/);
    expect(shop.mails.slice(sent).every(({ to }) => to !== 'nobody@mail.example')).toBe(true);
    const oneAddress = shop.client();
    const byAddress = [];
    for (let n = 0; n < 6; n += 1)
      byAddress.push(await oneAddress.outcome('POST', '/auth/password-reset', { email: `n${n}@mail.example` }));
    expect(byAddress).toEqual([204, 204, 204, 204, 204, 'rate_limited']);
    const byEmail = [];
    for (let n = 0; n < 6; n += 1) byEmail.push(await shop.client().outcome('POST', '/auth/password-reset', { email: 'one@mail.example' }));
    expect(byEmail.at(-1)).toBe('rate_limited');
  });
});

describe('signing in', () => {
  test('is limited by e-mail from wherever, and by address for whomever', async () => {
    const mira = person();
    await shop.signUp(mira);
    const byEmail = [];
    for (let n = 0; n < 11; n += 1) byEmail.push(await signIn(mira.email, 'a guess'));
    expect(byEmail.at(-1)).toBe('rate_limited');
    const oneAddress = shop.client();
    const byAddress = [];
    for (let n = 0; n < 11; n += 1) byAddress.push(await signIn(`n${n}@mail.example`, 'a guess', oneAddress));
    expect(byAddress.at(-1)).toBe('rate_limited');
  });
});

describe('the account', () => {
  test('changes its name at once, also for what the session then does', async () => {
    const here = await shop.signUp(person());
    expect(await here.ask('PATCH', '/auth/account', { name: 'Mirabelle' })).toMatchObject({ name: 'Mirabelle' });
    expect((await here.ask('GET', '/auth/session')).account.name).toBe('Mirabelle');
  });

  test('changes its address with the password, tells the old one, and takes nobody’s', async () => {
    const mira = person();
    const here = await shop.signUp(mira);
    const next = `new-${mira.email}`;
    expect(await here.outcome('PATCH', '/auth/account', { email: next })).toBe('bad_credentials');
    expect(await here.outcome('PATCH', '/auth/account', { email: ADMIN.email, password: mira.password })).toBe('email_taken');
    expect(await here.ask('PATCH', '/auth/account', { email: next, password: mira.password })).toMatchObject({ email: next });
    expect((await shop.mail(mira.email, /address .* was changed/)).text).toContain(next);
    expect([await signIn(mira.email, mira.password), await signIn(next, mira.password)]).toEqual(['bad_credentials', 200]);
  });

  test('is a thing that guests do not have, and nobody without a session', async () => {
    const guest = await shop.client().enter('/auth/guest', { name: 'Ada' });
    expect(await guest.outcome('PATCH', '/auth/account', { name: 'Ida' })).toBe('forbidden');
    expect(await guest.outcome('POST', '/auth/password', { current: 'x', password: 'x'.repeat(12) })).toBe('forbidden');
    for (const [method, path] of [
      ['PATCH', '/auth/account'],
      ['DELETE', '/auth/account'],
      ['GET', '/auth/sessions'],
      ['POST', '/auth/sign-out-everywhere'],
    ] as const)
      expect(await shop.client().outcome(method, path)).toBe('unauthenticated');
  });
});

const withoutName = ({ email, password }: typeof MIRA) => ({ email, password });
const orderOf = (product: { _id: string; variants: { id: string; price: number }[] }, streamId: string) => ({
  streamId,
  contact: { name: 'Mira', email: 'mira@mail.example', address: 'Canal 1' },
  lines: product.variants.map(({ id, price }) => ({ productId: product._id, variantId: id, quantity: 1, unitPrice: price })),
});
