/** Runs when the network is back or the page is looked at again: no reason to sit out a back-off. Gives the function that stops it. */
export function onComeback(run: () => void): () => void {
  const shown = (): void => {
    if (!document.hidden) run();
  };
  window.addEventListener('online', run);
  document.addEventListener('visibilitychange', shown);
  return () => {
    window.removeEventListener('online', run);
    document.removeEventListener('visibilitychange', shown);
  };
}
