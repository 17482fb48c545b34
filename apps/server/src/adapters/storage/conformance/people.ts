import { describe, expect, it } from 'vitest';
import { oneTimeToken } from './records.ts';
import { AT, allPages, type Case, id, session, times, user } from './samples.ts';

const ids = (records: { _id: string }[]): string[] => records.map(({ _id }) => _id);
const hashes = (records: { tokenHash: string }[]): string[] => records.map(({ tokenHash }) => tokenHash);

/** Accounts as admins see and change them, their sessions, and links that are used once. */
export function describePeople(on: Case): void {
  describe('accounts', () => {
    it(
      'are listed newest first, by role and by text in name and address, page by page',
      on(async ({ users }) => {
        for (const n of times(5, (index) => index + 1)) await users.insert(user(n, { createdAt: AT, role: n % 2 ? 'host' : 'customer' }));
        await users.insert(user(6, { name: 'ÖRJAN 100%', email: 'o@mail.example', role: 'admin' }));
        let more = 100;
        const read = await allPages(
          (cursor) => users.list({ limit: 2, cursor }),
          () => users.insert(user(++more)),
        );
        expect(ids(read)).toEqual([6, 5, 4, 3, 2, 1].map(id));
        expect(ids((await users.list({ limit: 10, roles: ['customer', 'admin'] })).items)).toEqual([6, 4, 2].map(id));
        expect(ids((await users.list({ limit: 10, search: 'örjan' })).items)).toEqual([id(6)]);
        expect(ids((await users.list({ limit: 10, search: '100%' })).items)).toEqual([id(6)]);
        expect(ids((await users.list({ limit: 10, search: 'USER3@', roles: ['host'] })).items)).toEqual([id(3)]);
        expect((await users.list({ limit: 10, roles: [] })).items).toEqual([]);
      }),
    );
    it(
      'change what is given, and take no address that another has',
      on(async ({ users }) => {
        await users.insert(user(1));
        await users.insert(user(2));
        expect(await users.change(id(1), { name: 'New', role: 'admin', email: undefined })).toEqual(
          user(1, { name: 'New', role: 'admin' }),
        );
        await expect(users.change(id(1), { email: user(2).email })).rejects.toMatchObject({ code: 'email_taken' });
        expect(await users.change(id(1), { email: 'new@shop.example' })).toMatchObject({ email: 'new@shop.example', name: 'New' });
        expect(await users.byEmail(user(1).email)).toBeNull();
        expect((await users.byEmail('new@shop.example'))?._id).toBe(id(1));
        expect(ids((await users.list({ limit: 10, search: 'new@' })).items)).toEqual([id(1)]);
        expect(await users.change(id(3), { name: 'x' })).toBeNull();
        const both = await Promise.allSettled([1, 2].map((n) => users.change(id(n), { email: 'wanted@shop.example' })));
        expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      }),
    );
    it(
      'are deleted once, and their address is free again',
      on(async ({ users }) => {
        await users.insert(user(1));
        const deleted = await Promise.all(times(3, () => users.delete(id(1))));
        expect(deleted.filter(Boolean)).toHaveLength(1);
        expect(await users.byId(id(1))).toBeNull();
        await users.insert(user(2, { email: user(1).email }));
        expect(await users.count()).toBe(1);
      }),
    );
  });

  describe('the sessions of one person', () => {
    it(
      'are listed newest first and ended together, but one',
      on(async ({ sessions }) => {
        for (const n of [1, 2, 3]) await sessions.insert(session(`hash ${n}`, { createdAt: AT + n }));
        await sessions.insert(session('other', { subjectId: id(2) }));
        expect(hashes(await sessions.bySubject(id(1), 10))).toEqual(['hash 3', 'hash 2', 'hash 1']);
        expect(hashes(await sessions.bySubject(id(1), 2))).toEqual(['hash 3', 'hash 2']);
        expect((await sessions.deleteBySubject(id(1), 'hash 2')).sort()).toEqual(['hash 1', 'hash 3']);
        expect(hashes(await sessions.bySubject(id(1), 10))).toEqual(['hash 2']);
        expect(await sessions.deleteBySubject(id(1))).toEqual(['hash 2']);
        expect(await sessions.deleteBySubject(id(1))).toEqual([]);
        expect(await sessions.byTokenHash('other')).not.toBeNull();
      }),
    );
  });

  describe('one-time tokens', () => {
    it(
      'are taken by one taker',
      on(async ({ oneTimeTokens }) => {
        await oneTimeTokens.insert(oneTimeToken('a'));
        expect(await oneTimeTokens.byHash('a')).toEqual(oneTimeToken('a'));
        const taken = await Promise.all(times(5, () => oneTimeTokens.take('a')));
        expect(taken.filter(Boolean)).toHaveLength(1);
        expect(await oneTimeTokens.byHash('a')).toBeNull();
      }),
    );
    it(
      'are listed by purpose, newest first, and swept when they have expired',
      on(async ({ oneTimeTokens }) => {
        await oneTimeTokens.insert(oneTimeToken('a', { expiresAt: AT + 1 }));
        await oneTimeTokens.insert(oneTimeToken('b', { createdAt: AT + 1 }));
        await oneTimeTokens.insert(oneTimeToken('c', { purpose: 'password_reset', role: null, userId: id(3), createdBy: null }));
        expect(hashes(await oneTimeTokens.list('invitation', 10))).toEqual(['b', 'a']);
        expect(hashes(await oneTimeTokens.list('invitation', 1))).toEqual(['b']);
        expect(await oneTimeTokens.list('password_reset', 10)).toEqual([
          oneTimeToken('c', { purpose: 'password_reset', role: null, userId: id(3), createdBy: null }),
        ]);
        expect(await oneTimeTokens.deleteExpired(AT + 1)).toBe(1);
        expect(hashes(await oneTimeTokens.list('invitation', 10))).toEqual(['b']);
      }),
    );
  });

  describe('settings by compare-and-set', () => {
    it(
      'are replaced by one of many who read the same value',
      on(async ({ settings }) => {
        const first = await Promise.all(times(5, (n) => settings.replace('shop', null, `first ${n}`)));
        expect(first.filter(Boolean)).toHaveLength(1);
        const value = `first ${first.indexOf(true)}`;
        expect(await settings.get('shop')).toBe(value);
        const next = await Promise.all(times(5, (n) => settings.replace('shop', value, `next ${n}`)));
        expect(next.filter(Boolean)).toHaveLength(1);
        expect(await settings.get('shop')).toBe(`next ${next.indexOf(true)}`);
        expect(await settings.replace('none', 'value', 'x')).toBe(false);
        expect(await settings.get('none')).toBeNull();
      }),
    );
  });
}
