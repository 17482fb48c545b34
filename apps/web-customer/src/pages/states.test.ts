// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref, shallowRef } from 'vue';
import type { LobbyNews } from '../composables/server/lobby.ts';
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
vi.mock('../composables/server/api.ts', () => ({
  isEmbedded: false,
  frameToken: () => null,
  socketUrl: () => 'ws://shop.test/ws',
  keepFrameToken: () => undefined,
  api: new Proxy({}, { get: (_, name: string) => (answers[name] ??= async () => ({ items: [] })) }),
}));
vi.mock('../composables/server/lobby.ts', () => ({
  openLobby(news: LobbyNews) {
    heard.lobby = news;
    return () => undefined;
  },
}));
vi.mock('../composables/account/use-session.ts', () => {
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
  it('names the show of an order that has been deleted, and leads nowhere', async () => {
    const line = {
      productId: 'p',
      variantId: 'v',
      title: 'Dune vase',
      variantName: '',
      image: null,
      unitPrice: 6_800,
      quantity: 1,
      taxPercent: 0,
    };
    const order = {
      ...{ _id: 'o', number: 'L-1001', streamId: 'b'.repeat(24), deletedShow: { title: 'Slow Mornings' }, lines: [line], currency: 'EUR' },
      ...{ delivery: null, total: 6_800, taxes: [], state: 'paid', payment: { provider: 'manual', url: null }, payBefore: null },
      ...{ history: [], createdAt: '2026-11-20T12:00:00.000Z', updatedAt: '2026-11-20T12:00:00.000Z' },
    };
    answers.listOrders = async () => ({ items: [order] });
    const orders = await open(OrdersPage);
    expect(orders.text()).toContain('From the show Slow Mornings');
    expect(orders.text()).not.toContain('See it');
    expect(await faults()).toEqual([]);
  });
  it('changes the open home page as shows are announced, edited and hidden', async () => {
    const home = await open(HomePage);
    const show = {
      _id: 'c'.repeat(24),
      title: 'Lamps at noon',
      status: 'scheduled',
      isActive: false,
      scheduledFor: '2026-11-20T12:00:00.000Z',
    };
    const listed = { ...show, hostName: 'Ines', tags: [], pinnedProducts: [], lineup: [], thumbnailUrl: null, viewerCount: 0 } as never;
    for (const [news, said] of [
      [listed, 'Lamps at noon'],
      [{ ...(listed as object), title: 'Lamps at one' } as never, 'Lamps at one'],
    ] as const) {
      heard.lobby?.listed(news);
      await flushPromises();
      expect(home.findAll('#coming-up h3').map((title) => title.text())).toEqual([said]);
    }
    heard.lobby?.unlisted(show._id);
    await flushPromises();
    expect(home.text()).not.toContain('Lamps');
  });
  it('shows with each live show what is on screen in it', async () => {
    const live = (letter: string, title: string, viewerCount: number) => ({
      ...{ _id: letter.repeat(24), title, status: 'live', isActive: true, hostName: 'Ines', tags: [], thumbnailUrl: null },
      ...{ pinnedProducts: ['f'.repeat(24)], viewerCount, scheduledFor: null },
    });
    const shows = [live('a', 'The Autumn Firing', 9), live('b', 'One Pot, Four Cups', 3)];
    answers.listLivestreams = async (query) => ({ items: (query as { status?: string }).status === undefined ? shows : [] });
    answers.livestream = async (id) => {
      const title = id === shows[0]?._id ? 'Dune vase' : 'Noon teapot';
      return { products: [{ _id: 'f'.repeat(24), title, price: 6_400, currency: 'EUR', images: [], variants: [], stock: 4 }] };
    };
    const home = await open(HomePage);
    await flushPromises();
    expect(home.find('[aria-labelledby="also-live"]').text()).toContain('Noon teapot');
    expect(home.text()).toContain('Dune vase');
    expect(await faults()).toEqual([]);
  });
  it('goes on in the history where a page ends, each show once', async () => {
    const seen = (letter: string, title: string) => ({
      livestream: { _id: letter.repeat(24), title, status: 'ended', tags: [], hostName: 'Ines', recordingUrl: null },
      lastSeen: '2026-11-20T12:00:00.000Z',
      watched: 60,
      liked: false,
      bought: false,
    });
    answers.history = async (query) =>
      (query as { cursor?: number } | undefined)?.cursor === 2
        ? { items: [seen('b', 'Bowls'), seen('c', 'Candles')] }
        : { items: [seen('a', 'Aprons'), seen('b', 'Bowls')], nextCursor: 2 };
    const history = await open(HistoryPage);
    await press('Show more');
    const titles = history.findAll('ol li').map((row) => ['Aprons', 'Bowls', 'Candles'].find((title) => row.text().includes(title)));
    expect(titles).toEqual(['Aprons', 'Bowls', 'Candles']);
    expect(history.findAll('button').some((button) => button.text() === 'Show more')).toBe(false);
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
