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
  });
}
