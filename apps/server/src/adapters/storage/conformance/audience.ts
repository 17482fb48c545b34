import { describe, expect, it } from 'vitest';
import { AT, type Case, id, times } from './samples.ts';

const STREAM = id(1);

export function describeAudience(on: Case): void {
  describe('likes', () => {
    it(
      'count a viewer once however often it likes',
      on(async ({ likes }) => {
        expect(await likes.set(STREAM, id(7), true, AT)).toBe(true);
        expect(await likes.set(STREAM, id(7), true, AT + 1)).toBe(false);
        expect(await likes.set(id(2), id(7), true, AT)).toBe(true);
        expect(await likes.count(STREAM)).toBe(1);
        expect(await likes.has(STREAM, id(7))).toBe(true);
        expect(await likes.set(STREAM, id(7), false, AT + 2)).toBe(true);
        expect(await likes.set(STREAM, id(7), false, AT + 3)).toBe(false);
        expect(await likes.has(STREAM, id(7))).toBe(false);
        expect(await likes.count(STREAM)).toBe(0);
      }),
    );
    it(
      'give the last who liked, newest first',
      on(async ({ likes }) => {
        for (const n of [3, 1, 2]) await likes.set(STREAM, id(n), true, AT + n);
        expect(await likes.recent(STREAM, 2)).toEqual([id(3), id(2)]);
      }),
    );
    it(
      'agree with the changes they reported when many toggle at once',
      on(async ({ likes }) => {
        const answers = await Promise.all(
          times(400, async (n) => {
            const liked = n % 3 !== 0;
            const changed = await likes.set(STREAM, id(n % 20), liked, AT + n);
            return changed ? (liked ? 1 : -1) : 0;
          }),
        );
        const present = await Promise.all(times(20, (n) => likes.has(STREAM, id(n))));
        const count = await likes.count(STREAM);
        expect(count).toBe(answers.reduce<number>((sum, change) => sum + change, 0));
        expect(count).toBe(present.filter(Boolean).length);
      }),
    );
  });

  describe('viewers', () => {
    it(
      'are unique per stream, and engaged once whatever they do',
      on(async ({ viewers }) => {
        expect(await viewers.totals(STREAM)).toEqual({ unique: 0, engaged: 0, buyers: 0, watchedSeconds: 0 });
        await Promise.all(times(30, (n) => viewers.seen(STREAM, id(n % 3), AT + n)));
        await viewers.seen(id(2), id(9), AT);
        expect(await viewers.totals(STREAM)).toEqual({ unique: 3, engaged: 0, buyers: 0, watchedSeconds: 0 });
        await viewers.engaged(STREAM, id(0), 'liked', AT);
        await viewers.engaged(STREAM, id(0), 'chatted', AT);
        await viewers.engaged(STREAM, id(1), 'bought', AT);
        await viewers.engaged(STREAM, id(8), 'clicked', AT);
        await viewers.seen(STREAM, id(0), AT + 60);
        expect(await viewers.totals(STREAM)).toEqual({ unique: 4, engaged: 3, buyers: 1, watchedSeconds: 0 });
      }),
    );
    it(
      'are present once a minute however often they are told, and their seconds add up',
      on(async ({ viewers }) => {
        await viewers.attended(
          STREAM,
          [10, 10, 11].map((minute) => ({ viewerId: id(1), minute, seconds: 20 })),
          AT,
        );
        await Promise.all(times(10, (n) => viewers.attended(STREAM, [{ viewerId: id(2 + (n % 2)), minute: 10, seconds: 5 }], AT)));
        await viewers.attended(STREAM, [{ viewerId: id(4), minute: 13, seconds: 60 }], AT);
        await viewers.attended(id(2), [{ viewerId: id(1), minute: 10, seconds: 60 }], AT);
        await viewers.attended(STREAM, [], AT);
        expect(await viewers.totals(STREAM)).toEqual({ unique: 4, engaged: 0, buyers: 0, watchedSeconds: 170 });
        expect(await viewers.presentByMinute(STREAM)).toEqual([
          { minute: 10, viewers: 3 },
          { minute: 11, viewers: 1 },
          { minute: 13, viewers: 1 },
        ]);
        expect(await viewers.presentByMinute(id(3))).toEqual([]);
        expect(await viewers.presentBetween(STREAM, 10, 11)).toBe(3);
        expect(await viewers.presentBetween(STREAM, 11, 13)).toBe(2);
        expect(await viewers.presentBetween(STREAM, 12, 12)).toBe(0);
      }),
    );
    it(
      'know the shows they saw and liked, the last first',
      on(async ({ viewers, likes }) => {
        await viewers.seen(id(1), id(7), AT);
        await viewers.engaged(id(2), id(7), 'bought', AT + 10);
        await viewers.seen(id(3), id(7), AT + 5);
        await viewers.seen(id(1), id(7), AT + 20);
        await viewers.seen(id(4), id(8), AT + 30);
        const nothing = { liked: false, chatted: false, clicked: false, bought: false };
        expect(await viewers.ofViewer(id(7), 2)).toEqual([
          { streamId: id(1), firstSeen: AT, lastSeen: AT + 20, ...nothing },
          { streamId: id(2), firstSeen: AT + 10, lastSeen: AT + 10, ...nothing, bought: true },
        ]);
        expect(await viewers.ofViewer(id(9), 2)).toEqual([]);
        for (const n of [1, 3, 2]) await likes.set(id(n), id(7), true, AT + n);
        expect(await likes.ofViewer(id(7), 2)).toEqual([id(3), id(2)]);
      }),
    );
    it(
      'are forgotten everywhere but in the counts, also when that is asked twice',
      on(async ({ viewers, likes, productMarks }) => {
        for (const viewer of [id(7), id(8)]) {
          await viewers.engaged(STREAM, viewer, 'liked', AT);
          await viewers.attended(
            STREAM,
            [10, 11].map((minute) => ({ viewerId: viewer, minute, seconds: 30 })),
            AT,
          );
          await likes.set(STREAM, viewer, true, AT);
          await productMarks.mark(STREAM, viewer, [id(3)], 'clicked', 10);
          await productMarks.mark(STREAM, viewer, [id(3)], 'seen', 10);
        }
        const counts = async () => [
          await viewers.totals(STREAM),
          await viewers.presentByMinute(STREAM),
          await viewers.presentBetween(STREAM, 10, 11),
          await likes.count(STREAM),
          await productMarks.byProduct(STREAM),
          await productMarks.clicksBetween(STREAM, id(3), 10, 10),
        ];
        const before = await counts();
        for (let twice = 0; twice < 2; twice++) await viewers.anonymise(id(7), id(70));
        expect(await counts()).toEqual(before);
        expect(await viewers.ofViewer(id(7), 10)).toEqual([]);
        expect(await viewers.ofViewer(id(70), 10)).toHaveLength(1);
        expect(await likes.has(STREAM, id(7))).toBe(false);
        expect((await likes.recent(STREAM, 10)).sort()).toEqual([id(8), id(70)].sort());
        expect(await productMarks.mark(STREAM, id(7), [id(3)], 'clicked', 10)).toEqual([id(3)]);
      }),
    );
  });
}
