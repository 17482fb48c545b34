import { describe, expect, it } from 'vitest';
import { FakeShop, FORGETFUL, remembering } from '../testing/fake-shop.ts';
import { shopAddress } from './shop-address.ts';

describe('the address of a shop', () => {
  it.each([
    ['shop.example', 'https://shop.example'],
    [' https://Shop.Example/m/ ', 'https://shop.example'],
    ['192.168.1.20:8080', 'http://192.168.1.20:8080'],
    ['localhost', 'http://localhost'],
    ['kiln:8080', 'http://kiln:8080'],
    ['http://shop.example/watch/abc?x=1', 'http://shop.example'],
  ])('%s is %s', (typed, address) => expect(shopAddress(typed)).toBe(address));

  it.each(['', '   ', 'two words', 'ftp://shop.example', 'https://', 'https://user@shop.example', 'javascript:alert(1)', '../etc'])(
    '“%s” is none',
    (typed) => expect(shopAddress(typed)).toBeNull(),
  );
});

describe('the session of a shop', () => {
  it('asks for the address when it knows none, and says what is wrong with one', async () => {
    const shop = new FakeShop();
    const session = shop.session(remembering());
    await session.open();
    expect(session.getSnapshot()).toEqual({ status: 'no_address', problem: null, isTrying: false });
    await session.goTo('not an address');
    expect(session.getSnapshot()).toMatchObject({ problem: 'not_an_address' });
    await session.goTo('elsewhere.example');
    expect(session.getSnapshot()).toMatchObject({ problem: 'unreachable' });
    shop.answer('GET /auth/session', { hello: 'world' });
    await session.goTo('shop.example');
    expect(session.getSnapshot()).toMatchObject({ problem: 'not_a_shop' });
  });

  it('remembers the shop and who is signed in over a restart', async () => {
    const shop = new FakeShop();
    const storage = remembering();
    const first = shop.session(storage);
    await first.open();
    await first.goTo('shop.example');
    const account = { _id: 'e'.repeat(24), role: 'customer', name: 'Noor' };
    shop.answer('POST /auth/sign-in', { account, token: 'fresh', needsSetup: false, shop: { name: 'Maison Lumen', currency: 'EUR' } });
    await first.signIn('noor@example.com', 'a lamp in the window');
    shop.knows('customer', 'Noor');
    const second = shop.session(storage);
    await second.open();
    expect(second.getSnapshot()).toMatchObject({ status: 'open', account: { name: 'Noor' }, notice: null });
    expect(shop.asked.at(-1)?.token).toBe('Bearer fresh');
  });

  it('waits for a shop that is away, and opens when it is asked again', async () => {
    const shop = new FakeShop();
    shop.isAway = true;
    const session = shop.session();
    await session.open();
    expect(session.getSnapshot()).toEqual({ status: 'unreachable' });
    shop.isAway = false;
    await session.open();
    expect(session.getSnapshot()).toMatchObject({ status: 'open' });
  });

  it('forgets a token that is over, says so once, and goes on as nobody', async () => {
    const shop = new FakeShop();
    const session = shop.session();
    // The server knows nobody by this token any more.
    await session.open();
    expect(session.getSnapshot()).toMatchObject({ account: null, notice: 'signed_out' });
    expect(session.token).toBeNull();
    session.dismissNotice();
    expect(session.getSnapshot()).toMatchObject({ notice: null });
  });

  it('hears from any request that the token has run out', async () => {
    const shop = new FakeShop();
    shop.knows('customer', 'Noor');
    const session = shop.session();
    await session.open();
    expect(session.getSnapshot()).toMatchObject({ account: { name: 'Noor' }, notice: null });
    shop.refuse('GET /orders', 401, 'token_expired');
    await expect(session.api.listOrders()).rejects.toMatchObject({ code: 'token_expired' });
    expect(session.getSnapshot()).toMatchObject({ account: null, notice: 'signed_out' });
  });

  it('keeps who is signed in when a sign-in with another password is refused', async () => {
    const shop = new FakeShop();
    shop.knows('guest', 'Noor');
    const session = shop.session();
    await session.open();
    shop.refuse('POST /auth/sign-in', 401, 'bad_credentials');
    await expect(session.signIn('noor@example.com', 'wrong')).rejects.toMatchObject({ code: 'bad_credentials' });
    expect(session.account?.name).toBe('Noor');
  });

  it('works where nothing can be kept, and says so', async () => {
    const shop = new FakeShop();
    const session = shop.session(FORGETFUL);
    await session.open();
    await session.goTo('shop.example');
    expect(session.getSnapshot()).toMatchObject({ status: 'open', notice: 'not_kept' });
  });
});
