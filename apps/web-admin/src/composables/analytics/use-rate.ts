import { computed, type Ref, ref, watch } from 'vue';

const MINUTE = 60_000;

/**
 * How much a count rose within the last minute. It knows only what it has seen: its first minute begins with the first count that is known
 * (undefined is not).
 */
export function useRate(count: () => number | undefined, now: () => number): Readonly<Ref<number>> {
  const seen = ref<{ at: number; count: number }[]>([]);
  watch(
    now,
    (at) => {
      const current = count();
      if (current === undefined) return;
      // The last sample older than a minute stays: it is where the minute began.
      const start = seen.value.findLastIndex((sample) => at - sample.at >= MINUTE);
      seen.value = [...seen.value.slice(Math.max(0, start)), { at, count: current }];
    },
    { immediate: true },
  );
  return computed(() => Math.max(0, (count() ?? 0) - (seen.value[0]?.count ?? count() ?? 0)));
}
