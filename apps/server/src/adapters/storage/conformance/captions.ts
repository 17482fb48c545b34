import { describe, expect, it } from 'vitest';
import type { CaptionsRecord } from '../../../ports/storage.ts';
import { AT, type Case, id, times } from './samples.ts';

const captions = (language: string, changes: Partial<CaptionsRecord> = {}): CaptionsRecord => ({
  streamId: id(9),
  language,
  cues: [
    { from: 0, to: 1_500, text: 'Good evening,\n“everyone”.' },
    { from: 1_500, to: 4_000, text: 'Das ist <die> Vase. 🏺' },
  ],
  updatedAt: AT,
  ...changes,
});

export function describeCaptions(on: Case): void {
  describe('captions', () => {
    it(
      'are kept by show and language, the newer in place of the older',
      on(async ({ captions: store }) => {
        expect(await store.get(id(9), 'en')).toBeNull();
        await store.put(captions('nl'));
        await store.put(captions('en'));
        await store.put(captions('en', { streamId: id(8) }));
        const newer = captions('en', { cues: [{ from: 5, to: 9, text: 'Hello' }], updatedAt: AT + 7 });
        await store.put(newer);
        expect(await store.get(id(9), 'en')).toEqual(newer);
        expect(await store.get(id(9), 'nl')).toEqual(captions('nl'));
        expect(await store.ofStream(id(9))).toEqual([
          { streamId: id(9), language: 'en', count: 1, updatedAt: AT + 7 },
          { streamId: id(9), language: 'nl', count: 2, updatedAt: AT },
        ]);
      }),
    );
    it(
      'that are put at once for one language leave one',
      on(async ({ captions: store }) => {
        await Promise.all(times(8, (n) => store.put(captions('en', { updatedAt: AT + n }))));
        expect(await store.ofStream(id(9))).toHaveLength(1);
      }),
    );
    it(
      'are removed one by one, or all of a show',
      on(async ({ captions: store }) => {
        for (const language of ['de', 'en', 'pt-BR']) await store.put(captions(language));
        await store.put(captions('en', { streamId: id(8) }));
        expect([await store.delete(id(9), 'en'), await store.delete(id(9), 'en')]).toEqual([true, false]);
        expect((await store.ofStream(id(9))).map(({ language }) => language)).toEqual(['de', 'pt-BR']);
        await store.deleteOf(id(9));
        expect(await store.ofStream(id(9))).toEqual([]);
        expect(await store.get(id(8), 'en')).toEqual(captions('en', { streamId: id(8) }));
      }),
    );
  });
}
