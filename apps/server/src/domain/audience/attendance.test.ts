import { beforeEach, describe, expect, it } from 'vitest';
import type { Attendance as Told } from '../../ports/storage.ts';
import { Attendance } from './attendance.ts';

const SHOW = 'a'.repeat(24);
const MINUTE = 60_000;
const FIRST = 29_000_000;

let wall: number;
let steady: number;
let isAway: boolean;
let onAir: boolean;
let told: Told[];
let calls: number;
let attendance: Attendance;
const pass = (seconds: number): void => {
  wall += seconds * 1000;
  steady += seconds * 1000;
};
/** Seconds by viewer and minute after the first. */
const sums = (): Record<string, number> => {
  const all: Record<string, number> = {};
  for (const { viewerId, minute, seconds } of told) {
    const key = `${viewerId} ${minute - FIRST}`;
    all[key] = (all[key] ?? 0) + seconds;
  }
  return all;
};

beforeEach(() => {
  wall = FIRST * MINUTE;
  steady = 5_000;
  isAway = false;
  onAir = true;
  told = [];
  calls = 0;
  attendance = new Attendance({
    viewers: {
      attended: async (_, attendances) => {
        calls += 1;
        if (isAway) throw new Error('the store is away');
        told.push(...attendances);
      },
    },
    clock: { now: () => wall, monotonic: () => steady },
    isOnAir: () => onAir,
  });
});

describe('The attendance of a show', () => {
  it('splits what each viewer watched into minutes, who is still there and who has left', async () => {
    attendance.arrived(SHOW, 'mira');
    pass(30);
    attendance.arrived(SHOW, 'noor');
    attendance.arrived(SHOW, 'mira');
    pass(60);
    attendance.left(SHOW, 'noor');
    await attendance.flush();
    expect(sums()).toEqual({ 'mira 0': 60, 'mira 1': 30, 'noor 0': 30, 'noor 1': 30 });
    pass(60);
    await attendance.flush();
    expect(sums()).toMatchObject({ 'mira 1': 60, 'mira 2': 30, 'noor 1': 30 });
  });

  it('counts who was there for a moment as there', async () => {
    attendance.arrived(SHOW, 'mira');
    attendance.left(SHOW, 'mira');
    attendance.left(SHOW, 'mira');
    await attendance.flush();
    expect(sums()).toEqual({ 'mira 0': 0 });
  });

  it('ends with the show, whoever stays', async () => {
    attendance.arrived(SHOW, 'mira');
    pass(20);
    attendance.ended(SHOW);
    pass(40);
    await attendance.flush();
    attendance.left(SHOW, 'mira');
    await attendance.flush();
    expect(sums()).toEqual({ 'mira 0': 20 });
  });

  it('lets go of who came after the end had been told', async () => {
    attendance.arrived(SHOW, 'mira');
    onAir = false;
    await attendance.flush();
    pass(60);
    await attendance.flush();
    expect(sums()).toEqual({ 'mira 0': 0 });
  });

  it('keeps what the store could not take, and tells it once', async () => {
    attendance.arrived(SHOW, 'mira');
    isAway = true;
    pass(60);
    await expect(attendance.flush()).rejects.toThrow('away');
    isAway = false;
    pass(30);
    await attendance.flush();
    await attendance.flush();
    expect(sums()).toEqual({ 'mira 0': 60, 'mira 1': 30 });
  });

  it('takes no time from a clock that is set', async () => {
    attendance.arrived(SHOW, 'mira');
    pass(10);
    wall += 3 * 60 * MINUTE;
    attendance.left(SHOW, 'mira');
    await attendance.flush();
    expect(told.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(10);
  });

  it('tells a crowd in batches', async () => {
    for (let n = 0; n < 1_200; n += 1) attendance.arrived(SHOW, `viewer${n}`);
    pass(30);
    await attendance.flush();
    expect(told).toHaveLength(1_200);
    expect(calls).toBe(3);
  });
});
