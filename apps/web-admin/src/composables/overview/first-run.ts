import type { Livestream } from '@vitrine/protocol';

export interface FirstRunStep {
  step: 'product' | 'show' | 'live';
  isDone: boolean;
  to: string;
}

/** The way of a new shop to its first show; null once it has been on air and has something to sell. */
export function firstRun(has: {
  product: boolean;
  live: readonly Livestream[];
  scheduled: readonly Livestream[];
  ended: readonly Livestream[];
}): FirstRunStep[] | null {
  const next = has.live[0] ?? has.scheduled[0];
  const wasLive = has.live.length > 0 || has.ended.some(({ startTime }) => startTime !== null);
  const steps: FirstRunStep[] = [
    { step: 'product', isDone: has.product, to: '/products?new' },
    { step: 'show', isDone: next !== undefined || wasLive, to: '/shows?new' },
    { step: 'live', isDone: wasLive, to: next ? `/shows/${next._id}` : '/shows?new' },
  ];
  return steps.every(({ isDone }) => isDone) ? null : steps;
}
