import { describe, expect, it } from 'vitest';
import { aShow } from '../../testing/records.ts';
import { newRow } from './line-up-draft.ts';
import { changesOf, draftOfShow, requestOf } from './show-draft.ts';

const SHOW = aShow({
  scheduledFor: '2099-11-27T19:30:00.000Z',
  tags: ['clay'],
  lineup: [{ productId: 'vase', showPrice: 6_200, limitPerBuyer: null }],
  settings: { ...aShow().settings, slowMode: 10, blockedWords: ['scam'] },
});

describe('a show that is being written', () => {
  it('goes out as it came in, when nothing was changed', () => {
    const { title, description, scheduledFor, thumbnailUrl, quality, visibility, tags, lineup, settings } = SHOW;
    const all = { title, description, scheduledFor, thumbnailUrl, quality, visibility, tags, lineup, settings };
    expect(requestOf(draftOfShow(SHOW, undefined))).toEqual(all);
    expect(changesOf(draftOfShow(SHOW, undefined), draftOfShow(SHOW, undefined))).toEqual({});
  });

  it('takes everything but the date from the one it is like', () => {
    expect(requestOf(draftOfShow(undefined, SHOW))).toMatchObject({ scheduledFor: null, lineup: SHOW.lineup, settings: SHOW.settings });
  });

  it('sends what is written differently alone, so that what others changed meanwhile stays', () => {
    const before = draftOfShow(SHOW, undefined);
    const now = { ...before, title: 'Another', settings: { ...before.settings, recording: false }, blockedWords: 'scam\n\n fake \nscam' };
    expect(changesOf(before, now)).toEqual({ title: 'Another', settings: { recording: false, blockedWords: ['scam', 'fake'] } });
    expect(changesOf(before, { ...before, rows: [...before.rows, newRow('bowl')] })).toEqual({
      lineup: [...SHOW.lineup, { productId: 'bowl', showPrice: null, limitPerBuyer: null }],
    });
  });
});
