import type { RoomSnapshot } from '@vitrine/client';
import type { LivestreamSettings } from '@vitrine/protocol';
import { formatClock } from '@vitrine/web-kit';
import { type ComputedRef, computed, onScopeDispose, type Ref, ref, watch } from 'vue';
import { text } from '../text/index.ts';

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
  const wroteAt = ref(Number.NEGATIVE_INFINITY);
  const isStaff = computed(() => ['admin', 'host', 'moderator'].includes(room.self.value?.role ?? 'viewer'));

  const slowFor = computed(() => {
    const seconds = isStaff.value ? 0 : (room.settings.value?.slowMode ?? 0);
    return Math.max(0, Math.ceil((wroteAt.value + seconds * SECOND - now.value) / SECOND));
  });
  const silencedFor = computed(() => {
    const restriction = room.restriction.value;
    if (!restriction) return 0;
    return restriction.until === null
      ? Number.POSITIVE_INFINITY
      : Math.max(0, Math.ceil((Date.parse(restriction.until) - now.value) / SECOND));
  });
  const hint = computed(() => {
    if (silencedFor.value === Number.POSITIVE_INFINITY) return text.watch.silenced;
    if (silencedFor.value > 0) return text.watch.silencedFor(formatClock(silencedFor.value));
    const mode = isStaff.value ? 'everyone' : (room.settings.value?.chatMode ?? 'everyone');
    if (mode === 'staff') return text.watch.staffOnly;
    if (mode === 'accounts' && room.self.value?.role !== 'customer') return text.watch.accountsOnly;
    return slowFor.value > 0 ? text.watch.slowMode(slowFor.value) : undefined;
  });

  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const counts = computed(() => slowFor.value > 0 || (silencedFor.value > 0 && Number.isFinite(silencedFor.value)));
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
