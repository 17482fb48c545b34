// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import type { Role } from '@vitrine/protocol';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { api } from '../composables/api.ts';
import { useSession } from '../composables/use-session.ts';
import { aSession, aShow } from '../testing/records.ts';
import ShowsPage from './ShowsPage.vue';

vi.mock('../composables/lobby.ts', () => ({ openLobby: () => () => undefined }));

const NEXT = aShow({
  _id: 'next',
  title: 'Candles by hand',
  description: 'Beeswax and patience.',
  scheduledFor: '2099-11-27T19:30:00.000Z',
  lineup: [{ productId: 'candle', showPrice: 1_200, limitPerBuyer: 2 }],
  settings: { ...aShow().settings, slowMode: 10 },
});
const DELETED = aShow({ _id: 'deleted', title: 'Taken out', status: 'ended' });

async function open(address = '/shows') {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }] });
  await router.push(address);
  const page = mount(ShowsPage, { global: { plugins: [router] }, attachTo: document.body });
  await flushPromises();
  /** Chooses from the menu of the only show. */
  async function choose(action: string): Promise<void> {
    await page.get('[aria-label="What to do with Candles by hand"]').trigger('click');
    await flushPromises();
    const item = page.findAll('[role=menuitem]').find((one) => one.text() === action);
    await item?.trigger('click');
    await flushPromises();
  }
  return { page, router, choose };
}
const inDialog = <Found extends HTMLElement>(selector: string): Found | null => document.querySelector<Found>(`[role=dialog] ${selector}`);

async function signedIn(role: Role): Promise<void> {
  vi.spyOn(api, 'signIn').mockResolvedValue(aSession(role));
  await useSession().signIn('', '');
}

describe('the list of shows', () => {
  beforeEach(async () => {
    await signedIn('admin');
    vi.spyOn(api, 'listLivestreams').mockImplementation(async ({ status } = {}) => ({
      items: status === 'scheduled' ? [NEXT] : status === 'ended' ? [DELETED] : [],
    }));
    vi.spyOn(api, 'analytics').mockRejectedValue(new ApiError('forbidden', 403, 'refused'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('does not show what was deleted before it was on air', async () => {
    const { page } = await open();
    expect(page.findAll('tbody tr')).toHaveLength(1);
    expect(page.text()).not.toContain('Taken out');
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

  it('asks before it deletes, and takes the show out of everyone’s sight', async () => {
    const changed = vi.spyOn(api, 'updateLivestream').mockResolvedValue(DELETED);
    const { choose } = await open();
    await choose('Delete');
    expect(inDialog('')?.textContent).toContain('Delete Candles by hand?');
    expect(changed).not.toHaveBeenCalled();
    [...document.querySelectorAll<HTMLElement>('[role=dialog] button')]
      .find((button) => button.textContent?.includes('Delete it'))
      ?.click();
    await flushPromises();
    expect(changed).toHaveBeenCalledWith('next', { visibility: 'private', isActive: false });
  });

  it('offers moderators nothing that they may not do', async () => {
    await signedIn('moderator');
    const { page } = await open();
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

  it('says what is safe when the shows did not load', async () => {
    vi.mocked(api.listLivestreams).mockRejectedValue(new ApiError('offline', 0, 'gone'));
    const { page } = await open();
    expect(page.get('[role=alert]').text()).toContain('The shows did not load');
  });
});
