import type { RecordedTrack } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { ReplayClock } from './replay-clock.ts';

const START = Date.parse('2026-11-20T19:00:00.000Z');
const track = (url: string, after: number, duration: number): RecordedTrack => ({
  seat: 'host',
  name: 'Inès',
  url,
  contentType: 'video/webm',
  startedAt: new Date(START + after * 1_000).toISOString(),
  duration,
  bytes: 1,
  width: 1280,
  height: 720,
});

describe('the clock of a replay', () => {
  it('counts from where the recording begins', () => {
    const clock = new ReplayClock([track('a', 0, 600)]);
    expect([clock.positionOf(START), clock.positionOf(START + 90_500), clock.duration]).toEqual([0, 90.5, 600]);
  });
  it('has what happened before the first picture at the beginning, and what came after the last at the end', () => {
    const clock = new ReplayClock([track('a', 10, 60)]);
    expect([clock.positionOf(START), clock.positionOf(START + 500_000)]).toEqual([0, 60]);
  });
  it('leaves out the time between two stretches, in whatever order they are given', () => {
    const clock = new ReplayClock([track('b', 200, 50), track('a', 0, 100)]);
    expect(clock.parts.map(({ url, position }) => [url, position])).toEqual([
      ['a', 0],
      ['b', 100],
    ]);
    expect([clock.positionOf(START + 150_000), clock.positionOf(START + 210_000), clock.duration]).toEqual([100, 110, 150]);
  });
  it('cuts what a guest sent to the stretches of the host that it lies beside', () => {
    const clock = new ReplayClock([track('a', 0, 100), track('b', 200, 50)]);
    const seat = 'b'.repeat(24);
    const stretches = clock.beside({ ...track('guest', 40, 180), seat, name: 'Noor' });
    expect(stretches.map(({ position, from, duration }) => [position, from, duration])).toEqual([
      [40, 0, 60],
      [100, 160, 20],
    ]);
    expect(stretches[0]).toMatchObject({ seat, name: 'Noor', url: 'guest' });
    expect(clock.beside(track('guest', 110, 80))).toEqual([]);
    expect(clock.beside(track('guest', 90, 10.5)).length).toBe(1);
    expect(clock.beside(track('guest', 199, 1.2))).toEqual([]);
  });
  it('finds back the instant of a position', () => {
    const clock = new ReplayClock([track('a', 0, 100), track('b', 200, 50)]);
    for (const position of [0, 42, 100, 149]) expect(clock.positionOf(clock.instantOf(position))).toBeCloseTo(position);
  });
});
