// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import type { Role } from '@vitrine/protocol';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { field, openDesk, press as pressed, problemOf, submit, write } from '../testing/desk.ts';
import { aProduct, aShow, noAnalytics } from '../testing/records.ts';
import ShowsPage from './ShowsPage.vue';

vi.mock('../composables/server/lobby.ts', () => ({ openLobby: () => () => undefined }));

const NEXT = aShow({
  _id: 'next',
  title: 'Candles by hand',
  description: 'Beeswax and patience.',
  scheduledFor: '2099-11-27T19:30:00.000Z',
  lineup: [{ productId: 'candle', showPrice: 1_200, limitPerBuyer: 2 }],
  settings: { ...aShow().settings, slowMode: 10 },
});
const PAST = aShow({ _id: 'past', title: 'Slow Mornings', status: 'ended', startTime: '2026-11-18T19:30:00.000Z' });

async function open(at = '/shows', role: Role = 'admin') {
  const { page, router } = await openDesk(ShowsPage, { at, role });
  /** Chooses from the menu of a show. */
  async function choose(action: string, title: string = NEXT.title): Promise<void> {
    await page.get(`[aria-label="What to do with ${title}"]`).trigger('click');
    await flushPromises();
    [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find((one) => one.textContent?.trim() === action)?.click();
    await flushPromises();
  }
  return { page, router, choose };
}
const inDialog = <Found extends HTMLElement>(selector: string): Found | null => document.querySelector<Found>(`[role=dialog] ${selector}`);

describe('the list of shows', () => {
  beforeEach(() => {
    vi.spyOn(api, 'listLivestreams').mockImplementation(async ({ status } = {}) => ({
      items: status === 'scheduled' ? [NEXT] : status === 'ended' ? [PAST] : [],
    }));
    vi.spyOn(api, 'listProducts').mockResolvedValue({ items: [aProduct({ _id: 'candle', title: 'Fig candle' })] });
    vi.spyOn(api, 'analytics').mockRejectedValue(new ApiError('forbidden', 403, 'refused'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('makes a show like another: line-up and settings go along, the date does not', async () => {
    const made = vi.spyOn(api, 'createLivestream').mockResolvedValue(NEXT);
    const { choose } = await open();
    await choose('Duplicate');
    expect(inDialog('')?.textContent).toContain('with its product and settings');
    expect(inDialog<HTMLInputElement>('input[type="datetime-local"]')?.value).toBe('');
    inDialog('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await flushPromises();
    expect(made).toHaveBeenCalledWith(
      expect.objectContaining({ title: NEXT.title, scheduledFor: null, lineup: NEXT.lineup, settings: NEXT.settings }),
    );
  });

  const press = async (label: string): Promise<void> => {
    [...document.querySelectorAll<HTMLElement>('[role=dialog] button')].find((button) => button.textContent?.includes(label))?.click();
    await flushPromises();
  };
  it('says what goes and what stays before it deletes a show to come', async () => {
    const deleted = vi.spyOn(api, 'deleteShow').mockResolvedValue(undefined);
    const { page, choose } = await open();
    await choose('Delete', NEXT.title);
    expect(inDialog('')?.textContent).toContain('Delete Candles by hand?');
    expect(inDialog('dl')?.textContent).toContain('the reminders that people set');
    await press('Keep it');
    expect(deleted).not.toHaveBeenCalled();
    await choose('Delete', NEXT.title);
    await press('Delete it');
    expect(deleted).toHaveBeenCalledWith('next');
    expect(page.text()).not.toContain('Candles by hand');
    expect(document.activeElement?.textContent).toContain('Slow Mornings');
  });

  it('keeps the orders of a past show in sight, and its place when the server refuses', async () => {
    vi.mocked(api.analytics).mockResolvedValue(
      noAnalytics({ streamId: 'past', orders: { count: 3, revenue: 20_400, currency: 'EUR', average: 6_800, conversion: 0.3 } }),
    );
    let answer = (_: unknown): void => undefined;
    const deleted = vi.spyOn(api, 'deleteShow').mockImplementation(() => new Promise((_, reject) => (answer = reject)));
    const { page, choose } = await open();
    await choose('Delete', PAST.title);
    expect(inDialog('dl')?.textContent).toContain('Its 3 orders, under its name');
    await press('Delete it');
    await press('Delete it');
    expect(deleted).toHaveBeenCalledTimes(1);
    answer(new ApiError('already_live', 409, 'The show is on air: end it first.'));
    await flushPromises();
    expect(inDialog('[role=alert]')?.textContent).toBe('The show is on air: end it first.');
    expect(page.text()).toContain('Slow Mornings');
    // Somebody else was quicker.
    deleted.mockRejectedValue(new ApiError('not_found', 404, 'gone'));
    await press('Delete it');
    expect(page.text()).not.toContain('Slow Mornings');
    expect(document.activeElement?.textContent).toContain('Candles by hand');
  });

  it('deletes nothing that is on air', async () => {
    vi.mocked(api.listLivestreams).mockImplementation(async ({ status } = {}) => ({
      items: status === undefined ? [aShow({ _id: 'live', title: 'On now', status: 'interrupted', isActive: true })] : [],
    }));
    const { page } = await open();
    await page.get('[aria-label="What to do with On now"]').trigger('click');
    await flushPromises();
    const offered = [...document.querySelectorAll('[role=menuitem]')].map((one) => one.textContent?.trim());
    expect(offered).toContain('Duplicate');
    expect(offered).not.toContain('Delete');
  });

  it('offers moderators nothing that they may not do', async () => {
    const { page } = await open('/shows', 'moderator');
    expect(page.find('[aria-haspopup=menu]').exists()).toBe(false);
    expect(page.text()).not.toContain('New show');
  });

  it('reads as a calendar too, in the reader’s own time, and keeps that in the address', async () => {
    const { page, router } = await open('/shows?view=weeks');
    expect(page.get('[role=tabpanel]').text()).toContain('Times in');
    expect(page.get('[role=tabpanel] h2, [role=tabpanel] [role=heading]').text()).toContain('Nov');
    await page.get('input[value=list]').setValue(true);
    await flushPromises();
    expect(router.currentRoute.value.query.view).toBeUndefined();
    expect(page.find('table').exists()).toBe(true);
  });

  it('says that no show fits, and comes back whole when the filter is left', async () => {
    const { page } = await open();
    await pressed('Live');
    expect(page.get('[role=tabpanel]').text()).toContain('No show fits.');
    await pressed('Show all');
    expect(page.findAll('tbody tr')).toHaveLength(2);
  });

  it('shows further past shows when asked, under the tabs that have them', async () => {
    vi.mocked(api.listLivestreams).mockImplementation(async ({ status, cursor } = {}) =>
      status !== 'ended'
        ? { items: status === 'scheduled' ? [NEXT] : [] }
        : cursor === undefined
          ? { items: [PAST], nextCursor: 'more' }
          : { items: [aShow({ ...PAST, _id: 'older', title: 'The First Firing' })] },
    );
    const { page } = await open();
    await pressed('Scheduled 1');
    expect(page.text()).not.toContain('Show more');
    await pressed('Ended');
    await pressed('Show more');
    expect(page.text()).toContain('The First Firing');
    expect(page.text()).not.toContain('Show more');
  });

  it('edits the line-up and the rules of a show, and sends nothing else', async () => {
    const changed = vi.spyOn(api, 'updateLivestream').mockResolvedValue(NEXT);
    const { choose } = await open();
    await choose('Edit');
    expect(field('Show price of Fig candle (€)').value).toBe('12');
    await write('Show price of Fig candle (€)', 'cheap');
    await submit('#show-form');
    expect(inDialog('[role=alert]')?.textContent).toContain('amount');
    expect(changed).not.toHaveBeenCalled();
    await write('Show price of Fig candle (€)', '11,50');
    await write('Slow mode', '30');
    await write('Words that wait for a moderator', 'scam\nfake');
    await submit('#show-form');
    expect(changed).toHaveBeenCalledExactlyOnceWith('next', {
      lineup: [{ productId: 'candle', showPrice: 1_150, limitPerBuyer: 2 }],
      settings: { slowMode: 30, blockedWords: ['scam', 'fake'] },
    });
  });

  it('shows beside its field what the server refuses of a new show, keeps what was written, and is sent again', async () => {
    const made = vi
      .spyOn(api, 'createLivestream')
      .mockRejectedValueOnce(new ApiError('invalid', 400, 'refused', { errors: [{ path: 'tags.1', message: 'too long' }] }));
    const { router } = await open('/shows?new');
    await submit('#show-form');
    expect(problemOf('Title')).toBe('Give the show a title.');
    expect(made).not.toHaveBeenCalled();
    await write('Title', 'The Winter Firing');
    await write('Tags', 'clay, an-endless-word');
    await submit('#show-form');
    expect(problemOf('Tags')).toBe('too long');
    expect(document.activeElement).toBe(field('Tags'));
    expect(field('Title').value).toBe('The Winter Firing');
    made.mockResolvedValue(aShow({ _id: 'new' }));
    await submit('#show-form');
    await flushPromises();
    expect(router.currentRoute.value.path).toBe('/shows/new');
  });
});
