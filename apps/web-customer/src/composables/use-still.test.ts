// @vitest-environment happy-dom
import type { Livestream } from '@vitrine/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, type Ref, shallowRef } from 'vue';
import { useStill } from './use-still.ts';

const SHOW = { _id: 'a'.repeat(24), status: 'live', thumbnailUrl: '/uploads/cover.webp' } as Livestream;
/** What was asked for, and whether there is a still. */
let asked: string[];
let isThere: boolean;
let isSeen: boolean;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000 });
  [asked, isThere, isSeen] = [[], true, true];
  vi.stubGlobal(
    'Image',
    class {
      src = '';
      async decode(): Promise<void> {
        asked.push(this.src);
        if (!isThere) throw new Error('no such picture');
      }
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function still(show: Ref<Livestream>): Readonly<Ref<string | undefined>> {
  return (
    effectScope().run(() =>
      useStill(
        () => show.value,
        () => isSeen,
      ),
    ) ?? shallowRef(undefined)
  );
}

test('the cover stands until a still has come, and each still until the next', async () => {
  const src = still(shallowRef(SHOW));
  expect(src.value).toBe('/uploads/cover.webp');
  await vi.advanceTimersByTimeAsync(0);
  const first = src.value;
  expect(first).toMatch(new RegExp(`^/livestreams/${SHOW._id}/still.webp\\?at=\\d+$`));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(src.value).not.toBe(first);
  expect(asked).toHaveLength(2);
});

test('where there is none, the cover stays, and it is asked for less and less', async () => {
  isThere = false;
  const src = still(shallowRef(SHOW));
  await vi.advanceTimersByTimeAsync(160_000);
  expect(src.value).toBe('/uploads/cover.webp');
  // After 0, 10, 30, 70 and 150 seconds.
  expect(asked).toHaveLength(5);
});

test('nothing is fetched for what nobody sees, or for a show that is not live', async () => {
  isSeen = false;
  const show = shallowRef<Livestream>({ ...SHOW, status: 'interrupted' });
  const src = still(show);
  await vi.advanceTimersByTimeAsync(30_000);
  isSeen = true;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(asked).toEqual([]);
  show.value = SHOW;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(src.value).toContain('still.webp');
  show.value = { ...SHOW, status: 'ended', thumbnailUrl: null };
  expect(src.value).toBeUndefined();
});
