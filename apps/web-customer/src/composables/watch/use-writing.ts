import { type RoomSnapshot, sayWritingBar, writingBar } from '@vitrine/client';
import type { LivestreamSettings } from '@vitrine/protocol';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, watch } from 'vue';
import { text } from '../../text/index.ts';

const SECOND = 1_000;

/** Whether one may write in the chat now, and what stands in the field when not. */
export interface Writing {
  may: ComputedRef<boolean>;
  hint: ComputedRef<string | undefined>;
  /** One has written: slow mode counts from here. */
  wrote: () => void;
}

/** What keeps one from writing, counted down by the second while there is something to count. */
export function useWriting(room: {
  settings: Readonly<Ref<LivestreamSettings | undefined>>;
  restriction: Readonly<Ref<RoomSnapshot['restriction']>>;
  self: Readonly<Ref<RoomSnapshot['self']>>;
}): Writing {
  const now = ref(Date.now());
  const wroteAt = ref<number | null>(null);
  const bar = computed(() =>
    writingBar(
      { settings: room.settings.value ?? null, restriction: room.restriction.value, self: room.self.value },
      wroteAt.value,
      now.value,
    ),
  );
  const hint = computed(() => (bar.value ? sayWritingBar(bar.value, text.watch) : undefined));

  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const counts = computed(() => bar.value !== null && 'seconds' in bar.value);
  watch(counts, (isCounting) => {
    if (!isCounting) stop();
    else
      timer ??= setInterval(() => {
        now.value = Date.now();
      }, SECOND);
  });
  watch(room.restriction, () => {
    now.value = Date.now();
  });
  onScopeDispose(stop);
  return {
    may: computed(() => hint.value === undefined),
    hint,
    wrote() {
      now.value = Date.now();
      wroteAt.value = now.value;
    },
  };
}
