import { setImmediate } from 'node:timers/promises';

/** Visits every item, giving the event loop a turn after so many. A set may change meanwhile: what joins is visited, what left is not. */
export async function inTurns<T>(items: Iterable<T>, perTurn: number, visit: (item: T) => void): Promise<void> {
  let left = perTurn;
  for (const item of items) {
    visit(item);
    left -= 1;
    if (left === 0) {
      left = perTurn;
      await setImmediate();
    }
  }
}
