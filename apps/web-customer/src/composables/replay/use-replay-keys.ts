import { onScopeDispose } from 'vue';

export interface ReplayActs {
  toggle: () => void;
  toggleSound: () => void;
  toggleCaptions: () => void;
  fullscreen: () => void;
  /** Seconds, forward or back. */
  step: (by: number) => void;
  piece: (by: -1 | 1) => void;
}
/** What the arrow keys jump, in seconds. */
const STEP = 10;

/** The keys of video players, while nothing else of the page wants them. */
export function useReplayKeys(acts: ReplayActs, isFree: () => boolean): void {
  const keys: Readonly<Record<string, () => void>> = {
    k: acts.toggle,
    ' ': acts.toggle,
    m: acts.toggleSound,
    c: acts.toggleCaptions,
    f: acts.fullscreen,
    n: () => acts.piece(1),
    p: () => acts.piece(-1),
    arrowleft: () => acts.step(-STEP),
    arrowright: () => acts.step(STEP),
  };
  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !isFree()) return;
    // What has the focus keeps its own keys.
    const key = event.key.toLowerCase();
    const within = (selector: string): boolean => event.target instanceof Element && event.target.closest(selector) !== null;
    if (within('input:not([type="range"]), textarea, select, [contenteditable], [role="tab"]')) return;
    if ((key === ' ' && within('button, a')) || (key.startsWith('arrow') && within('input'))) return;
    const act = keys[key];
    if (!act) return;
    event.preventDefault();
    act();
  }
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}
