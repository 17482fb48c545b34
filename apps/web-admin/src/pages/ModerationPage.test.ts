// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { toast } from '@vitrine/web-kit/toast';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { alerts, button, emptyShop, faults, openDesk, press, words } from '../testing/desk.ts';
import { aBan, aReport } from '../testing/records.ts';
import ModerationPage from './ModerationPage.vue';

vi.mock('@vitrine/web-kit/toast', () => ({ toast: vi.fn() }));
const REPORT = aReport();
const BAN = aBan();

describe('what moderators decide', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.reports).mockResolvedValue({ items: [REPORT] });
    vi.mocked(api.bans).mockResolvedValue({ items: [BAN] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.mocked(toast).mockClear();
    document.body.replaceChildren();
  });

  it('takes a reported message away, and shows the next list', async () => {
    const { page } = await openDesk(ModerationPage, { role: 'moderator' });
    expect(words()).toContain('Buy my coins');
    expect(await faults()).toEqual([]);
    vi.mocked(api.reports).mockResolvedValue({ items: [] });
    await press('Take it away: loud_one');
    expect(api.deleteMessage).toHaveBeenCalledWith(REPORT.streamId, REPORT.offset);
    expect(api.closeReport).toHaveBeenCalledWith(REPORT._id, 'resolved');
    expect(words()).toContain('Nothing is reported');
    page.unmount();
  });

  it('keeps a report whose decision the server did not take, says why, and lets it be tried again', async () => {
    const { page } = await openDesk(ModerationPage);
    vi.mocked(api.closeReport).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    await press('Leave it: loud_one');
    expect(toast).toHaveBeenCalledWith(expect.stringContaining('The server cannot be reached.'));
    expect(words()).toContain('Buy my coins');
    await press('Leave it: loud_one');
    expect(api.closeReport).toHaveBeenLastCalledWith(REPORT._id, 'dismissed');
    expect(api.deleteMessage).not.toHaveBeenCalled();
    page.unmount();
  });

  it('keeps the keyboard’s place: at the next row when one goes, and at the page when the last one did', async () => {
    const { page } = await openDesk(ModerationPage);
    const next = aBan({ _id: '9'.repeat(24), subjectName: 'louder_one' });
    vi.mocked(api.bans).mockResolvedValue({ items: [BAN, next] });
    await press('Put out');
    vi.mocked(api.bans).mockResolvedValue({ items: [next] });
    button('Let back in: loud_one').focus();
    await press('Let back in: loud_one');
    expect(document.activeElement).toBe(button('Let back in: louder_one'));
    vi.mocked(api.bans).mockResolvedValue({ items: [] });
    await press('Let back in: louder_one');
    expect(document.activeElement?.id).toBe('page');
    page.unmount();
  });

  it('lets somebody back in who was put out, whose list fails and loads like any other', async () => {
    const { page } = await openDesk(ModerationPage);
    vi.mocked(api.bans).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    await press('Put out');
    expect(alerts()).toEqual([expect.stringContaining('The list did not load')]);
    await press('Try again');
    expect(words()).toContain('Until lifted');
    expect(await faults()).toEqual([]);
    vi.mocked(api.bans).mockResolvedValue({ items: [] });
    await press('Let back in: loud_one');
    expect(api.liftBan).toHaveBeenCalledWith(BAN._id);
    expect(words()).toContain('Nobody is put out');
    page.unmount();
  });
});
