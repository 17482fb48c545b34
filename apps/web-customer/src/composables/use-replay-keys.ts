import { onScopeDispose } from 'vue';

export interface ReplayActs {
  toggle: () => void;
  toggleSound: () => void;
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
    const own = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable], [role="tab"]');
    if (own || (key === ' ' && event.target instanceof Element && event.target.closest('button, a'))) return;
    const act = keys[key];
    if (!act) return;
    event.preventDefault();
    act();
  }
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}
