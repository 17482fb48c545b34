// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { toast } from '@vitrine/web-kit/toast';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '../composables/server/api.ts';
import { alerts, emptyShop, faults, field, inDialog, openDesk, press, problemOf, submit, words, write } from '../testing/desk.ts';
import { anInvitation, aPerson } from '../testing/records.ts';
import PeoplePage from './PeoplePage.vue';

vi.mock('@vitrine/web-kit/toast', () => ({ toast: vi.fn() }));
const NOOR = aPerson();

describe('the people', () => {
  beforeEach(() => {
    emptyShop();
    vi.mocked(api.listPeople).mockResolvedValue({ items: [NOOR] });
    vi.mocked(api.listInvitations).mockResolvedValue({ items: [anInvitation()] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.mocked(toast).mockClear();
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  it('say that nobody is called that, and come back when the search is left', async () => {
    const { page } = await openDesk(PeoplePage);
    vi.useFakeTimers();
    vi.mocked(api.listPeople).mockResolvedValue({ items: [] });
    await write('Name or e-mail', 'zoe');
    await vi.runAllTimersAsync();
    expect(words()).toContain('Nobody is called that');
    vi.mocked(api.listPeople).mockResolvedValue({ items: [NOOR] });
    await press('Show all');
    expect(field('Name or e-mail').value).toBe('');
    expect(words()).toContain('Noor Haddad');
    page.unmount();
  });

  it('are the staff, who was invited, and the customers, each under its tab', async () => {
    const { page } = await openDesk(PeoplePage);
    expect(api.listPeople).toHaveBeenLastCalledWith(expect.objectContaining({ role: 'admin,host,moderator' }));
    await press('Invited');
    expect(words()).toContain('tomas@lumen.test');
    expect(await faults()).toEqual([]);
    await press('Customers');
    expect(api.listPeople).toHaveBeenLastCalledWith(expect.objectContaining({ role: 'customer' }));
    page.unmount();
  });

  it('keep their role until the change was confirmed, and when the shop would be without an admin', async () => {
    const { page } = await openDesk(PeoplePage);
    await write('Role of Noor Haddad', 'moderator');
    expect(inDialog()).toContain('Make Noor Haddad moderator?');
    await press('Cancel');
    expect(field('Role of Noor Haddad').value).toBe('host');
    expect(document.activeElement).toBe(field('Role of Noor Haddad'));
    vi.mocked(api.changePerson).mockRejectedValueOnce(new ApiError('last_admin', 409, 'refused'));
    await write('Role of Noor Haddad', 'moderator');
    await press('Change the role');
    expect(toast).toHaveBeenCalledWith('A shop needs an admin: make somebody else one first.');
    expect(field('Role of Noor Haddad').value).toBe('host');
    page.unmount();
  });

  it('say that nobody is invited and offer it, and fail and load like any list', async () => {
    vi.mocked(api.listInvitations).mockRejectedValueOnce(new ApiError('offline', 0, 'gone'));
    const { page } = await openDesk(PeoplePage);
    await press('Invited');
    expect(alerts()).toEqual([expect.stringContaining('The list did not load')]);
    vi.mocked(api.listInvitations).mockResolvedValue({ items: [] });
    await press('Try again');
    expect(words()).toContain('Nobody is invited right now');
    page.unmount();
  });
});

describe('an invitation', () => {
  beforeEach(emptyShop);
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('shows beside the address what is wrong with it, here or at the server, and forgets that when it is opened anew', async () => {
    const { page } = await openDesk(PeoplePage);
    await press('Invite');
    await write('E-mail address', 'tomas');
    await submit('#people-invite');
    expect(problemOf('E-mail address')).toContain('Write an e-mail address');
    expect(api.invite).not.toHaveBeenCalled();
    vi.mocked(api.invite).mockRejectedValue(
      new ApiError('invalid', 400, 'refused', { errors: [{ path: 'body.email', message: 'No mail goes there' }] }),
    );
    await write('E-mail address', 'tomas@lumen.test');
    await submit('#people-invite');
    expect(problemOf('E-mail address')).toBe('No mail goes there');
    expect(field('E-mail address').value).toBe('tomas@lumen.test');
    expect(await faults()).toEqual([]);
    await press('Cancel');
    await press('Invite');
    expect(problemOf('E-mail address')).toBeUndefined();
    expect(alerts()).toEqual([]);
    page.unmount();
  });

  it('says that there is an account already, and shows the link this once when it went out', async () => {
    const { page } = await openDesk(PeoplePage);
    await press('Invite');
    await write('E-mail address', 'tomas@lumen.test');
    vi.mocked(api.invite).mockRejectedValueOnce(new ApiError('email_taken', 409, 'refused'));
    await submit('#people-invite');
    expect(alerts()).toEqual(['There is an account with this address already. Change its role instead.']);
    vi.mocked(api.invite).mockResolvedValue({ ...anInvitation(), url: 'https://lumen.test/admin/invitation#token=once' });
    await submit('#people-invite');
    expect(field('Link of the invitation').value).toContain('token=once');
    page.unmount();
  });
});
