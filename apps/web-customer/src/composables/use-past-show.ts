import type { Replay } from '@vitrine/protocol';
import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue';
import { api } from './api.ts';
import type { Show } from './use-show.ts';

/** Looks after a show for its replay, in milliseconds after its end: a short one is ready at once, a long one is worked on for longer. */
const LOOKS = [3_000, 8_000, 20_000, 45_000, 90_000];

/** Whether a show that is over can be seen again. Who comes to it then is shown it at once; who was there is asked. */
export function usePastShow(show: Show): {
  replay: Readonly<ShallowRef<Replay | undefined>>;
  /** It is being read: nothing else is to be shown meanwhile. */
  opening: Readonly<Ref<boolean>>;
  open: () => void;
} {
  const replay = shallowRef<Replay>();
  const opening = ref(false);
  const timers = new Set<ReturnType<typeof setTimeout>>();

  async function open(): Promise<void> {
    const id = show.detail.value?._id;
    if (id === undefined) return;
    opening.value = true;
    // Without it the page of a show that is over stands by itself.
    replay.value = await api.replay(id).catch(() => undefined);
    opening.value = false;
  }
  watch(
    () => show.detail.value,
    (now, before) => {
      if (now && !before && now.status === 'ended' && now.recordingUrl !== null) void open();
    },
    { flush: 'sync' },
  );
  watch(show.phase, (now, before) => {
    if (now !== 'ended' || before === 'ended') return;
    for (const delay of LOOKS) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        const state = show.detail.value?.recording?.state;
        if (state === 'recording' || state === 'finishing') void show.refresh();
      }, delay);
      timers.add(timer);
    }
  });
  onScopeDispose(() => timers.forEach(clearTimeout));
  return { replay, opening, open: () => void open() };
}
