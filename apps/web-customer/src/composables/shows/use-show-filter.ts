import { type ComputedRef, computed, onScopeDispose, type Ref, ref, type WritableComputedRef, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { ShowFilter } from './use-shows.ts';

/** How long one pauses in typing before it is looked for, in milliseconds. */
const PAUSE = 250;

const only = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What is looked for, kept in the address: it can be shared, and the way back leads to it. */
export function useShowFilter(): {
  /** What is typed; it is looked for after a pause. */
  words: Ref<string>;
  tag: WritableComputedRef<string | undefined>;
  filter: ComputedRef<ShowFilter>;
  clear: () => void;
} {
  const route = useRoute();
  const router = useRouter();
  const search = computed(() => only(route.query.q).trim());
  const words = ref(search.value);
  let pause: ReturnType<typeof setTimeout> | undefined;

  function go(q: string, tag: string | undefined): void {
    clearTimeout(pause);
    void router.replace({ path: '/', query: { ...(q ? { q } : {}), ...(tag ? { tag } : {}) } });
  }
  const tag = computed({
    get: () => only(route.query.tag) || undefined,
    set: (chosen) => go(words.value.trim(), chosen),
  });
  watch(words, (now) => {
    clearTimeout(pause);
    if (now.trim() !== search.value) pause = setTimeout(() => go(now.trim(), tag.value), PAUSE);
  });
  // The way back, or a link to everything.
  watch(search, (now) => {
    if (now !== words.value.trim()) words.value = now;
  });
  onScopeDispose(() => clearTimeout(pause));
  return {
    words,
    tag,
    filter: computed(() => ({
      ...(search.value ? { search: search.value } : {}),
      ...(tag.value ? { tag: tag.value } : {}),
    })),
    clear() {
      words.value = '';
      go('', undefined);
    },
  };
}
