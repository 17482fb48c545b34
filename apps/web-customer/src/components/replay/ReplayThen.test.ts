// @vitest-environment happy-dom
import type { Livestream } from '@vitrine/protocol';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { ref, shallowRef } from 'vue';
import ReplayThen from './ReplayThen.vue';

const set = vi.hoisted(() => ({ toggled: [] as string[] }));
vi.mock('../../composables/account/use-reminders.ts', () => {
  const reminded = shallowRef<ReadonlySet<string>>(new Set());
  return {
    useReminders: () => ({
      set: reminded,
      toggle: async (id: string) => {
        set.toggled.push(id);
        reminded.value = new Set([id]);
      },
    }),
  };
});

let wrapper: VueWrapper | undefined;
function open(next?: Livestream): VueWrapper {
  const replayed = { replay: ref({ products: [], chapters: [] }), entries: ref([]), chapter: ref(-1), failed: ref(false), retry: vi.fn() };
  wrapper = mount(ReplayThen, {
    props: { replayed: replayed as never, next },
    global: { stubs: { RouterLink: { props: ['to'], template: '<a :href="to"><slot /></a>' } } },
  });
  return wrapper;
}
afterEach(() => wrapper?.unmount());

it('leads to the next show and reminds of it, and says that it does', async () => {
  const next = { _id: 'a'.repeat(24), title: 'Wool for the Long Nights', scheduledFor: null } as Livestream;
  const shown = open(next);
  expect(shown.find('footer a').attributes('href')).toBe(`/watch/${next._id}`);
  const button = shown.find('footer button');
  expect(button.text()).toBe('Remind me of the next show');
  await button.trigger('click');
  await flushPromises();
  expect(set.toggled).toEqual([next._id]);
  expect(button.text()).toBe('We remind you');
  expect(button.attributes('aria-pressed')).toBe('true');
});

it('has no button where no show is coming up', () => {
  expect(open().find('footer').exists()).toBe(false);
});
