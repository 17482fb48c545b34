// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { emptyShop, faults, field, openDesk, press, words, write } from '../testing/desk.ts';
import { anEntry } from '../testing/records.ts';
import AuditPage from './AuditPage.vue';

describe('the audit log', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.audit).mockResolvedValue({
      items: [anEntry({ details: { amount: 6_800, reason: null } }), anEntry({ _id: '8'.repeat(24), action: 'moon.shine', target: '' })],
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('says who did what in words, and names an action that has none yet', async () => {
    const { page } = await openDesk(AuditPage);
    const rows = [...document.querySelectorAll('tbody tr')].map(words);
    expect(rows[0]).toContain('Inès');
    expect(rows[0]).toContain('Refunded an order: L-1001');
    expect(rows[0]).toContain('amount: 6800');
    expect(rows[1]).toContain('moon.shine');
    expect(await faults()).toEqual([]);
    page.unmount();
  });

  it('says that nothing of a kind was done, and comes back whole when that is left', async () => {
    const { page } = await openDesk(AuditPage);
    vi.mocked(api.audit).mockResolvedValue({ items: [] });
    await write('What', 'people.role');
    expect(api.audit).toHaveBeenLastCalledWith({ limit: 50, action: 'people.role' });
    expect(words()).toContain('Nothing of that kind yet');
    vi.mocked(api.audit).mockResolvedValue({ items: [anEntry()] });
    await press('Show all');
    expect(field('What').value).toBe('');
    expect(words()).toContain('Refunded an order');
    page.unmount();
  });
});
