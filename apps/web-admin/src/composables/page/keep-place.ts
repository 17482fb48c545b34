import { nextTick } from 'vue';

const ACTIONS = 'button:not(:disabled), a[href], select';

/** Keeps the keyboard's place in a table while a row of it goes: at what comes in its stead, else at the page. */
export async function keepPlace(change: () => Promise<void>): Promise<void> {
  const row = document.activeElement?.closest('tr');
  const body = row?.parentElement;
  const at = row && body ? [...body.children].indexOf(row) : -1;
  await change();
  await nextTick();
  if (at < 0 || (document.activeElement !== null && document.activeElement !== document.body)) return;
  const left = body?.isConnected ? [...body.children] : [];
  const next = left[Math.min(at, left.length - 1)]?.querySelector<HTMLElement>(ACTIONS) ?? document.getElementById('page');
  next?.focus();
}
