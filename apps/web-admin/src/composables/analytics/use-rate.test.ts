import { expect, it } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { useRate } from './use-rate.ts';

it('counts what rose within the last minute, from the first count that is known', async () => {
  const now = ref(0);
  const likes = ref<number | undefined>(undefined);
  const rate = effectScope().run(() =>
    useRate(
      () => likes.value,
      () => now.value,
    ),
  );
  const at = async (seconds: number, count: number): Promise<number | undefined> => {
    now.value = seconds * 1_000;
    likes.value = count;
    await nextTick();
    return rate?.value;
  };
  expect(rate?.value).toBe(0);
  expect(await at(1, 500)).toBe(0);
  expect(await at(30, 520)).toBe(20);
  expect(await at(61, 540)).toBe(40);
  expect(await at(95, 540)).toBe(20);
  expect(await at(200, 540)).toBe(0);
});
