import type { Analytics } from '@vitrine/protocol';

type Pin = Pick<Analytics['pins'][number], 'from' | 'seconds'>;
const MINUTE = 60_000;
const begin = ({ from }: Pin): number => Date.parse(from);
const end = (pin: Pin): number => begin(pin) + pin.seconds * 1_000;

/** For how long anything was on screen, in seconds; what was there together counts once. Pins are rising. */
export function pinnedSeconds(pins: readonly Pin[]): number {
  let until = 0;
  let sum = 0;
  for (const pin of pins) {
    sum += Math.max(0, end(pin) - Math.max(begin(pin), until));
    until = Math.max(until, end(pin));
  }
  return Math.round(sum / 1_000);
}

/** The row that each pin is drawn in, so that what was there together is not drawn over; null beyond `most` rows. Pins are rising. */
export function rowsOf(pins: readonly Pin[], most: number): (number | null)[] {
  const free: number[] = [];
  return pins.map((pin) => {
    const row = Array.from({ length: most }, (_, at) => at).find((at) => (free[at] ?? 0) <= begin(pin));
    if (row === undefined) return null;
    free[row] = end(pin);
    return row;
  });
}

/** Where a pin is in a show that began at `start` and lasted so many minutes, in minutes. */
export function minutesOf(pin: Pin, start: string, length: number): { from: number; to: number } {
  const from = (begin(pin) - Date.parse(start)) / MINUTE;
  return { from: Math.max(0, from), to: Math.max(0, Math.min(length, from + pin.seconds / 60)) };
}
