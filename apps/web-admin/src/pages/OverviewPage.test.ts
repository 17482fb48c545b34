// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { openDesk } from '../testing/desk.ts';
import { aProduct, aShow, someFigures } from '../testing/records.ts';
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

  it('takes the guide away once a show is on air, and shows what is live, next and over', async () => {
    shows({ live: [LIVE], scheduled: [NEXT] });
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
