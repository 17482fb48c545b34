// @vitest-environment happy-dom
import type { Livestream } from '@vitrine/protocol';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, type Ref, shallowRef } from 'vue';
import { type StillOf, useStill } from './use-still.ts';

const SHOW = { _id: 'a'.repeat(24), status: 'live', thumbnailUrl: '/uploads/cover.webp' } as Livestream;
const FIRST: StillOf = { show: SHOW, takenAt: '2026-11-20T18:00:00.000Z', seen: true };
/** What was asked for, and whether it comes. */
let asked: string[];
let isThere: boolean;

beforeEach(() => {
  [asked, isThere] = [[], true];
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
afterEach(() => vi.unstubAllGlobals());

async function stillOf(of: Ref<StillOf>): Promise<Readonly<Ref<string | undefined>>> {
  const still = effectScope().run(() => useStill(() => of.value)) ?? shallowRef(undefined);
  await flushPromises();
  return still;
}
async function turn(of: Ref<StillOf>, change: Partial<StillOf>): Promise<void> {
  of.value = { ...of.value, ...change };
  await nextTick();
  await flushPromises();
}

test('the cover stands until a still is told of, and each still until the next', async () => {
  const of = shallowRef({ ...FIRST, takenAt: undefined as string | undefined });
  const src = await stillOf(of);
  expect(src.value).toBe('/uploads/cover.webp');
  expect(asked).toEqual([]);
  await turn(of, { takenAt: '2026-11-20T18:00:00.000Z' });
  const first = src.value;
  expect(first).toBe(`/livestreams/${SHOW._id}/still.webp?at=1795197600000`);
  await turn(of, { takenAt: '2026-11-20T18:00:10.000Z' });
  expect(src.value).not.toBe(first);
  expect(asked).toHaveLength(2);
});

test('a still that does not come leaves what is shown', async () => {
  const of = shallowRef(FIRST);
  const src = await stillOf(of);
  const first = src.value;
  isThere = false;
  await turn(of, { takenAt: '2026-11-20T18:00:10.000Z' });
  expect(src.value).toBe(first);
  await turn(of, { takenAt: undefined });
  expect(src.value).toBe('/uploads/cover.webp');
});

test('nothing is fetched for what nobody sees, or for a show that is not live', async () => {
  const of = shallowRef<StillOf>({ ...FIRST, show: { ...SHOW, status: 'interrupted' }, seen: false });
  const src = await stillOf(of);
  await turn(of, { seen: true });
  expect(asked).toEqual([]);
  await turn(of, { show: SHOW });
  expect(src.value).toContain('still.webp');
  await turn(of, { show: { ...SHOW, status: 'ended', thumbnailUrl: null } });
  expect(src.value).toBeUndefined();
});
