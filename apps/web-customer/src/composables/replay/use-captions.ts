import { type CaptionsChoice, ReplayCaptions } from '@vitrine/client';
import type { CaptionCue, CaptionTrack, Replay } from '@vitrine/protocol';
import { locale, useSnapshot } from '@vitrine/web-kit';
import { type ComputedRef, computed, type Ref, watch } from 'vue';
import { replayText } from '../../text/replay/index.ts';
import { useToasts } from '../page/use-toasts.ts';
import { api } from '../server/api.ts';

/** Whether captions are on, and in which language, on this device. */
const KEY = 'vitrine.captions';

export interface ShownCaptions {
  /** In the order of their languages; there may be none. */
  tracks: readonly CaptionTrack[];
  isOn: ComputedRef<boolean>;
  /** BCP 47; null where there are none. */
  language: ComputedRef<string | null>;
  /** What is to be read now. */
  cues: ComputedRef<readonly CaptionCue[]>;
  toggle: () => void;
  next: () => void;
}

/** What was said in a past show, to be read along in step with its player; as it was chosen in the last replay. */
export function useCaptions(replay: Replay, position: Readonly<Ref<number>>): ShownCaptions {
  const { say } = useToasts();
  const captions = new ReplayCaptions(api, replay, [locale, ...navigator.languages]);
  const snapshot = useSnapshot(captions);
  const chosen = recall();
  if (chosen) captions.restore(chosen);
  watch(position, (now) => captions.moveTo(now), { immediate: true });
  watch(
    () => snapshot.value.failed,
    (failed) => {
      if (failed) void say(replayText.captionsFailed);
    },
  );
  const kept = (change: () => void) => (): void => {
    change();
    keep(captions.getSnapshot());
  };
  return {
    tracks: captions.tracks,
    isOn: computed(() => snapshot.value.isOn),
    language: computed(() => snapshot.value.language),
    cues: computed(() => snapshot.value.cues),
    toggle: kept(() => captions.toggle()),
    next: kept(() => captions.nextLanguage()),
  };
}

function recall(): CaptionsChoice | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('isOn' in kept)) return null;
    return { isOn: kept.isOn === true, language: 'language' in kept && typeof kept.language === 'string' ? kept.language : null };
  } catch {
    return null;
  }
}
function keep({ isOn, language }: CaptionsChoice): void {
  // Where there are none nothing was chosen.
  if (language === null) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ isOn, language }));
  } catch {
    // A private window: then it is as it was next time.
  }
}
