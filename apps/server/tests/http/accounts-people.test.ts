import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountsShop, ADMIN, type Client, MIRA, Socket, tokenIn } from './accounts-shop.ts';

const DAY = 24 * 60 * 60 * 1000;
let shop: AccountsShop;
beforeAll(async () => {
  shop = await AccountsShop.open();
});
afterAll(() => shop[Symbol.asyncDispose]());

const PASSWORD = 'a door left ajar';
let invited = 0;
const newEmail = (): string => {
  invited += 1;
  return `staff${invited}@shop.example`;
};
const accept = (url: string, client = shop.client()): Promise<Client> =>
  client.enter('/auth/invitation', { token: tokenIn(url), name: 'Noor', password: PASSWORD });
/** Somebody with this role, who came by an invitation. */
async function staff(role: 'admin' | 'host' | 'moderator'): Promise<Client> {
  const { url } = await shop.admin.ask('POST', '/invitations', { email: newEmail(), role });
  return accept(url);
}

describe('invitations', () => {
  test('make a member of the staff with the role, address and name, by the mailed link', async () => {
    const email = newEmail();
    const invitation = await shop.admin.ask('POST', '/invitations', { email, role: 'host' });
    const mail = await shop.mail(email, /invites you/);
    expect(mail.text).toContain(invitation.url);
    expect(invitation.url).toMatch(new RegExp(`^${shop.url}/admin/invitation#token=[\\w-]{20,}$`));
    const noor = await accept(mail.text);
    expect((await noor.ask('GET', '/auth/session')).account).toMatchObject({ role: 'host', name: 'Noor', email });
    expect(await noor.outcome('POST', '/livestreams', { title: 'Rugs' })).toBe(201);
  });

  test('work once, however many use them at the same time', async () => {
    const { url } = await shop.admin.ask('POST', '/invitations', { email: newEmail(), role: 'admin' });
    const input = { token: tokenIn(url), name: 'Noor', password: PASSWORD };
    const outcomes = await Promise.all([1, 2, 3].map(() => shop.client().outcome('POST', '/auth/invitation', input)));
    expect(outcomes.filter((outcome) => outcome === 201)).toHaveLength(1);
    expect(await shop.client().outcome('POST', '/auth/invitation', input)).toBe('bad_credentials');
  });

  test('are listed without their tokens until they are accepted or taken back', async () => {
    const invitation = await shop.admin.ask('POST', '/invitations', { email: newEmail(), role: 'moderator' });
    const listed = async () => (await shop.admin.ask('GET', '/invitations')).items;
    expect(await listed()).toEqual([{ ...invitation, url: undefined }].map(({ url: _, ...rest }) => rest));
    expect(await shop.admin.outcome('DELETE', `/invitations/${invitation._id}`)).toBe(204);
    expect(await shop.admin.outcome('DELETE', `/invitations/${invitation._id}`)).toBe('not_found');
    expect(await listed()).toEqual([]);
    const input = { token: tokenIn(invitation.url), name: 'Noor', password: PASSWORD };
    expect(await shop.client().outcome('POST', '/auth/invitation', input)).toBe('bad_credentials');
  });

  test('of one address replace each other', async () => {
    const email = newEmail();
    const first = await shop.admin.ask('POST', '/invitations', { email, role: 'admin' });
    const second = await shop.admin.ask('POST', '/invitations', { email: email.toUpperCase(), role: 'moderator' });
    const input = { name: 'Noor', password: PASSWORD };
    expect(await shop.client().outcome('POST', '/auth/invitation', { ...input, token: tokenIn(first.url) })).toBe('bad_credentials');
    expect(await (await accept(second.url)).role()).toBe('moderator');
  });

  test('end after three days', async () => {
    const { url } = await shop.admin.ask('POST', '/invitations', { email: newEmail(), role: 'host' });
    shop.pass(3 * DAY);
    expect(await shop.client().outcome('POST', '/auth/invitation', { token: tokenIn(url), name: 'Noor', password: PASSWORD })).toBe(
      'token_expired',
    );
    expect((await shop.admin.ask('GET', '/invitations')).items).toEqual([]);
  });

  test('are not for addresses that have an account, nor for customers', async () => {
    expect(await shop.admin.outcome('POST', '/invitations', { email: ADMIN.email, role: 'host' })).toBe('email_taken');
    expect(await shop.admin.outcome('POST', '/invitations', { email: newEmail(), role: 'customer' })).toBe('invalid');
  });
});

describe('people', () => {
  test('are listed newest first, by role and by what their name or address says', async () => {
    const mira = await shop.signUp(MIRA);
    const all = (await shop.admin.ask('GET', '/people?limit=100')).items;
    expect(all[0]).toEqual({
      _id: await mira.id(),
      name: MIRA.name,
      email: MIRA.email,
      role: 'customer',
      createdAt: expect.stringMatching(/^\d{4}-/),
    });
    const first = await shop.admin.ask('GET', '/people?limit=1');
    const second = await shop.admin.ask('GET', `/people?limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(all.slice(0, 2));
    const names = async (query: string) =>
      (await shop.admin.ask('GET', `/people?${query}`)).items.map(({ name }: { name: string }) => name);
    expect(await names('role=customer')).toEqual(['Mira']);
    expect(await names('search=INES%40')).toEqual(['Inès']);
    expect(await names('role=admin,host&search=mira')).toEqual([]);
    expect(await shop.admin.outcome('GET', '/people?role=guest')).toBe('invalid');
  });

  test('get another role at once: open sessions and sockets end, the next has the new rights', async () => {
    const noor = await staff('host');
    const { email, _id } = (await noor.ask('GET', '/auth/session')).account;
    const socket = await Socket.open(shop.url, { token: noor.token });
    expect(await shop.admin.ask('PATCH', `/people/${_id}`, { role: 'moderator' })).toMatchObject({ _id, role: 'moderator' });
    expect(await socket.closed).toBe(4004);
    expect(await noor.role()).toBeNull();
    await noor.enter('/auth/sign-in', { email, password: PASSWORD });
    expect(await noor.role()).toBe('moderator');
    expect(await noor.outcome('POST', '/livestreams', { title: 'Rugs' })).toBe('forbidden');
  });

  test('that nobody knows are not found', async () => {
    expect(await shop.admin.outcome('PATCH', `/people/${'0'.repeat(24)}`, { role: 'host' })).toBe('not_found');
  });

  test('are seen and changed by admins alone', async () => {
    const id = await shop.admin.id();
    const others = [await staff('host'), await staff('moderator'), await shop.client().enter('/auth/guest', { name: 'Ada' })];
    for (const other of others)
      for (const [method, path, body] of [
        ['GET', '/people', undefined],
        ['PATCH', `/people/${id}`, { role: 'customer' }],
        ['POST', '/invitations', { email: newEmail(), role: 'admin' }],
        ['GET', '/invitations', undefined],
        ['DELETE', `/invitations/${id}`, undefined],
      ] as const)
        expect(await other.outcome(method, path, body), `${method} ${path}`).toBe('forbidden');
    expect(await shop.client().outcome('GET', '/people')).toBe('unauthenticated');
  });
});

describe('the last admin', () => {
  test('stays one: alone, and when two take the role from each other at once', async () => {
    await using other = await AccountsShop.open();
    const id = await other.admin.id();
    expect(await other.admin.outcome('PATCH', `/people/${id}`, { role: 'host' })).toBe('last_admin');
    expect(await other.admin.role()).toBe('admin');
    const { url } = await other.admin.ask('POST', '/invitations', { email: 'second@shop.example', role: 'admin' });
    const second = await other.client().enter('/auth/invitation', { token: tokenIn(url), name: 'Noor', password: PASSWORD });
    const secondId = await second.id();
    const outcomes = await Promise.all([
      other.admin.outcome('PATCH', `/people/${secondId}`, { role: 'customer' }),
      second.outcome('PATCH', `/people/${id}`, { role: 'customer' }),
    ]);
    expect(outcomes).toContain('last_admin');
    const signedIn = await Promise.all([
      other.client().enter('/auth/sign-in', ADMIN_CREDENTIALS),
      other.client().enter('/auth/sign-in', { email: 'second@shop.example', password: PASSWORD }),
    ]);
    expect(await Promise.all(signedIn.map((client) => client.role()))).toContain('admin');
  });

  test('may become something else once there is another', async () => {
    await using other = await AccountsShop.open();
    const { url } = await other.admin.ask('POST', '/invitations', { email: 'second@shop.example', role: 'admin' });
    await other.client().enter('/auth/invitation', { token: tokenIn(url), name: 'Noor', password: PASSWORD });
    expect(await other.admin.outcome('PATCH', `/people/${await other.admin.id()}`, { role: 'host' })).toBe(200);
    expect(await other.admin.role()).toBeNull();
  });
});

const ADMIN_CREDENTIALS = { email: ADMIN.email, password: ADMIN.password };
