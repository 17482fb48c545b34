import { describe, expect, it } from 'vitest';
import { AT, type Case, id, session, times, user } from './samples.ts';

export function describeAccounts(on: Case): void {
  describe('users', () => {
    it(
      'are found by id and by address, and counted',
      on(async ({ users }) => {
        await users.insert(user(1));
        await users.insert(user(2, { role: 'moderator' }));
        expect(await users.byId(id(2))).toEqual(user(2, { role: 'moderator' }));
        expect(await users.byEmail('user1@shop.example')).toEqual(user(1));
        expect(await users.byId(id(3))).toBeNull();
        expect(await users.byEmail('nobody@shop.example')).toBeNull();
        expect(await users.count()).toBe(2);
      }),
    );
    it(
      'have an address each, also when two take it at once',
      on(async ({ users }) => {
        const both = await Promise.allSettled([users.insert(user(1)), users.insert(user(2, { email: user(1).email }))]);
        expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
        expect(both.filter((one) => one.status === 'rejected')).toMatchObject([{ reason: { code: 'email_taken' } }]);
        expect(await users.count()).toBe(1);
      }),
    );
    it(
      'refuse an id that is there already',
      on(async ({ users }) => {
        await users.insert(user(1));
        await expect(users.insert(user(1, { email: 'other@shop.example' }))).rejects.toMatchObject({ code: 'conflict' });
      }),
    );
    it(
      'have one first admin however many try at once',
      on(async ({ users }) => {
        const won = await Promise.all(times(10, (n) => users.insertFirst(user(n + 1, { role: 'admin' }))));
        expect(won.filter(Boolean)).toHaveLength(1);
        expect(await users.count()).toBe(1);
        expect(await users.insertFirst(user(20))).toBe(false);
      }),
    );
  });

  describe('sessions', () => {
    it(
      'are found by the hash of their token until they are deleted',
      on(async ({ sessions }) => {
        await sessions.insert(session('a'));
        await sessions.insert(session('b', { kind: 'user', guestName: null }));
        expect(await sessions.byTokenHash('a')).toEqual(session('a'));
        await sessions.delete('a');
        await sessions.delete('a');
        expect(await sessions.byTokenHash('a')).toBeNull();
        expect(await sessions.byTokenHash('b')).toEqual(session('b', { kind: 'user', guestName: null }));
      }),
    );
    it(
      'that have expired are swept, the others stay',
      on(async ({ sessions }) => {
        await sessions.insert(session('old', { expiresAt: AT }));
        await sessions.insert(session('new', { expiresAt: AT + 1 }));
        expect(await sessions.deleteExpired(AT)).toBe(1);
        expect(await sessions.byTokenHash('old')).toBeNull();
        expect(await sessions.byTokenHash('new')).not.toBeNull();
      }),
    );
  });

  describe('settings', () => {
    it(
      'are set, replaced and read',
      on(async ({ settings }) => {
        expect(await settings.get('secret')).toBeNull();
        await settings.set('secret', 'one');
        await settings.set('secret', 'two');
        expect(await settings.get('secret')).toBe('two');
      }),
    );
    it(
      'set where nothing was give every setter the same value',
      on(async ({ settings }) => {
        const values = await Promise.all(times(10, (n) => settings.setIfAbsent('secret', `value ${n}`)));
        expect(new Set(values).size).toBe(1);
        expect(await settings.get('secret')).toBe(values[0]);
      }),
    );
    it(
      'are taken by one taker, who knows the value',
      on(async ({ settings }) => {
        await settings.set('link', 'hash');
        expect(await settings.take('link', 'other')).toBe(false);
        const taken = await Promise.all(times(5, () => settings.take('link', 'hash')));
        expect(taken.filter(Boolean)).toHaveLength(1);
        expect(await settings.get('link')).toBeNull();
      }),
    );
  });
}
