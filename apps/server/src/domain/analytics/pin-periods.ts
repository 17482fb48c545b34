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
  const periods: PinPeriod[] = [];
  const open = new Map<string, number>();
  const close = (productId: string, from: number, at: number): void => {
    const period = { productId, from: Math.max(from, start), to: end === null ? at : Math.min(at, end) };
    if (period.to > period.from) periods.push(period);
  };
  for (const entry of entries) {
    if (entry.type !== 'pins_changed') continue;
    const at = Date.parse(entry.at);
    const now = new Set(entry.data.productIds);
    for (const [productId, from] of open) {
      if (now.has(productId)) continue;
      open.delete(productId);
      close(productId, from, at);
    }
    for (const productId of now) if (!open.has(productId)) open.set(productId, at);
  }
  for (const [productId, from] of open) {
    if (end === null) periods.push({ productId, from: Math.max(from, start), to: null });
    else close(productId, from, end);
  }
  return periods.sort((one, other) => one.from - other.from);
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
