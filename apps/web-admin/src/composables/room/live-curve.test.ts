import type { Analytics } from '@vitrine/protocol';
import { describe, expect, test } from 'vitest';
import { liveCurve } from './live-curve.ts';

const START = '2026-11-27T18:30:00.000Z';
const after = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const minute = (at: number, viewers: number): Analytics['minutes'][number] => ({
  at: after(at),
  viewers,
  chatMessages: 0,
  likes: 0,
  orders: 0,
  revenue: 0,
});
const pin = (from: number, minutes: number, isOn = false): Analytics['pins'][number] => ({
  productId: String(from),
  title: `piece ${from}`,
  from: after(from),
  to: isOn ? null : after(from + minutes),
  seconds: minutes * 60,
  viewers: 0,
  clicks: 0,
  orders: 0,
  revenue: 0,
});
const BOX = { width: 100, height: 56 };
const measured = (minutes: number, parts: Partial<Pick<Analytics, 'minutes' | 'pins'>>) => ({
  secondsOnAir: minutes * 60,
  retention: [],
  minutes: [],
  pins: [],
  ...parts,
});

describe('the curve of a show that runs', () => {
  test('goes through its minutes, the quiet ones too, and ends with who is there now', () => {
    const curve = liveCurve(measured(3, { minutes: [minute(0, 10), minute(2, 3)] }), START, 5, BOX);
    expect(curve.line).toBe('M0.0 6.0L50.0 56.0L100.0 31.0');
    expect(curve.end).toEqual({ x: 100, y: 31 });
    expect(curve).toMatchObject({ minutes: 3, most: 10 });
  });
  test('is a level line in its first minute', () => {
    expect(liveCurve(measured(0, {}), START, 2, BOX).line).toBe('M0.0 6.0L100.0 6.0');
    expect(liveCurve(measured(0, {}), START, 0, BOX).end.y).toBe(56);
  });
  test('has below it what was on screen, what is there now to its end', () => {
    const { pins } = liveCurve(measured(10, { pins: [pin(2, 3), pin(6, 1, true)] }), START, 1, BOX);
    expect(pins.map(({ x, width, isOn }) => [x, width, isOn])).toEqual([
      [20, 29, false],
      [60, 39, true],
    ]);
  });
  test('leaves out pictures that would lie on one another', () => {
    const { pins } = liveCurve(measured(10, { pins: [pin(0, 1), pin(1, 1), pin(3, 1)] }), START, 1, BOX);
    expect(pins.map(({ isPictured }) => isPictured)).toEqual([true, false, true]);
  });
});
