import { onScopeDispose } from 'vue';

/** Whether keys belong to what has the focus: a field, or anything that is being written in. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"]') !== null
  );
}

/**
 * Single keys for the whole page, by what they type (`1`, `u`, `/`). They stay silent in fields and dialogs, with a modifier held, and
 * while a key repeats.
 */
export function useShortcuts(shortcuts: Record<string, () => void>): void {
  function press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    const run = shortcuts[event.key.toLowerCase()];
    if (!run) return;
    // `/` would open the browser's own search, and land in the field it focuses.
    event.preventDefault();
    run();
  }
  window.addEventListener('keydown', press);
  onScopeDispose(() => window.removeEventListener('keydown', press));
}
