// @vitest-environment happy-dom
import type { LivestreamDetail, Product } from '@vitrine/protocol';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { computed, defineComponent, h, ref, shallowRef } from 'vue';
import WatchCenter from './WatchCenter.vue';
import WatchChat from './WatchChat.vue';

vi.mock('../../composables/server/api.ts', () => ({ isEmbedded: false, api: {} }));
const RouterLink = defineComponent({
  props: ['to'],
  setup:
    (_, { slots }) =>
    () =>
      h('a', { href: '#' }, slots.default?.()),
});

let mounted: VueWrapper | undefined;
async function open(component: object, props: Record<string, unknown>): Promise<VueWrapper> {
  mounted = mount(component, { props, global: { components: { RouterLink } }, attachTo: document.body });
  await vi.dynamicImportSettled();
  await flushPromises();
  return mounted;
}
/** Structure, names and roles; colours need a browser, the page's own frame stands around it. */
async function faults(): Promise<string[]> {
  const rules = ['color-contrast', 'region', 'page-has-heading-one', 'landmark-one-main'];
  const { violations } = await axe.run(document.body, { rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])) });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
afterEach(() => {
  mounted?.unmount();
  document.body.innerHTML = '';
});

const vase = {
  _id: 'a'.repeat(24),
  title: 'Dune vase',
  images: [],
  currency: 'EUR',
  price: 6_800,
  stock: 0,
  variants: [],
} as unknown as Product;
const detail = (changes: Partial<LivestreamDetail> = {}): LivestreamDetail =>
  ({
    _id: 'b'.repeat(24),
    title: 'The Autumn Firing',
    hostName: 'Inès',
    scheduledFor: null,
    recording: null,
    ...changes,
  }) as LivestreamDetail;
function stage(phase: string, changes: Partial<LivestreamDetail> = {}, picture: Record<string, unknown> = {}) {
  return {
    detail: detail(changes),
    show: {
      phase: ref(phase),
      ...{ duration: ref(3_723), products: ref([vase]), next: ref(undefined), interruptedAt: ref(Date.now()), viewers: ref(12) },
    },
    picture: {
      paused: ref(false),
      message: computed(() => ({ title: 'Waiting for the picture', note: 'The host is about to appear.', busy: true })),
      failed: ref(false),
      retry: vi.fn(),
      ...picture,
    },
  };
}

describe('the middle of the stage', () => {
  it('says when a show begins, and keeps its date', async () => {
    const shown = await open(WatchCenter, stage('scheduled', { scheduledFor: '2026-12-01T19:00:00.000Z' }));
    expect(shown.text()).toContain('Starts');
    expect(shown.find('button').text()).toBe('Add to calendar');
    expect(await faults()).toEqual([]);
  });
  it('says that the time of a show is not set yet', async () => {
    expect((await open(WatchCenter, stage('scheduled'))).text()).toContain('The time is not set yet.');
  });
  it('keeps the place of who waits for a host that is away', async () => {
    const shown = await open(WatchCenter, stage('interrupted'));
    expect(shown.text()).toContain('Back in a moment');
    expect(shown.text()).toContain('Inès lost the connection');
    expect(await faults()).toEqual([]);
  });
  it('goes on where somebody has paused', async () => {
    const paused = ref(true);
    const shown = await open(WatchCenter, stage('live', {}, { paused }));
    expect(shown.text()).toContain('Nothing is loaded meanwhile');
    await shown.find('button').trigger('click');
    expect(paused.value).toBe(false);
    expect(shown.text()).toContain('Waiting for the picture');
  });
  it('tries again where the picture has failed', async () => {
    const given = stage('live', {}, { failed: ref(true), message: computed(() => ({ title: 'No picture', note: '', busy: false })) });
    const shown = await open(WatchCenter, given);
    await shown.find('button').trigger('click');
    expect(given.picture.retry).toHaveBeenCalled();
    expect(await faults()).toEqual([]);
  });
  it.each([
    ['none', null, ['See other shows']],
    ['in the making', 'finishing', ['See other shows', 'The replay is being made ready']],
    ['ready', 'ready', ['Watch the replay', 'See other shows']],
  ])('offers what is left of a show that is over: a replay %s', async (_, state, words) => {
    const shown = await open(
      WatchCenter,
      stage('ended', { recording: state === null ? null : ({ state } as LivestreamDetail['recording']) }),
    );
    for (const word of ['That was The Autumn Firing', 'Dune vase', ...words]) expect(shown.text()).toContain(word);
    expect(shown.text().includes('Watch the replay')).toBe(state === 'ready');
    expect(await faults()).toEqual([]);
  });
});

describe('the chat beside the picture', () => {
  const questions = { state: ref('ready'), open: ref([]), answered: ref([]), load: vi.fn(), ask: vi.fn(), vote: vi.fn() };
  const chat = (changes: Record<string, unknown> = {}, tabbed = false) => ({
    tabbed,
    show: {
      ...{ phase: ref('live'), live: ref(true), entries: ref([]), products: ref([vase]), pin: ref(undefined), mayChat: ref(true) },
      ...{
        writing: { hint: ref(undefined) },
        closed: ref(false),
        away: ref(undefined),
        pinnedMessage: ref(null),
        questions: ref(undefined),
      },
      ...{ send: vi.fn(), retry: vi.fn(), report: vi.fn() },
      ...changes,
    },
  });
  it('asks for the first word while nobody has written', async () => {
    expect((await open(WatchChat, chat())).text()).toContain('Say hello: nobody has written yet.');
    expect(await faults()).toEqual([]);
  });
  it('counts down while the shop slows the chat', async () => {
    const shown = await open(WatchChat, chat({ writing: { hint: ref('Slow mode: wait 12 s') } }));
    expect(shown.find('input, textarea').attributes('placeholder')).toBe('Slow mode: wait 12 s');
    expect(shown.find('input, textarea').attributes()).toHaveProperty('disabled');
    expect(await faults()).toEqual([]);
  });
  it('says why it is closed, in the place of the writer', async () => {
    const shown = await open(WatchChat, chat({ mayChat: ref(false), closed: ref(true) }));
    expect(shown.text()).toContain('The shop has closed this chat for you.');
    expect(shown.find('input, textarea').exists()).toBe(false);
  });
  it('keeps what is written while the connection is away', async () => {
    const shown = await open(WatchChat, chat({ away: ref('reconnecting') }));
    expect(shown.find('input, textarea').attributes('placeholder')).toContain('Sends when you are back');
  });
  it('moves from tab to tab by the arrow keys, each with its panel', async () => {
    const shown = await open(WatchChat, chat({}, true));
    const tabs = shown.findAll('[role="tab"]');
    expect(tabs.map((tab) => tab.text())).toEqual(['Chat', 'Line-up 1']);
    await shown.find('[role="tablist"]').trigger('keydown', { key: 'ArrowRight' });
    await flushPromises();
    expect(tabs[1]?.attributes('aria-selected')).toBe('true');
    const panel = document.getElementById(tabs[1]?.attributes('aria-controls') ?? '');
    expect(panel?.textContent).toContain('Dune vase');
    expect(panel?.getAttribute('aria-labelledby')).toBe(tabs[1]?.attributes('id'));
    expect(await faults()).toEqual([]);
  });
  it('leads who wants to ask the host to the field for it, and is put away where that was wished', async () => {
    const shown = await open(WatchChat, chat({ questions: shallowRef(questions) }));
    await (shown.vm as unknown as { ask: () => Promise<void> }).ask();
    await vi.dynamicImportSettled();
    await flushPromises();
    expect(document.activeElement?.getAttribute('placeholder')).toBe('Ask the host');
    expect(await faults()).toEqual([]);
    await shown.find('button[aria-label="Put the chat away"]').trigger('click');
    expect(shown.emitted('away')).toHaveLength(1);
  });
  it('lets a line that was not sent be sent again, and says whose line is whose', async () => {
    const line = { id: '1', kind: 'message', name: 'Amir', text: 'how tall is it?', mine: true, staff: false, state: 'failed' };
    const given = chat({ entries: ref([line]) });
    const shown = await open(WatchChat, given);
    expect(shown.find('.chat-line').text()).toContain('You');
    await shown.find('.failed button').trigger('click');
    expect(given.show.retry).toHaveBeenCalledWith('1');
    expect(await faults()).toEqual([]);
  });
});
