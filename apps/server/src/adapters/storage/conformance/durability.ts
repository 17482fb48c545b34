import { describe, expect, it } from 'vitest';
import { AT, type Case, id, livestream, message, NO_TERMS, order, product, session, times, user } from './samples.ts';

export function describeDurability(on: Case): void {
  describe('a store', () => {
    it(
      'that is opened again has everything',
      on(async (storage, fixture) => {
        await Promise.all([
          storage.users.insert(user(1)),
          storage.sessions.insert(session('a')),
          storage.settings.set('secret', 'one'),
          storage.livestreams.insert(livestream(1)),
          storage.timeline.insert([message(id(1), 1), message(id(1), 2)]),
          storage.likes.set(id(1), id(7), true, AT),
          storage.viewers.engaged(id(1), id(7), 'liked', AT),
          storage.products.insert(product(1)),
        ]);
        const { outcome } = await storage.orders.place(order(1, { product: product(1) }), NO_TERMS);
        expect(outcome).toBe('placed');
        const again = await fixture.reopen();
        expect(await again.users.byId(id(1))).toEqual(user(1));
        expect(await again.sessions.byTokenHash('a')).toEqual(session('a'));
        expect(await again.settings.get('secret')).toBe('one');
        expect(await again.livestreams.byId(id(1))).toEqual(livestream(1));
        expect(await again.timeline.after(id(1), 0, 10)).toEqual([message(id(1), 1), message(id(1), 2)]);
        expect(await again.likes.count(id(1))).toBe(1);
        expect(await again.viewers.totals(id(1))).toEqual({ unique: 1, engaged: 1, buyers: 0, watchedSeconds: 0 });
        expect((await again.products.byId(id(1)))?.variants[0]?.stock).toBe(4);
        const next = await again.orders.place(order(2, { product: product(1) }), NO_TERMS);
        const numbers = (await again.orders.list({ limit: 10 })).items.map(({ number }) => number);
        expect(next.outcome).toBe('placed');
        expect(new Set(numbers).size).toBe(2);
      }),
    );
    it(
      'finishes what it was asked before it closes, and takes nothing after',
      on(async (storage, fixture) => {
        const writes = times(500, (n) => storage.timeline.insert([message(id(1), n + 1)]));
        const reopened = fixture.reopen();
        await expect(storage.timeline.insert([message(id(1), 501)])).rejects.toMatchObject({ code: 'storage_unavailable' });
        expect(await Promise.all(writes)).toEqual(times(500, () => ({ written: 1 })));
        expect(await (await reopened).timeline.tail(id(1))).toEqual({ offset: 500 });
      }),
    );
    it(
      'keeps the neighbours of a call that fails',
      on(async (storage) => {
        const results = await Promise.allSettled([
          storage.timeline.insert([message(id(1), 1)]),
          storage.users.insert(user(1)),
          storage.users.insert(user(1)),
          storage.timeline.insert([message(id(1), 2)]),
        ]);
        const [first, one, other, last] = results.map(({ status }) => status);
        expect([first, last]).toEqual(['fulfilled', 'fulfilled']);
        // Which of the two accounts comes first is not said.
        expect([one, other].sort()).toEqual(['fulfilled', 'rejected']);
        expect(await storage.timeline.tail(id(1))).toEqual({ offset: 2 });
      }),
    );
    it(
      'says whether it can be reached',
      on(async (storage, fixture) => {
        expect(await storage.isReachable()).toBe(true);
        await fixture.reopen();
        expect(await storage.isReachable()).toBe(false);
      }),
    );
  });
}
