// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { faults, openDesk, press } from '../testing/desk.ts';
import { aProduct, aShow, noAnalytics, someFigures } from '../testing/records.ts';
import OverviewPage from './OverviewPage.vue';

vi.mock('../composables/server/lobby.ts', () => ({ openLobby: () => () => undefined }));

const LIVE = aShow({
  _id: 'live',
  title: 'The Autumn Firing',
  status: 'live',
  isActive: true,
  startTime: '2026-11-20T19:30:00.000Z',
  viewerCount: 1_284,
});
const NEXT = aShow({ _id: 'next', title: 'Candles by hand', scheduledFor: '2099-11-27T19:30:00.000Z' });

/** A shop with these shows, as the server lists them. */
function shows({ live = [], scheduled = [], ended = [] }: Partial<Record<'live' | 'scheduled' | 'ended', (typeof LIVE)[]>>): void {
  vi.mocked(api.listLivestreams).mockImplementation(async ({ status } = {}) => ({
    items: status === 'scheduled' ? scheduled : status === 'ended' ? ended : live,
  }));
}
describe('the overview', () => {
  beforeEach(() => {
    vi.spyOn(api, 'listLivestreams');
    vi.spyOn(api, 'listOrders').mockResolvedValue({ items: [] });
    vi.spyOn(api, 'reports').mockResolvedValue({ items: [] });
    vi.spyOn(api, 'listProducts').mockResolvedValue({ items: [aProduct()] });
    vi.spyOn(api, 'showFigures').mockResolvedValue({ items: [someFigures()] });
    vi.spyOn(api, 'analytics').mockRejectedValue(new ApiError('forbidden', 403, 'refused'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    localStorage.clear();
    document.body.replaceChildren();
  });

  it('leads a new shop to its first product, and shows no figures of shows that were not', async () => {
    shows({});
    vi.mocked(api.listProducts).mockResolvedValue({ items: [] });
    vi.mocked(api.showFigures).mockResolvedValue({ items: [] });
    const { page } = await openDesk(OverviewPage);
    const guide = page.get('[aria-labelledby=guide]');
    expect(guide.findAll('a').map((link) => link.attributes('href'))).toEqual(['/settings', '/products?new']);
    expect(guide.text()).toContain('Prices will be in EUR');
    expect(page.find('[aria-labelledby=last]').exists()).toBe(false);
    expect(page.text()).toContain('No show is scheduled.');
    expect(page.text()).toContain('Nothing is waiting for you.');
  });

  const OVER = aShow({ _id: 'over', status: 'ended', startTime: '2026-11-13T19:30:00.000Z' });
  const guideOf = (page: VueWrapper) => page.find('[aria-labelledby=guide]');
  /** What the guide says of its steps to who hears it. */
  const steps = (page: VueWrapper): string[] =>
    guideOf(page)
      .findAll('li b')
      .map((step) => step.text());

  it('marks what is done, and makes the rehearsal that comes next', async () => {
    shows({ scheduled: [NEXT] });
    vi.mocked(api.showFigures).mockResolvedValue({ items: [] });
    const make = vi.spyOn(api, 'createLivestream').mockResolvedValue(aShow({ _id: 'tried' }));
    const { page, router } = await openDesk(OverviewPage);
    expect(steps(page)).toEqual(['Make a product, done', 'Schedule a show, done', 'Rehearse', 'Go live', 'Sell something']);
    expect(guideOf(page).get('[aria-current=step]').text()).toContain('Rehearse now');
    expect(guideOf(page).get('[target=_blank]').attributes('href')).toBe(`${location.origin}${NEXT.streamUrl}`);
    expect(await faults()).toEqual([]);
    await press('Rehearse now');
    expect(make).toHaveBeenCalledWith(expect.objectContaining({ title: 'Candles by hand', rehearsal: true }));
    expect(router.currentRoute.value.path).toBe('/shows/tried');
  });

  it('says that the rehearsal could not be made, and lets it be tried again', async () => {
    shows({ scheduled: [NEXT] });
    vi.mocked(api.showFigures).mockResolvedValue({ items: [] });
    const make = vi
      .spyOn(api, 'createLivestream')
      .mockRejectedValueOnce(new ApiError('unavailable', 503, 'away'))
      .mockResolvedValue(aShow({ _id: 'tried' }));
    const { page, router } = await openDesk(OverviewPage);
    await press('Rehearse now');
    expect(router.currentRoute.value.path).toBe('/');
    expect(steps(page)).toHaveLength(5);
    await press('Rehearse now');
    expect(make).toHaveBeenCalledTimes(2);
    expect(router.currentRoute.value.path).toBe('/shows/tried');
  });

  it('hears of what is done elsewhere: the first sale of a show on air', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    shows({ live: [LIVE] });
    vi.mocked(api.showFigures).mockResolvedValue({ items: [] });
    const read = vi.mocked(api.analytics).mockResolvedValue(noAnalytics({ streamId: 'live' }));
    const { page } = await openDesk(OverviewPage);
    expect(steps(page)[2]).toBe('Rehearse, skipped');
    expect(guideOf(page).get('[aria-current=step] a').attributes('href')).toBe('/shows/live');
    read.mockResolvedValue(
      noAnalytics({ streamId: 'live', orders: { count: 1, revenue: 6_800, currency: 'EUR', average: 6_800, conversion: 1 } }),
    );
    await vi.advanceTimersToNextTimerAsync();
    await flushPromises();
    expect(guideOf(page).text()).toContain('Sold. Your shop is running.');
  });

  it('ends with a word, which is closed for good', async () => {
    shows({ ended: [OVER] });
    const { page } = await openDesk(OverviewPage);
    expect(guideOf(page).text()).toContain('Sold. Your shop is running.');
    expect(await faults()).toEqual([]);
    await press('Close');
    expect(guideOf(page).exists()).toBe(false);
    page.unmount();
    expect(guideOf((await openDesk(OverviewPage)).page).exists()).toBe(false);
  });

  it('can be hidden on the way', async () => {
    shows({});
    vi.mocked(api.showFigures).mockResolvedValue({ items: [] });
    const { page } = await openDesk(OverviewPage);
    await press('Hide this guide');
    expect(guideOf(page).exists()).toBe(false);
    expect(page.text()).toContain('New show');
  });

  it('is not shown when it is not known what is done', async () => {
    shows({});
    vi.mocked(api.listProducts).mockRejectedValue(new ApiError('unavailable', 503, 'away'));
    const { page } = await openDesk(OverviewPage);
    expect(guideOf(page).exists()).toBe(false);
    expect(page.text()).toContain('The overview did not load');
  });

  it('has no guide in a shop that is under way, and shows what is live, next and over', async () => {
    shows({ live: [LIVE], scheduled: [NEXT], ended: [OVER] });
    const { page } = await openDesk(OverviewPage);
    expect(page.find('[aria-labelledby=guide]').exists()).toBe(false);
    expect(page.get('article').text()).toContain('1,284');
    expect(page.get('[aria-labelledby=next]').text()).toContain('Candles by hand');
    expect(page.get('[aria-labelledby=last]').text()).toContain('€102');
    expect(page.get('[aria-labelledby=last] a').attributes('href')).toBe(`/shows/${'b'.repeat(24)}/analytics`);
  });

  it('leaves figures and the guide out for moderators, and does not ask for them', async () => {
    shows({ live: [LIVE] });
    const reports = vi.spyOn(api, 'reports').mockResolvedValue({ items: [] });
    const { page } = await openDesk(OverviewPage, { role: 'moderator' });
    expect(page.find('[aria-labelledby=last]').exists()).toBe(false);
    expect(page.find('article').exists()).toBe(true);
    expect(page.text()).not.toContain('New show');
    expect(api.showFigures).not.toHaveBeenCalled();
    expect(api.analytics).not.toHaveBeenCalled();
    expect(reports).toHaveBeenCalled();
  });
});
