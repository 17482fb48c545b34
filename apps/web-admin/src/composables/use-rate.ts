import { computed, type Ref, ref, watch } from 'vue';

const MINUTE = 60_000;

/** How much a count rose within the last minute; it knows what it has seen, so the first minute counts from when it began. */
export function useRate(count: () => number, now: () => number): Readonly<Ref<number>> {
  const seen = ref<{ at: number; count: number }[]>([]);
  watch(
    now,
    (at) => {
      // The last sample older than a minute stays: it is where the minute began.
      const start = seen.value.findLastIndex((sample) => at - sample.at >= MINUTE);
      seen.value = [...seen.value.slice(Math.max(0, start)), { at, count: count() }];
    },
    { immediate: true },
  );
  return computed(() => Math.max(0, count() - (seen.value[0]?.count ?? 0)));
}
