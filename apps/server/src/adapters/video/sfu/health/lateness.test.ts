import { describe, expect, it } from 'vitest';
import { Lateness } from './lateness.ts';

const OPUS = { clockRate: 48_000 };
/** Twenty milliseconds of sound. */
const FRAME = 960;

function play(lateness: Lateness, from: number, frames: number, delay: (index: number) => number, source = OPUS): void {
  for (let index = from; index < from + frames; index++) lateness.see(source, (index * FRAME) >>> 0, index * 20 + delay(index));
}

describe('lateness', () => {
  it('is none while packets come as they were made', () => {
    const lateness = new Lateness();
    play(lateness, 0, 500, () => 40);
    expect(lateness.take()).toBe(0);
  });

  it('is how much longer the slowest took than the fastest, and starts anew when it has been taken', () => {
    const lateness = new Lateness();
    play(lateness, 0, 100, () => 40);
    play(lateness, 100, 50, (index) => 40 + (index - 99) * 10);
    expect(lateness.take()).toBe(500);
    play(lateness, 150, 50, () => 40);
    expect(lateness.take()).toBe(0);
  });

  it('does not take clocks that drift apart for a wait', () => {
    const lateness = new Lateness();
    play(lateness, 0, 180_000, (index) => index * 20 * 0.0001);
    expect(lateness.take()).toBeLessThan(5);
  });

  it('begins again with another stream, and when the clock of a stream jumps', () => {
    const lateness = new Lateness();
    play(lateness, 0, 100, () => 0);
    play(lateness, 100, 100, () => 2_000, { clockRate: 48_000 });
    expect(lateness.take()).toBe(0);
    lateness.see(OPUS, 0x7fffffff, 5_000);
    lateness.see(OPUS, 12, 5_020);
    expect(lateness.take()).toBe(0);
  });

  it('goes on over the end of the number space', () => {
    const lateness = new Lateness();
    const first = 0xffffffff - 50 * FRAME;
    for (let index = 0; index < 200; index++) lateness.see(OPUS, (first + index * FRAME) >>> 0, index * 20 + (index === 150 ? 300 : 0));
    expect(lateness.take()).toBeCloseTo(300, 0);
  });
});
