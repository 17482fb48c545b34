// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { alerts, button, emptyShop, faults, field, inDialog, openDesk, press, words, write } from '../testing/desk.ts';
import { anOrder, aShow } from '../testing/records.ts';
import OrdersPage from './OrdersPage.vue';

const ORDER = anOrder();
const SHOW = aShow();
const aDeletedShow = { _id: 'd'.repeat(24), createdBy: 'c'.repeat(24), deletedAt: '2026-11-21T12:00:00.000Z' };

describe('the orders', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.listOrders).mockResolvedValue({ items: [ORDER] });
    vi.mocked(api.listLivestreams).mockImplementation(async ({ status } = {}) => ({ items: status === 'ended' ? [SHOW] : [] }));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  it('say that none is like that, and come back whole when the filters are left', async () => {
    const { page } = await openDesk(OrdersPage, { at: '/orders?state=paid' });
    expect(api.listOrders).toHaveBeenLastCalledWith(expect.objectContaining({ state: ['paid'] }));
    vi.mocked(api.listOrders).mockResolvedValue({ items: [] });
    await write('Show', SHOW._id);
    expect(api.listOrders).toHaveBeenLastCalledWith(expect.objectContaining({ state: ['paid'], streamId: SHOW._id }));
    expect(words()).toContain('No order is like that');
    expect(await faults()).toEqual([]);
    vi.mocked(api.listOrders).mockResolvedValue({ items: [ORDER] });
    await press('Show all');
    expect(api.listOrders).toHaveBeenLastCalledWith({ scope: 'shop', limit: 50 });
    expect(field('Show').value).toBe('');
    expect(words()).toContain('Amir Haddad');
    page.unmount();
  });

  it('are found by a number, name or e-mail once somebody has stopped typing', async () => {
    const { page } = await openDesk(OrdersPage);
    vi.useFakeTimers();
    await write('Number, name or e-mail', 'ami');
    await write('Number, name or e-mail', 'amir');
    await vi.runAllTimersAsync();
    expect(api.listOrders).toHaveBeenCalledTimes(2);
    expect(api.listOrders).toHaveBeenLastCalledWith(expect.objectContaining({ search: 'amir' }));
    page.unmount();
  });

  it('say inside the order why the server refuses a change, and take it when it is tried again', async () => {
    const { page } = await openDesk(OrdersPage);
    await press('Open order L-1001');
    expect(inDialog()).toContain('Kiln Lane 1, Ghent');
    expect(await faults()).toEqual([]);
    vi.mocked(api.changeOrder).mockRejectedValueOnce(new ApiError('conflict', 409, 'It was cancelled meanwhile.'));
    await press('Mark as sent');
    expect(alerts()).toEqual(['It was cancelled meanwhile.']);
    vi.mocked(api.changeOrder).mockResolvedValue({ ...ORDER, state: 'fulfilled' });
    await press('Mark as sent');
    expect(alerts()).toEqual([]);
    expect(words(document.querySelector('tbody tr'))).toContain('Sent');
    page.unmount();
  });

  it('are found by a show that has been deleted, and name it', async () => {
    const order = anOrder({ deletedShow: { title: 'Slow Mornings' } });
    vi.mocked(api.deletedShows).mockResolvedValue({ items: [{ ...aDeletedShow, title: 'Slow Mornings' }] });
    vi.mocked(api.listLivestreams).mockResolvedValue({ items: [] });
    vi.mocked(api.listOrders).mockResolvedValue({ items: [order] });
    // A host whose only show is gone still has its parcels to send.
    const { page } = await openDesk(OrdersPage, { role: 'host' });
    expect(api.listOrders).toHaveBeenLastCalledWith(expect.objectContaining({ streamId: aDeletedShow._id }));
    expect(words(field('Show'))).toBe('Slow Mornings (deleted)');
    await press('Open order L-1001');
    expect(inDialog()).toContain('From Slow Mornings, a show that was deleted since.');
    page.unmount();
  });

  it('ask before money goes back', async () => {
    const { page } = await openDesk(OrdersPage);
    await press('Open order L-1001');
    await press('Refund');
    expect(inDialog()).toContain('Refund order L-1001?');
    expect(api.changeOrder).not.toHaveBeenCalled();
    await press('Cancel');
    expect(inDialog()).toContain('Kiln Lane 1, Ghent');
    expect(api.changeOrder).not.toHaveBeenCalled();
    page.unmount();
  });

  it('are those of a host’s own show, and have failed when the shows have', async () => {
    vi.mocked(api.listLivestreams).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    const { page } = await openDesk(OrdersPage, { role: 'host' });
    expect(alerts()).toEqual([expect.stringContaining('The orders did not load')]);
    await press('Try again');
    expect(api.listOrders).toHaveBeenLastCalledWith(expect.objectContaining({ streamId: SHOW._id }));
    expect(words()).toContain('Amir Haddad');
    expect(() => button('Export CSV')).toThrow();
    page.unmount();
  });
});
