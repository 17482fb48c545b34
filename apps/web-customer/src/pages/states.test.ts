// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref, shallowRef } from 'vue';
import type { LobbyNews } from '../composables/lobby.ts';
import AccountPage from './AccountPage.vue';
import EmbedPage from './EmbedPage.vue';
import HistoryPage from './HistoryPage.vue';
import HomePage from './HomePage.vue';
import OrdersPage from './OrdersPage.vue';
import WatchPage from './WatchPage.vue';

const never = (): Promise<never> => new Promise(() => undefined);
const away = async (): Promise<never> => {
  throw new ApiError('offline', 0, 'away');
};
const gone = async (): Promise<never> => {
  throw new ApiError('not_found', 404, 'gone');
};
const amir = { _id: 'a'.repeat(24), name: 'Amir', role: 'guest', email: null };
const shop = { name: 'Maison Lumen', logoUrl: null };

const answers = vi.hoisted(() => ({}) as Record<string, (...given: unknown[]) => Promise<unknown>>);
const heard = vi.hoisted(() => ({}) as { lobby?: LobbyNews });
vi.mock('../composables/api.ts', () => ({
  isEmbedded: false,
  frameToken: () => null,
  socketUrl: () => 'ws://shop.test/ws',
  keepFrameToken: () => undefined,
  api: new Proxy({}, { get: (_, name: string) => (answers[name] ??= async () => ({ items: [] })) }),
}));
vi.mock('../composables/lobby.ts', () => ({
  openLobby(news: LobbyNews) {
    heard.lobby = news;
    return () => undefined;
  },
}));
vi.mock('../composables/use-session.ts', () => {
  const account = shallowRef<unknown>(null);
  return {
    useSession: () => ({
      account,
      shopName: ref(shop.name),
      shopLogo: ref(null),
      known: async () => {
        const answer = (await answers.session?.()) as { account: unknown };
        account.value = answer.account;
        return answer;
      },
    }),
  };
});
vi.mock('../components/shop/ShopFooter.vue', () => ({ default: { template: '<footer />' } }));
vi.mock('vue-router', () => ({
  useRoute: () => ({ query: {}, path: '/' }),
  useRouter: () => ({ push: () => undefined, replace: () => undefined }),
}));

const RouterLink = defineComponent({
  props: ['to', 'ariaCurrentValue'],
  setup:
    (_, { slots }) =>
    () =>
      h('a', { href: '#' }, slots.default?.()),
});

describe('a page of the shop', () => {
  let page: VueWrapper | undefined;
  async function open(component: object, props: Record<string, unknown> = {}): Promise<VueWrapper> {
    page = mount(component, { props, global: { components: { RouterLink } }, attachTo: document.body });
    await flushPromises();
    return page;
  }
  /** Structure, names and roles; colours need a browser. */
  async function faults(): Promise<string[]> {
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }
  async function press(label: string): Promise<void> {
    await page
      ?.findAll('button')
      .find((button) => button.text() === label)
      ?.trigger('click');
    await flushPromises();
  }
  beforeEach(() => {
    for (const name of Object.keys(answers)) delete answers[name];
    answers.session = async () => ({ account: amir, shop });
    answers.recommendations = async () => ({ items: [] });
  });
  afterEach(() => {
    page?.unmount();
    document.body.innerHTML = '';
  });

  const PAGES = [
    { name: 'home', component: HomePage, asks: 'listLivestreams', failed: 'The shows did not load', empty: 'The window is dark tonight' },
    { name: 'orders', component: OrdersPage, asks: 'listOrders', failed: 'Your orders did not load', empty: 'Nothing ordered yet' },
    { name: 'history', component: HistoryPage, asks: 'history', failed: 'Your shows did not load', empty: 'You have not seen a show yet' },
    { name: 'account', component: AccountPage, asks: 'session', failed: 'Your account did not load', empty: undefined },
    {
      name: 'watch',
      component: WatchPage,
      props: { id: 'b'.repeat(24) },
      asks: 'livestream',
      failed: 'The show did not open',
      empty: undefined,
    },
    {
      name: 'embed',
      component: EmbedPage,
      props: { id: 'b'.repeat(24) },
      asks: 'livestream',
      failed: 'The show did not open',
      empty: undefined,
    },
  ];

  it.each(PAGES)('says that it waits: $name', async ({ component, props, asks }) => {
    answers[asks] = never;
    const waiting = await open(component, props);
    expect(waiting.find('.status-skeleton').exists()).toBe(true);
    expect(waiting.find('[role="status"]').text()).not.toBe('');
    expect(await faults()).toEqual([]);
  });
  it.each(PAGES)('says that it did not load, and tries again: $name', async ({ component, props, asks, failed }) => {
    answers[asks] = away;
    const broken = await open(component, props);
    expect(broken.find('[role="alert"]').text()).toContain(failed);
    expect(await faults()).toEqual([]);
    const again = vi.fn(never);
    answers[asks] = again;
    await press('Try again');
    expect(again).toHaveBeenCalled();
    expect(broken.find('[role="alert"]').exists()).toBe(false);
  });
  it.each(PAGES.filter(({ empty }) => empty))('is no dead end when it has nothing to show: $name', async ({ component, props, empty }) => {
    const bare = await open(component, props);
    const notice = bare.find('.status-notice');
    expect(notice.text()).toContain(empty);
    expect(notice.findAll('a, button').length).toBeGreaterThan(0);
    expect(await faults()).toEqual([]);
  });
  it.each([
    ['history', HistoryPage],
    ['account', AccountPage],
  ])('asks nobody to be somebody, but says how: %s', async (_, component) => {
    answers.session = async () => ({ account: null, shop });
    const nobody = await open(component);
    expect(nobody.find('.status-notice').text()).toContain('You are not signed in');
    expect(await faults()).toEqual([]);
  });
  it.each([
    ['watch', WatchPage],
    ['embed', EmbedPage],
  ])('says that there is no such show, private ones too: %s', async (_, component) => {
    answers.livestream = gone;
    const missing = await open(component, { id: 'b'.repeat(24) });
    expect(missing.find('h1').text()).toBe('This show is not here');
    expect(missing.text()).toContain('See other shows');
    expect(await faults()).toEqual([]);
  });
  it('says on the home page that nothing is heard, and stops saying so', async () => {
    const home = await open(HomePage);
    for (const [why, words] of [
      ['offline', 'You are offline'],
      ['reconnecting', 'Reconnecting'],
    ] as const) {
      heard.lobby?.away(why);
      await flushPromises();
      expect(home.text()).toContain(words);
    }
    heard.lobby?.away(undefined);
    await flushPromises();
    expect(home.text()).not.toContain('Reconnecting');
  });
});
