import type { Livestream } from '@vitrine/protocol';

export interface FirstRunStep {
  step: 'product' | 'show' | 'rehearsal' | 'live' | 'sale';
  /** `skipped`: it was gone past without, and is not asked for any more. */
  state: 'open' | 'done' | 'skipped';
  /** Where it is done; null for a rehearsal that has to be made first. */
  to: string | null;
}
export interface FirstRun {
  steps: readonly FirstRunStep[];
  /** The first step that is open; null once there is none. */
  next: FirstRunStep['step'] | null;
  /** The show that the way leads to: it is on air, or comes next. */
  show: Livestream | undefined;
}
export interface FirstRunReadings {
  product: boolean;
  /** Something was ordered in a show. */
  sale: boolean;
  live: readonly Livestream[];
  scheduled: readonly Livestream[];
  /** With the rehearsals among them. */
  ended: readonly Livestream[];
}
const isReal = ({ rehearsal }: Livestream): boolean => !rehearsal;
const isRehearsal = ({ rehearsal }: Livestream): boolean => rehearsal === true;

/** The way of a new shop to its first sale; null for a shop that is well under way. */
export function firstRun({ product, sale, live, scheduled, ended }: FirstRunReadings): FirstRun | null {
  const onAir = live.filter(isReal);
  const aired = onAir.length + ended.filter((show) => isReal(show) && show.startTime !== null).length;
  // A second show without a sale may still want the way to one; a second show after a sale does not.
  if (aired > (sale ? 1 : 2)) return null;
  const wasLive = aired > 0;
  const show = onAir[0] ?? scheduled.find(isReal);
  const room = show ? `/shows/${show._id}` : '/shows?new';
  const rehearsal = [...live, ...scheduled].find(isRehearsal);
  const rehearsed = [...live, ...ended].some((one) => isRehearsal(one) && one.startTime !== null);
  const toRehearsal = rehearsal ? `/shows/${rehearsal._id}` : show ? null : '/shows?new';
  const done = (isDone: boolean) => (isDone ? ('done' as const) : ('open' as const));
  const steps: FirstRunStep[] = [
    { step: 'product', state: done(product), to: '/products?new' },
    { step: 'show', state: done(show !== undefined || wasLive), to: '/shows?new' },
    { step: 'rehearsal', state: rehearsed ? 'done' : wasLive ? 'skipped' : 'open', to: toRehearsal },
    { step: 'live', state: done(wasLive), to: room },
    { step: 'sale', state: done(sale), to: room },
  ];
  return { steps, next: steps.find(({ state }) => state === 'open')?.step ?? null, show };
}
