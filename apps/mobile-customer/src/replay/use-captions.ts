import { type CaptionsChoice, ReplayCaptions } from '@vitrine/client';
import { locale, storage, useShop, useSnapshot } from '@vitrine/mobile-kit';
import type { CaptionCue, Replay } from '@vitrine/protocol';
import { useEffect, useState } from 'react';

/** Whether captions are on, and in which language, on this device. */
const KEY = 'vitrine.captions';

export interface ShownCaptions {
  languages: number;
  isOn: boolean;
  /** BCP 47; null where there are none. */
  language: string | null;
  cues: readonly CaptionCue[];
  failed: boolean;
  toggle: () => void;
  next: () => void;
}

/** What was said in a past show, to be read along in step with its player; as it was chosen in the last replay. */
export function useCaptions(replay: Replay, position: number): ShownCaptions {
  const shop = useShop();
  const [captions] = useState(() => new ReplayCaptions(shop.api, replay, [locale]));
  const snapshot = useSnapshot(captions);
  useEffect(() => {
    let isGone = false;
    void recall().then((chosen) => {
      if (chosen && !isGone) captions.restore(chosen);
    });
    return () => {
      isGone = true;
    };
  }, [captions]);
  useEffect(() => captions.moveTo(position), [captions, position]);
  const kept = (change: () => void) => (): void => {
    change();
    const { isOn, language } = captions.getSnapshot();
    // A full storage: then it is as it was next time.
    void storage.write(KEY, JSON.stringify({ isOn, language })).catch(() => undefined);
  };
  return {
    ...snapshot,
    languages: captions.tracks.length,
    toggle: kept(() => captions.toggle()),
    next: kept(() => captions.nextLanguage()),
  };
}

async function recall(): Promise<CaptionsChoice | null> {
  try {
    const kept: unknown = JSON.parse((await storage.read(KEY)) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('isOn' in kept)) return null;
    return { isOn: kept.isOn === true, language: 'language' in kept && typeof kept.language === 'string' ? kept.language : null };
  } catch {
    return null;
  }
}
