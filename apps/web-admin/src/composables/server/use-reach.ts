import { onScopeDispose } from 'vue';
import { ServerReach } from './server-reach.ts';

/** Milliseconds until an answer is given up. */
const PATIENCE = 8_000;

/** Whether the server of this page is within reach. */
export const reach = new ServerReach({
  ask: async () => (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) })).ok,
  isOnline: () => navigator.onLine,
});

/** Runs each time that the server is back, as long as the component lives: what is shown may be old, or did not come. */
export function onReturn(run: () => void): void {
  onScopeDispose(reach.onReturn(run));
}

/** Runs once, as soon as the server answers. Gives the function that calls it off. */
export function whenReached(run: () => void): () => void {
  let stop: () => void = () => undefined;
  let isOver = false;
  const finish = (): void => {
    stop();
    if (!isOver) run();
    isOver = true;
  };
  stop = reach.onReturn(finish);
  void reach.check().then((isThere) => {
    if (isThere) finish();
  });
  return () => {
    isOver = true;
    stop();
  };
}
