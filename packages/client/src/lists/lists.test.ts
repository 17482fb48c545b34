import type { Livestream, Recommendation } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import { pickedShows } from './picked-shows.ts';
import { bySchedule, byViewers, showsNow } from './shows-now.ts';

const show = (_id: string, more: Partial<Livestream> = {}): Livestream =>
  ({ _id, viewerCount: 0, scheduledFor: null, ...more }) as Livestream;
const picked = (code: Recommendation['reason']['code'], title: string | null): Recommendation => ({
  livestream: show(code),
  reason: { code, text: '', title },
});

describe('a list of shows', () => {
  it('takes the figures that the lobby tells, and leaves the rest alone', () => {
    const shows = showsNow(
      [show('a'), show('b')],
      [{ streamId: 'b', status: 'interrupted', viewerCount: 7, pinnedProducts: ['p'], stillAt: null }],
    );
    expect(shows.map(({ _id, viewerCount, status }) => [_id, viewerCount, status])).toEqual([
      ['a', 0, undefined],
      ['b', 7, 'interrupted'],
    ]);
  });

  it('stands in the order of its viewers, and of its dates with the undated last', () => {
    expect([show('a'), show('b', { viewerCount: 3 })].sort(byViewers).map(({ _id }) => _id)).toEqual(['b', 'a']);
    const dated = [show('a'), show('b', { scheduledFor: '2026-02-01' }), show('c', { scheduledFor: '2026-01-01' })];
    expect(dated.sort(bySchedule).map(({ _id }) => _id)).toEqual(['c', 'b', 'a']);
  });
});

describe('the shows picked for somebody', () => {
  it('are none for who has done nothing here yet', () => {
    expect(pickedShows([picked('popular', null), picked('live_now', null)])).toEqual([]);
  });

  it('are a few, without what the page shows anyway', () => {
    const many = Array.from({ length: 9 }, () => picked('because_liked', 'Dune vase'));
    const shown = pickedShows([picked('live_now', null), picked('popular', null), ...many]);
    expect(shown.map(({ reason }) => reason.code).slice(0, 2)).toEqual(['popular', 'because_liked']);
    expect(shown).toHaveLength(4);
  });
});
