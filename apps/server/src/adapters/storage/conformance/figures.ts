import { describe, expect, it } from 'vitest';
import { pushSubscription } from './records.ts';
import { AT, type Case, id, times } from './samples.ts';

const STREAM = id(1);

export function describeFigures(on: Case): void {
  describe('product marks', () => {
    it(
      'are one per viewer, product and minute however often they are told',
      on(async ({ productMarks }) => {
        const told = await Promise.all(times(10, () => productMarks.mark(STREAM, id(7), [id(2), id(3)], 'clicked', 5)));
        expect(told.flat().sort()).toEqual([id(2), id(3)]);
        expect(await productMarks.mark(STREAM, id(7), [id(2), id(4)], 'clicked', 5)).toEqual([id(4)]);
        expect(await productMarks.mark(STREAM, id(7), [id(2)], 'clicked', 6)).toEqual([id(2)]);
        expect(await productMarks.mark(STREAM, id(7), [id(2)], 'seen', 5)).toEqual([id(2)]);
        expect(await productMarks.mark(STREAM, id(8), [id(2)], 'clicked', 7)).toEqual([id(2)]);
        expect(await productMarks.mark(id(9), id(7), [id(2)], 'clicked', 5)).toEqual([id(2)]);
        expect(await productMarks.mark(STREAM, id(8), [id(5)], 'seen', 7)).toEqual([id(5)]);
        const byProduct = await productMarks.byProduct(STREAM);
        expect(byProduct.sort((one, other) => one.productId.localeCompare(other.productId))).toEqual([
          { productId: id(2), seenBy: 1, clickedBy: 2, clicks: 3 },
          { productId: id(3), seenBy: 0, clickedBy: 1, clicks: 1 },
          { productId: id(4), seenBy: 0, clickedBy: 1, clicks: 1 },
          { productId: id(5), seenBy: 1, clickedBy: 0, clicks: 0 },
        ]);
        expect(await productMarks.viewers(STREAM)).toEqual({ saw: 2, clicked: 2 });
        expect(await productMarks.viewers(id(404))).toEqual({ saw: 0, clicked: 0 });
        expect(await productMarks.byProduct(id(404))).toEqual([]);
        expect(await productMarks.clicksBetween(STREAM, id(2), 5, 6)).toBe(2);
        expect(await productMarks.clicksBetween(STREAM, id(2), 6, 9)).toBe(2);
        expect(await productMarks.clicksBetween(STREAM, id(5), 0, 9)).toBe(0);
      }),
    );
  });

  describe('samples', () => {
    it(
      'fold into their minute, also from many at once',
      on(async ({ samples }) => {
        await Promise.all(times(20, (n) => samples.add(STREAM, 5, { viewers: n, likes: 3 })));
        await samples.add(STREAM, 4, { viewers: 2, likes: 9 });
        await samples.add(STREAM, 4, { viewers: 1, likes: 8 });
        await samples.add(id(2), 4, { viewers: 100, likes: 0 });
        expect(await samples.of(STREAM)).toEqual([
          { streamId: STREAM, minute: 4, viewersPeak: 2, viewersSum: 3, samples: 2, likes: 8 },
          { streamId: STREAM, minute: 5, viewersPeak: 19, viewersSum: 190, samples: 20, likes: 3 },
        ]);
        expect(await samples.of(id(3))).toEqual([]);
      }),
    );
  });

  describe('tallies', () => {
    it(
      'advance by compare-and-set: one of many at once',
      on(async ({ tallies }) => {
        const tally = (upTo: number) => ({ streamId: STREAM, upTo, counts: [{ minute: 5, type: 'chat_message' as const, count: upTo }] });
        expect(await tallies.get(STREAM)).toBeNull();
        expect(await tallies.advance(tally(9), 3)).toBe(false);
        const first = await Promise.all(times(5, (n) => tallies.advance(tally(n + 1), null)));
        expect(first.filter(Boolean)).toHaveLength(1);
        const upTo = first.indexOf(true) + 1;
        expect(await tallies.get(STREAM)).toEqual(tally(upTo));
        const next = await Promise.all(times(5, (n) => tallies.advance(tally(20 + n), upTo)));
        expect(next.filter(Boolean)).toHaveLength(1);
        expect(await tallies.get(STREAM)).toEqual(tally(20 + next.indexOf(true)));
      }),
    );
  });

  describe('reminders', () => {
    it(
      'are one per show and person, told to all of them in pages',
      on(async ({ reminders }) => {
        const added = await Promise.all(times(5, () => reminders.add(STREAM, id(7), AT)));
        expect(added.filter(Boolean)).toHaveLength(1);
        for (const n of [6, 9, 8]) await reminders.add(STREAM, id(n), AT + n);
        await reminders.add(id(2), id(7), AT + 5);
        expect(await reminders.count(STREAM)).toBe(4);
        expect(await reminders.ofSubject(id(7), 10)).toEqual([id(2), STREAM]);
        expect(await reminders.ofSubject(id(7), 1)).toEqual([id(2)]);
        expect(await reminders.ofStream(STREAM, null, 3)).toEqual([6, 7, 8].map(id));
        expect(await reminders.ofStream(STREAM, id(8), 3)).toEqual([id(9)]);
        expect(await reminders.remove(STREAM, id(8))).toBe(true);
        expect(await reminders.remove(STREAM, id(8))).toBe(false);
        expect(await reminders.count(STREAM)).toBe(3);
      }),
    );
  });

  describe('push subscriptions', () => {
    it(
      'replace one of the same address and are found by their subject',
      on(async ({ pushSubscriptions }) => {
        const expo = pushSubscription(2, { kind: 'expo', address: 'ExponentPushToken[a]', keys: null });
        await Promise.all(times(4, () => pushSubscriptions.put(pushSubscription(1))));
        await pushSubscriptions.put(expo);
        await pushSubscriptions.put(pushSubscription(3, { subjectId: id(3) }));
        const of = async (subject: string) =>
          (await pushSubscriptions.ofSubject(subject)).sort((one, other) => one._id.localeCompare(other._id));
        expect(await of(id(2))).toEqual([pushSubscription(1), expo]);
        await pushSubscriptions.put(pushSubscription(1, { subjectId: id(3) }));
        expect(await of(id(2))).toEqual([expo]);
        expect(await of(id(3))).toHaveLength(2);
        await pushSubscriptions.delete(expo._id);
        await pushSubscriptions.delete('unknown');
        expect(await of(id(2))).toEqual([]);
      }),
    );
  });
}
