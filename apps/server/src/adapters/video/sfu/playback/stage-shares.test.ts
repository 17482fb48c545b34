import { describe, expect, it } from 'vitest';
import { shareStage, turnOf, type WatchedSeat } from './stage-shares.ts';

const BITRATES = [150_000, 500_000, 1_700_000];
const seat = (name: string, bitrates: readonly number[] = BITRATES): WatchedSeat => ({
  name,
  layers: bitrates.map((bitrate, rank) => ({ rank, bitrate })),
});
const sum = (seats: readonly WatchedSeat[], ranks: Map<string, number>): number =>
  seats.reduce((total, { name, layers }) => total + (layers[ranks.get(name) ?? 0]?.bitrate ?? 0), 0);

describe('the sum of several pictures', () => {
  it('leaves a host alone the whole', () => {
    expect(shareStage([seat('host')])).toEqual(new Map([['host', 2]]));
  });

  it.each([1, 2, 3])('stays within what the host would take alone with %d guests, none of them larger than the host', (guests) => {
    const seats = [...Array.from({ length: guests }, (_, index) => seat(`guest${index}`)), seat('host')];
    const ranks = shareStage(seats);
    expect(sum(seats, ranks)).toBeLessThanOrEqual(1_700_000);
    expect(ranks.get('host')).toBe(1);
    for (const { name } of seats) expect(ranks.get(name)).toBeLessThanOrEqual(1);
  });

  it('does not change sizes to and fro when bitrates vary a little', () => {
    const tight = (guest: number) => [seat('host', [150_000, 1_000_000]), seat('guest', [150_000, guest])];
    const smaller = shareStage(tight(200_000), new Map([['guest', 0]]));
    expect(smaller.get('guest')).toBe(0);
    expect(
      shareStage(
        [seat('host'), seat('guest')],
        new Map([
          ['host', 1],
          ['guest', 0],
        ]),
      ).get('guest'),
    ).toBe(1);
  });

  it('never takes the smallest layer away, also where the host sends one alone', () => {
    expect(shareStage([seat('host', [2_500_000]), seat('guest')])).toEqual(
      new Map([
        ['host', 0],
        ['guest', 0],
      ]),
    );
  });

  it('has guests share the largest of their pictures while the host is away', () => {
    const seats = [seat('host', []), seat('one'), seat('two', [150_000, 500_000])];
    const ranks = shareStage(seats);
    expect(sum(seats.slice(1), ranks)).toBeLessThanOrEqual(1_700_000);
    expect(ranks).toEqual(
      new Map([
        ['one', 1],
        ['two', 1],
      ]),
    );
  });

  it('lets everybody who waits for more look for it in turn', () => {
    const turns = new Set([0, 2_000, 4_000].map((now) => turnOf(3, now)));
    expect(turns.size).toBe(3);
    expect(turnOf(0, 5)).toBe(-1);
  });
});
