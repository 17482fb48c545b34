import type { TimelineEntry } from '@vitrine/protocol';
import type { SoldLine } from '../../ports/storage.ts';

/** Sales and clicks so long after a product left the screen still count for its being there. */
export const AFTERGLOW = 5 * 60_000;

/** A time that a product was on the screen while the show was on air. Instants are milliseconds since 1970. */
export interface PinPeriod {
  productId: string;
  from: number;
  /** null: it is still there. */
  to: number | null;
}
/** A show's time on air; null: not begun, or not over. */
export interface AirTime {
  start: number | null;
  end: number | null;
}

/** The periods that pin entries (rising) make, in the order in which they began. Nothing before the start or after the end counts. */
export function pinPeriods(entries: readonly TimelineEntry[], { start, end }: AirTime): PinPeriod[] {
  if (start === null) return [];
  const shownFrom: { productId: string | undefined; at: number }[] = [];
  for (const entry of entries) {
    if (entry.type !== 'pins_changed') continue;
    // The first is on the screen; the others wait in the line-up.
    const [productId] = entry.data.productIds;
    if (productId !== shownFrom.at(-1)?.productId) shownFrom.push({ productId, at: Date.parse(entry.at) });
  }
  const periods: PinPeriod[] = [];
  for (const [position, { productId, at }] of shownFrom.entries()) {
    if (productId === undefined) continue;
    const next = shownFrom[position + 1]?.at ?? null;
    const from = Math.max(at, start);
    const to = next === null || end === null ? (next ?? end) : Math.min(next, end);
    if (to === null || to > from) periods.push({ productId, from, to });
  }
  return periods;
}

/** Until when clicks and sales count for the period: until the afterglow ends, or the product comes back on the screen (`again`). */
export function countsUntil(period: PinPeriod, periods: readonly PinPeriod[]): { until: number; again: number | null } {
  const again = periods.find((each) => each.productId === period.productId && each.from > period.from)?.from ?? null;
  const glow = period.to === null ? Number.POSITIVE_INFINITY : period.to + AFTERGLOW;
  return { until: again === null ? glow : Math.min(glow, again), again };
}

/** What these lines of the product come to in [from, until): each counts for one period at most. */
export function salesWithin(lines: readonly SoldLine[], from: number, until: number): { orders: number; revenue: number } {
  const within = lines.filter(({ at }) => at >= from && at < until);
  return { orders: new Set(within.map(({ orderId }) => orderId)).size, revenue: within.reduce((sum, { amount }) => sum + amount, 0) };
}
