import { describe, expect, it } from 'vitest';
import { job, webhookEndpoint } from './records.ts';
import { AT, allPages, type Case, id, times } from './samples.ts';

const ids = (records: { _id: string }[]): string[] => records.map(({ _id }) => _id);

export function describeOperations(on: Case): void {
  describe('leases', () => {
    it(
      'are taken by one of many, also where there was none',
      on(async ({ leases }) => {
        expect(await leases.get('show:1')).toBeNull();
        const first = (await Promise.all(times(10, (n) => leases.take('show:1', `node ${n}`, null)))).filter((one) => one !== null);
        expect(first).toHaveLength(1);
        const seen = first[0];
        if (!seen) throw new Error('nobody has it');
        expect(seen.term).toBe(1);
        expect(await leases.get('show:1')).toEqual(seen);
        const next = (await Promise.all(times(10, (n) => leases.take('show:1', `other ${n}`, seen)))).filter((one) => one !== null);
        expect(next).toHaveLength(1);
        expect(next[0]).toMatchObject({ _id: 'show:1', term: 2 });
        expect(next[0]?.holder).toMatch(/^other /);
      }),
    );
    it(
      'are renewed by their holder in its term alone, and a taker who saw an older beat gets nothing',
      on(async ({ leases }) => {
        const taken = await leases.take('a', 'one', null);
        if (!taken) throw new Error('not taken');
        expect(await leases.renew('a', 'one', 1)).toBe(true);
        const renewed = await leases.get('a');
        expect(renewed?.beat).toBeGreaterThan(taken.beat);
        expect(await leases.renew('a', 'two', 1)).toBe(false);
        expect(await leases.renew('a', 'one', 2)).toBe(false);
        expect(await leases.renew('b', 'one', 1)).toBe(false);
        expect(await leases.take('a', 'two', taken)).toBeNull();
        expect(await leases.take('a', 'two', renewed)).toMatchObject({ holder: 'two', term: 2 });
        expect(await leases.renew('a', 'one', 1)).toBe(false);
      }),
    );
    it(
      'that are given back have no holder and keep their term; those removed begin anew',
      on(async ({ leases }) => {
        await leases.take('a', 'one', null);
        await leases.release('a', 'two', 1);
        await leases.release('a', 'one', 7);
        expect(await leases.get('a')).toMatchObject({ holder: 'one' });
        await leases.release('a', 'one', 1);
        const free = await leases.get('a');
        expect(free).toMatchObject({ holder: '', term: 1 });
        expect(await leases.renew('a', 'one', 1)).toBe(false);
        expect(await leases.take('a', 'two', free)).toMatchObject({ holder: 'two', term: 2 });
        await leases.remove('a', 'one', 1);
        expect(await leases.get('a')).toMatchObject({ holder: 'two', term: 2 });
        await leases.remove('a', 'two', 2);
        expect(await leases.get('a')).toBeNull();
        expect(await leases.take('a', 'two', { term: 2, beat: 0 })).toBeNull();
      }),
    );
    it(
      'are listed by what their id begins with, taken literally',
      on(async ({ leases }) => {
        for (const name of ['node:b', 'node:a', 'show:1', 'nodes', 'node.c', 'node:%']) await leases.take(name, 'one', null);
        expect(ids(await leases.startingWith('node:', 10))).toEqual(['node:%', 'node:a', 'node:b']);
        expect(ids(await leases.startingWith('node:', 2))).toEqual(['node:%', 'node:a']);
        expect(ids(await leases.startingWith('node.', 10))).toEqual(['node.c']);
      }),
    );
  });

  describe('jobs', () => {
    it(
      'are queued once under a key and claimed by one worker each',
      on(async ({ jobs }) => {
        const added = await Promise.all(times(5, (n) => jobs.add(job(100 + n, { key: 'same' }))));
        expect(added.filter(Boolean)).toHaveLength(1);
        for (const n of times(20, (index) => index + 1)) await jobs.add(job(n, { dueAt: AT }));
        const claims = await Promise.all(times(8, () => jobs.claim(['mail'], AT + 200, AT + 500, 4)));
        const claimed = claims.flat();
        expect(new Set(ids(claimed)).size).toBe(claimed.length);
        // Under concurrency a worker may come away with fewer than it asked for; what is left is claimed next.
        for (let tries = 0; claimed.length < 21 && tries < 21; tries++)
          claimed.push(...(await jobs.claim(['mail'], AT + 200, AT + 500, 4)));
        expect(new Set(ids(claimed)).size).toBe(21);
        expect(claimed.every(({ attempts, dueAt }) => attempts === 1 && dueAt === AT + 500)).toBe(true);
        expect(await jobs.claim(['mail'], AT + 200, AT + 500, 4)).toEqual([]);
      }),
    );
    it(
      'are claimed of the kinds asked for, when they are due, the longest due first',
      on(async ({ jobs }) => {
        await jobs.add(job(1, { dueAt: AT + 3 }));
        await jobs.add(job(2, { kind: 'push', dueAt: AT + 1 }));
        await jobs.add(job(3, { kind: 'webhook', dueAt: AT }));
        await jobs.add(job(4, { dueAt: AT + 100 }));
        await jobs.add(job(5, { dueAt: AT + 2 }));
        expect(await jobs.claim(['webhook'], AT - 1, AT + 50, 10)).toEqual([]);
        expect(ids(await jobs.claim(['mail', 'push'], AT + 10, AT + 50, 2))).toEqual([id(2), id(5)]);
        expect(ids(await jobs.claim(['mail', 'push'], AT + 10, AT + 50, 2))).toEqual([id(1)]);
        expect(await jobs.byId(id(1))).toMatchObject({ attempts: 1, dueAt: AT + 50, state: 'due' });
      }),
    );
    it(
      'of a worker that died are due again, finished ones are not',
      on(async ({ jobs }) => {
        for (const n of [1, 2, 3]) await jobs.add(job(n, { dueAt: AT }));
        await jobs.claim(['mail'], AT, AT + 50, 10);
        await jobs.finish(id(1), { state: 'done', dueAt: AT, result: '250 taken', at: AT + 10 });
        await jobs.finish(id(2), { state: 'due', dueAt: AT + 500, result: '451 later', at: AT + 10, payload: '' });
        expect(await jobs.byId(id(2))).toMatchObject({ payload: '', lastResult: '451 later' });
        await jobs.finish(id(404), { state: 'done', dueAt: AT, result: '', at: AT });
        expect(await jobs.byId(id(1))).toEqual(
          job(1, { state: 'done', dueAt: AT, attempts: 1, lastResult: '250 taken', updatedAt: AT + 10 }),
        );
        const again = await jobs.claim(['mail'], AT + 60, AT + 99, 10);
        expect(ids(again)).toEqual([id(3)]);
        expect(again[0]?.attempts).toBe(2);
        expect(ids(await jobs.claim(['mail'], AT + 500, AT + 600, 10)).sort()).toEqual([id(2), id(3)]);
      }),
    );
    it(
      'are listed newest first by kind and target, and swept when they are over',
      on(async ({ jobs }) => {
        for (const n of times(5, (index) => index + 1)) await jobs.add(job(n, { createdAt: AT, target: n % 2 ? 'odd' : 'even' }));
        await jobs.add(job(6, { kind: 'push' }));
        let more = 100;
        const read = await allPages(
          (cursor) => jobs.list({ limit: 2, kind: 'mail', cursor }),
          async () => void (await jobs.add(job(++more))),
        );
        expect(ids(read)).toEqual([5, 4, 3, 2, 1].map(id));
        expect(ids((await jobs.list({ limit: 10, kind: 'mail', target: 'odd' })).items)).toEqual([5, 3, 1].map(id));
        await jobs.finish(id(1), { state: 'done', dueAt: AT, result: 'ok', at: AT + 10 });
        await jobs.finish(id(2), { state: 'failed', dueAt: AT, result: 'no', at: AT + 20 });
        expect(await jobs.deleteOld(AT + 20)).toBe(1);
        expect(await jobs.byId(id(1))).toBeNull();
        expect(await jobs.deleteOld(AT + 1000)).toBe(1);
        expect(await jobs.byId(id(3))).not.toBeNull();
      }),
    );
  });

  describe('webhook endpoints', () => {
    it(
      'are kept, changed and deleted, oldest first',
      on(async ({ webhookEndpoints }) => {
        await webhookEndpoints.insert(webhookEndpoint(2));
        await webhookEndpoints.insert(webhookEndpoint(1));
        await expect(webhookEndpoints.insert(webhookEndpoint(1))).rejects.toMatchObject({ code: 'conflict' });
        expect(await webhookEndpoints.all()).toEqual([webhookEndpoint(1), webhookEndpoint(2)]);
        const changed = await webhookEndpoints.change(id(1), { isActive: false, events: ['order.paid'], url: undefined });
        expect(changed).toEqual(webhookEndpoint(1, { isActive: false, events: ['order.paid'] }));
        expect(await webhookEndpoints.byId(id(1))).toEqual(changed);
        expect(await webhookEndpoints.change(id(3), { isActive: false })).toBeNull();
        expect(await webhookEndpoints.delete(id(1))).toBe(true);
        expect(await webhookEndpoints.delete(id(1))).toBe(false);
        expect(ids(await webhookEndpoints.all())).toEqual([id(2)]);
      }),
    );
  });
}
