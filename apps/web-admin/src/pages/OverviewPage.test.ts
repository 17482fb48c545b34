// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import type { Role } from '@vitrine/protocol';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { api } from '../composables/api.ts';
import { useSession } from '../composables/use-session.ts';
import { aProduct, aSession, aShow, someFigures } from '../testing/records.ts';
import OverviewPage from './OverviewPage.vue';

vi.mock('../composables/lobby.ts', () => ({ openLobby: () => () => undefined }));

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
function open() {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }] });
  return mount(OverviewPage, { global: { plugins: [router] } });
}

async function signedIn(role: Role): Promise<void> {
  vi.spyOn(api, 'signIn').mockResolvedValue(aSession(role));
  await useSession().signIn('', '');
}

describe('the overview', () => {
  beforeEach(async () => {
    await signedIn('admin');
    vi.spyOn(api, 'listLivestreams');
    vi.spyOn(api, 'listOrders').mockResolvedValue({ items: [] });
    vi.spyOn(api, 'reports').mockResolvedValue({ items: [] });
    vi.spyOn(api, 'listProducts').mockResolvedValue({ items: [aProduct()] });
    vi.spyOn(api, 'showFigures').mockResolvedValue({ items: [someFigures()] });
    vi.spyOn(api, 'analytics').mockRejectedValue(new ApiError('forbidden', 403, 'refused'));
  });
  afterEach(() => void vi.restoreAllMocks());

  it('leads a new shop to its first product, and shows no figures of shows that were not', async () => {
    shows({});
    vi.mocked(api.listProducts).mockResolvedValue({ items: [] });
    vi.mocked(api.showFigures).mockResolvedValue({ items: [] });
    const page = open();
    expect(page.get('[role=status]').text()).toContain('Loading');
    await flushPromises();
    const guide = page.get('[aria-labelledby=guide]');
    expect(guide.findAll('a').map((link) => link.attributes('href'))).toEqual(['/products?new']);
    expect(page.find('[aria-labelledby=last]').exists()).toBe(false);
    expect(page.text()).toContain('No show is scheduled.');
    expect(page.text()).toContain('Nothing is waiting for you.');
  });

  it('takes the guide away once a show is on air, and shows what is live, next and over', async () => {
    shows({ live: [LIVE], scheduled: [NEXT] });
    const page = open();
    await flushPromises();
    expect(page.find('[aria-labelledby=guide]').exists()).toBe(false);
    expect(page.get('article').text()).toContain('1,284');
    expect(page.get('[aria-labelledby=next]').text()).toContain('Candles by hand');
    expect(page.get('[aria-labelledby=last]').text()).toContain('€102');
    expect(page.get('[aria-labelledby=last] a').attributes('href')).toBe(`/shows/${'b'.repeat(24)}/analytics`);
  });

  it('leaves figures and the guide out for moderators, and does not ask for them', async () => {
    await signedIn('moderator');
    shows({ live: [LIVE] });
    const reports = vi.spyOn(api, 'reports').mockResolvedValue({ items: [] });
    const page = open();
    await flushPromises();
    expect(page.find('[aria-labelledby=last]').exists()).toBe(false);
    expect(page.find('article').exists()).toBe(true);
    expect(page.text()).not.toContain('New show');
    expect(api.showFigures).not.toHaveBeenCalled();
    expect(api.analytics).not.toHaveBeenCalled();
    expect(reports).toHaveBeenCalled();
  });

  it('says what is safe when it did not load, and tries again', async () => {
    vi.mocked(api.listLivestreams)
      .mockRejectedValueOnce(new ApiError('offline', 0, 'gone'))
      .mockResolvedValue({ items: [] });
    const page = open();
    await flushPromises();
    expect(page.get('[role=alert]').text()).toContain('The overview did not load');
    await page.get('[role=alert] button').trigger('click');
    await flushPromises();
    expect(page.find('[role=alert]').exists()).toBe(false);
  });
});
