import { lookForReplay } from '@vitrine/client';
import type { Replay } from '@vitrine/protocol';
import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue';
import { api } from '../server/api.ts';
import type { Show } from '../watch/use-show.ts';

/** Whether a show that is over can be seen again. Who comes to it then is shown it at once; who was there is asked. */
export function usePastShow(show: Show): {
  replay: Readonly<ShallowRef<Replay | undefined>>;
  /** It is being read: nothing else is to be shown meanwhile. */
  opening: Readonly<Ref<boolean>>;
  open: () => void;
} {
  const replay = shallowRef<Replay>();
  const opening = ref(false);
  let stopLooking = (): void => undefined;

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
    stopLooking();
    stopLooking = lookForReplay(() => {
      const state = show.detail.value?.recording?.state;
      if (state === 'recording' || state === 'finishing') void show.refresh();
    });
  });
  onScopeDispose(() => stopLooking());
  return { replay, opening, open: () => void open() };
}
