import type { Analytics } from '@vitrine/protocol';

export interface MinuteBar {
  at: string;
  x: number;
  y: number;
  width: number;
  height: number;
  orders: number;
}
type Minute = Pick<Analytics['minutes'][number], 'at' | 'chatMessages' | 'orders'>;
const MINUTE = 60_000;
/** Bars get thinner with a long show; beyond this many minutes several share one. */
const MAX_BARS = 90;
/** So a show of two minutes is not two walls. */
const MIN_BARS = 15;

/** Chat per minute as bars in a box, the quiet minutes in between too. Minutes without anything are not in the figures. */
export function minuteBars(minutes: readonly Minute[], width: number, height: number): { bars: MinuteBar[]; highest: number } {
  const sorted = minutes.map((minute) => ({ ...minute, time: Date.parse(minute.at) })).sort((a, b) => a.time - b.time);
  const first = sorted[0]?.time ?? 0;
  const span = ((sorted.at(-1)?.time ?? first) - first) / MINUTE + 1;
  const perBar = Math.max(1, Math.ceil(span / MAX_BARS));
  const count = Math.max(MIN_BARS, Math.ceil(span / perBar));
  const step = width / count;
  const sums = new Map<number, { at: string; chat: number; orders: number }>();
  for (const minute of sorted) {
    const place = Math.floor((minute.time - first) / MINUTE / perBar);
    const sum = sums.get(place) ?? { at: minute.at, chat: 0, orders: 0 };
    sums.set(place, { at: sum.at, chat: sum.chat + minute.chatMessages, orders: sum.orders + minute.orders });
  }
  const highest = Math.max(1, ...[...sums.values()].map((sum) => sum.chat / perBar));
  const bars = [...sums].map(([place, { at, chat, orders }]) => {
    const tall = (chat / perBar / highest) * (height - 6);
    return { at, x: place * step + step * 0.15, y: height - tall, width: step * 0.7, height: tall, orders };
  });
  return { bars, highest: Math.round(highest) };
}
