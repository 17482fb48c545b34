import type { LineupItem } from '@vitrine/protocol';

/** A product of a line-up while it is being written. */
export interface LineUpRow extends LineupItem {
  /** What is written as its show price is no amount. */
  invalid: boolean;
}

export const rowOf = (item: LineupItem): LineUpRow => ({ ...item, invalid: false });
export const newRow = (productId: string): LineUpRow => rowOf({ productId, showPrice: null, limitPerBuyer: null });
/** As the show keeps it. */
export const lineUpOf = (rows: readonly LineUpRow[]): LineupItem[] =>
  rows.map(({ productId, showPrice, limitPerBuyer }) => ({ productId, showPrice, limitPerBuyer }));

/** The same rows with one brought to another place; places beyond the ends are the ends. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const next = [...rows];
  const [row] = next.splice(from, 1);
  if (row !== undefined) next.splice(Math.max(0, Math.min(next.length, to)), 0, row);
  return next;
}

/** Where a row that is dragged to this height belongs: past a neighbour once it is beyond its middle. `middles`: of all rows, from the top. */
export function placeAt(y: number, from: number, middles: readonly number[]): number {
  let at = from;
  while (at > 0 && y < (middles[at - 1] ?? y)) at -= 1;
  while (at < middles.length - 1 && y > (middles[at + 1] ?? y)) at += 1;
  return at;
}
