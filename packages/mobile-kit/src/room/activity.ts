/** Hears when the person comes back (true) or leaves (false); gives the function that stops it. A hidden page goes on: other tabs are one press away. */
export function onActivity(listener: (isHere: boolean) => void): () => void {
  const look = (): void => {
    if (!document.hidden) listener(true);
  };
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}
