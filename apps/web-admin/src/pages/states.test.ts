// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'vue';
import { api } from '../composables/server/api.ts';
import { reach } from '../composables/server/use-reach.ts';
import { alerts, emptyShop, faults, never, openDesk, press, words } from '../testing/desk.ts';
import { aSystem, someSettings } from '../testing/records.ts';
import AuditPage from './AuditPage.vue';
import ModerationPage from './ModerationPage.vue';
import OrdersPage from './OrdersPage.vue';
import OverviewPage from './OverviewPage.vue';
import PeoplePage from './PeoplePage.vue';
import ProductsPage from './ProductsPage.vue';
import SettingsPage from './SettingsPage.vue';
import ShowsPage from './ShowsPage.vue';

vi.mock('../composables/server/lobby.ts', () => ({ openLobby: () => () => undefined }));

const PAGES: readonly { name: string; page: Component; asks: keyof typeof api; failed: string; empty: string }[] = [
  {
    name: 'overview',
    page: OverviewPage,
    asks: 'listLivestreams',
    failed: 'The overview did not load',
    empty: 'Nothing is waiting for you.',
  },
  { name: 'shows', page: ShowsPage, asks: 'listLivestreams', failed: 'The shows did not load', empty: 'No shows yet' },
  { name: 'products', page: ProductsPage, asks: 'listProducts', failed: 'The products did not load', empty: 'No products yet' },
  { name: 'orders', page: OrdersPage, asks: 'listOrders', failed: 'The orders did not load', empty: 'No orders yet' },
  { name: 'people', page: PeoplePage, asks: 'listPeople', failed: 'The list did not load', empty: 'Nobody yet' },
  { name: 'moderation', page: ModerationPage, asks: 'reports', failed: 'The list did not load', empty: 'Nothing is reported' },
  { name: 'settings', page: SettingsPage, asks: 'shopSettings', failed: 'The settings did not load', empty: 'Nobody is told yet' },
  { name: 'audit', page: AuditPage, asks: 'audit', failed: 'The log did not load', empty: 'Nothing is written down yet' },
];

describe.each(PAGES)('the $name page', ({ page, asks, failed, empty }) => {
  const gone = (): void => void vi.mocked(api[asks]).mockRejectedValue(new ApiError('offline', 0, 'gone'));
  const there = (): void =>
    void vi.mocked(api[asks]).mockResolvedValue((asks === 'shopSettings' ? someSettings() : { items: [] }) as never);
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.system).mockResolvedValue(aSystem());
    there();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    document.body.replaceChildren();
  });

  it('shows the place of what is still on its way, and says that it loads', async () => {
    vi.mocked(api[asks]).mockImplementation(never);
    const { page: opened } = await openDesk(page);
    expect([...document.querySelectorAll('[role=status]')].map(words)).toEqual(['Loading']);
    expect(document.querySelectorAll('.status-skeleton').length).toBeGreaterThan(0);
    expect(await faults()).toEqual([]);
    opened.unmount();
  });

  it('says what is safe when it did not load, and loads when told to', async () => {
    gone();
    const { page: opened } = await openDesk(page);
    expect(alerts()).toEqual([expect.stringContaining(failed)]);
    expect(await faults()).toEqual([]);
    there();
    await press('Try again');
    expect(alerts()).toEqual([]);
    expect(words()).toContain(empty);
    opened.unmount();
  });

  it('says what comes here while there is nothing', async () => {
    const { page: opened } = await openDesk(page);
    expect(words()).toContain(empty);
    expect(document.querySelector('.status-skeleton')).toBeNull();
    expect(await faults()).toEqual([]);
    opened.unmount();
  });

  it('says that the server is out of reach, and loads by itself once it is back', async () => {
    const server = vi.fn(async () => new Response('', { status: 502 }));
    vi.stubGlobal('fetch', server);
    gone();
    const { page: opened } = await openDesk(page);
    await reach.check();
    await flushPromises();
    expect(words()).toContain('The server does not answer.');
    expect(await faults()).toEqual([]);
    there();
    server.mockImplementation(async () => new Response(''));
    await press('Try now');
    expect(words()).not.toContain('The server does not answer.');
    expect(alerts()).toEqual([]);
    expect(words()).toContain(empty);
    opened.unmount();
  });
});
