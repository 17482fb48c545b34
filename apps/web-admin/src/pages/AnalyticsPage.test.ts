// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import type { Analytics } from '@vitrine/protocol';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { api } from '../composables/server/api.ts';
import { aShow, noAnalytics, someFigures } from '../testing/records.ts';
import AnalyticsPage from './AnalyticsPage.vue';

const ID = 'a'.repeat(24);
const OTHER = 'b'.repeat(24);
const START = '2026-11-20T19:30:00.000Z';
const FIGURES: Analytics = {
  streamId: ID,
  secondsOnAir: 180,
  viewers: { now: 0, peak: 9, average: 6.5, unique: 10, averageWatchTime: 95 },
  retention: [{ minute: 0, viewers: 5, share: 0.5 }],
  likes: 4,
  chatMessages: 12,
  chatRate: 4,
  questions: 1,
  announcements: 0,
  engagementRate: 0.6,
  orders: { count: 3, revenue: 20_400, currency: 'EUR', average: 6_800, conversion: 0.3 },
  clicks: { impressions: 9, clicks: 5, clickThrough: 0.5 },
  funnel: { watched: 10, sawProduct: 9, clicked: 4, bought: 3 },
  products: [{ productId: 'p', title: 'Dune vase', impressions: 9, clicks: 5, clickThrough: 0.4, orders: 3, units: 3, revenue: 20_400 }],
  pins: [
    {
      productId: 'p',
      title: 'Dune vase',
      from: '2026-11-20T19:31:00.000Z',
      to: '2026-11-20T19:32:00.000Z',
      seconds: 60,
      viewers: 8,
      clicks: 4,
      orders: 2,
      revenue: 13_600,
    },
    {
      productId: 'q',
      title: 'Reed carafe',
      from: '2026-11-20T19:32:00.000Z',
      to: null,
      seconds: 50,
      viewers: 9,
      clicks: 1,
      orders: 0,
      revenue: 0,
    },
  ],
  minutes: [{ at: '2026-11-20T19:31:00.000Z', viewers: 9, chatMessages: 12, likes: 4, orders: 3, revenue: 20_400 }],
};
const NOTHING = noAnalytics({ streamId: ID });
const SHOW = aShow({
  _id: ID,
  startTime: START,
  endTime: '2026-11-20T19:33:00.000Z',
  duration: 180,
  status: 'ended',
});
const BEFORE = someFigures({ streamId: OTHER });

async function open(query = '') {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }] });
  await router.push(`/shows/${ID}/analytics${query}`);
  const page = mount(AnalyticsPage, { props: { id: ID }, global: { plugins: [router] }, attachTo: document.body });
  return { page, router };
}

describe('the analytics of a show', () => {
  beforeEach(() => {
    vi.spyOn(api, 'livestream').mockResolvedValue(SHOW);
    vi.spyOn(api, 'analytics').mockImplementation(async (id) =>
      id === ID ? FIGURES : { ...FIGURES, streamId: OTHER, orders: { ...FIGURES.orders, revenue: 10_200, conversion: 0.2 } },
    );
    vi.spyOn(api, 'figureFormulas').mockResolvedValue({
      items: [{ figure: 'orders.revenue', name: 'Revenue', formula: 'What the products of these orders cost together.' }],
    });
    vi.spyOn(api, 'showFigures').mockResolvedValue({ items: [BEFORE] });
    vi.spyOn(api, 'showProducts').mockResolvedValue({ items: [] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('says that it loads, then shows the figures, each pin and the funnel', async () => {
    const { page } = await open();
    expect(page.find('[role=status]').text()).toContain('Loading');
    await flushPromises();
    expect(page.find('h1').text()).toBe('The Autumn Firing');
    expect(page.find('dl').text()).toContain('€204');
    const pins = page.get('[aria-labelledby=pins]').findAll('tbody tr');
    expect(pins.map((row) => row.find('b').text())).toEqual(['Dune vase', 'Reed carafe']);
    expect(page.get('[aria-labelledby=pins] tfoot').text()).toContain('€68');
    expect(page.get('[aria-labelledby=funnel]').text()).toContain('Dune vase was seen by 9 and opened by 4.');
  });

  it('says who watches now while the show is on air only', async () => {
    const ended = await open();
    await flushPromises();
    expect(ended.page.text()).not.toContain('Watching now');
    vi.mocked(api.livestream).mockResolvedValue({ ...SHOW, endTime: null, status: 'live', isActive: true });
    const { page } = await open();
    await flushPromises();
    expect(page.text()).toContain('Watching now');
    expect(page.text()).toContain('these are its figures so far');
  });

  it('sorts the pins by any column, in both directions', async () => {
    const { page } = await open();
    await flushPromises();
    const titles = () => page.findAll('[aria-labelledby=pins] tbody tr').map((row) => row.find('b').text());
    const byTime = page.get('[aria-label="Sort by At"]');
    await byTime.trigger('click');
    expect(titles()).toEqual(['Dune vase', 'Reed carafe']);
    await byTime.trigger('click');
    expect(titles()).toEqual(['Reed carafe', 'Dune vase']);
    expect(page.find('th[aria-sort=descending]').text()).toContain('At');
  });

  it('tells the formula of a figure to who focuses it, and stops on Escape', async () => {
    const { page } = await open();
    await flushPromises();
    const revenue = page.get('dl button');
    await revenue.trigger('focus');
    await flushPromises();
    expect(page.get('[role=tooltip]').text()).toBe('What the products of these orders cost together.');
    await revenue.trigger('keydown', { key: 'Escape' });
    expect(page.find('[role=tooltip]').exists()).toBe(false);
  });

  it('reads single minutes of the chart by arrow keys', async () => {
    const { page } = await open();
    await flushPromises();
    const chart = page.get('[role=slider]');
    expect(chart.attributes('aria-valuetext')).toMatch(/^9 at /);
    await chart.trigger('keydown', { key: 'ArrowRight' });
    expect(chart.attributes('aria-valuetext')).toMatch(/^0 at /);
    await chart.trigger('keydown', { key: 'End' });
    expect(chart.attributes('aria-valuenow')).toBe('2');
  });

  it('sets another show beside it, and keeps that in the address', async () => {
    const { page, router } = await open();
    await flushPromises();
    expect(page.get('dl').text()).not.toContain('+100%');
    await page.get('select').setValue(OTHER);
    await flushPromises();
    expect(router.currentRoute.value.query.with).toBe(OTHER);
    expect(page.get('dl').text()).toContain('+100%');
    expect(page.get('dl').text()).toContain('+10.0 pt');
  });

  it('says so when the other show’s figures do not come, and keeps its own', async () => {
    vi.mocked(api.analytics).mockImplementation(async (id) => {
      if (id !== ID) throw new ApiError('offline', 0, 'gone');
      return FIGURES;
    });
    const { page } = await open(`?with=${OTHER}`);
    await flushPromises();
    expect(page.get('[role=status]').text()).toContain('did not load');
    expect(page.find('dl').text()).toContain('€204');
  });

  it('leaves nothing blank where nobody came', async () => {
    vi.mocked(api.analytics).mockResolvedValue(NOTHING);
    const { page } = await open();
    await flushPromises();
    for (const words of ['Nobody was there.', 'No product was on screen', 'Nobody saw or ordered a product.', 'Nobody left on the way.'])
      expect(page.text()).toContain(words);
  });

  it('leads to the show when it was not on air yet', async () => {
    vi.mocked(api.livestream).mockResolvedValue({ ...SHOW, startTime: null, endTime: null, status: 'scheduled' });
    const { page } = await open();
    await flushPromises();
    expect(page.text()).toContain('Nothing to count yet');
    expect(page.find(`a[href="/shows/${ID}"]`).exists()).toBe(true);
  });

  it.each([
    ['not_found', 404, 'There is no such show'],
    ['forbidden', 403, 'These figures are not for you'],
  ] as const)('explains %s and leads back', async (code, status, title) => {
    vi.mocked(code === 'forbidden' ? api.analytics : api.livestream).mockRejectedValue(new ApiError(code, status, 'refused'));
    const { page } = await open();
    await flushPromises();
    expect(page.get('[role=alert]').text()).toContain(title);
    expect(page.find('main a[href="/shows"]').exists()).toBe(true);
  });

  it('tries again when the figures did not load', async () => {
    vi.mocked(api.analytics).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    const { page } = await open();
    await flushPromises();
    expect(page.get('[role=alert]').text()).toContain('The figures did not load');
    await page.get('[role=alert] button').trigger('click');
    await flushPromises();
    expect(page.find('dl').text()).toContain('€204');
  });
});
