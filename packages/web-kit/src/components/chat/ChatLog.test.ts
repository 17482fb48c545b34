// @vitest-environment happy-dom

import type { ChatEntry } from '@vitrine/client';
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import ChatLog from './ChatLog.vue';

const line = (id: number, more: Partial<ChatEntry> = {}): ChatEntry => ({
  id: String(id),
  kind: 'message',
  name: 'Kaja',
  text: `line ${id}`,
  mine: false,
  staff: false,
  state: 'sent',
  ...more,
});

/** A feed of 500 pixels of lines in a window of 100; happy-dom lays nothing out by itself. */
function mounted(entries: ChatEntry[]) {
  const wrapper = mount(ChatLog, { props: { entries } });
  const feed = wrapper.find('[role="log"]').element as HTMLElement;
  Object.defineProperty(feed, 'scrollHeight', { value: 500, configurable: true });
  Object.defineProperty(feed, 'clientHeight', { value: 100, configurable: true });
  async function scrollTo(top: number): Promise<void> {
    feed.scrollTop = top;
    await wrapper.find('[role="log"]').trigger('scroll');
  }
  async function add(...more: ChatEntry[]): Promise<void> {
    await wrapper.setProps({ entries: [...wrapper.props('entries'), ...more] });
    await nextTick();
  }
  return { wrapper, feed, scrollTo, add };
}

describe('the chat log', () => {
  it('follows the newest line while the reader is at the end', async () => {
    const { wrapper, feed, scrollTo, add } = mounted([line(1)]);
    await scrollTo(400);
    feed.scrollTop = 0;
    await add(line(2));
    expect(feed.scrollTop).toBe(500);
    expect(wrapper.find('.newer').exists()).toBe(false);
  });

  it('stays where the reader is further up and counts what is new', async () => {
    const { wrapper, feed, scrollTo, add } = mounted([line(1)]);
    await scrollTo(40);
    await add(line(2), line(3));
    expect(feed.scrollTop).toBe(40);
    expect(wrapper.find('.newer').text()).toContain('2 new messages');
  });

  it('leads back to the end when the pill is pressed', async () => {
    const { wrapper, feed, scrollTo, add } = mounted([line(1)]);
    await scrollTo(40);
    await add(line(2));
    await wrapper.find('.newer').trigger('click');
    expect(feed.scrollTop).toBe(500);
    expect(wrapper.find('.newer').exists()).toBe(false);
  });

  it('goes to the end with a line of one’s own', async () => {
    const { feed, scrollTo, add } = mounted([line(1)]);
    await scrollTo(40);
    await add(line(2, { mine: true, state: 'sending' }));
    expect(feed.scrollTop).toBe(500);
  });

  it('says who speaks for the shop, and as what', () => {
    const { wrapper } = mounted([
      line(1, { staff: true, role: 'host' }),
      line(2, { staff: true, role: 'moderator' }),
      line(3, { staff: true }),
      line(4),
    ]);
    expect(wrapper.findAll('.tag').map((tag) => tag.text())).toEqual(['Host', 'Moderator', 'Shop']);
  });

  it('offers another try for a line that was not sent', async () => {
    const { wrapper } = mounted([line(7, { mine: true, state: 'failed' })]);
    await wrapper.find('.failed button').trigger('click');
    expect(wrapper.emitted('retry')).toEqual([['7']]);
  });

  it('says a question as a line, or leaves its place to what the page has for it', () => {
    const question: ChatEntry['question'] = {
      ...{ id: 'q', username: 'Sofie', text: 'Is it glazed?', productId: null, upvotes: 3, voted: false, isOpen: true, answer: null },
      at: '2026-01-01T00:00:00.000Z',
    };
    const entries = [line(1), line(2, { kind: 'question', name: 'Sofie', text: 'Is it glazed?', question })];
    expect(mount(ChatLog, { props: { entries } }).find('.is-question').text()).toBe('SofieIs it glazed?');
    const slots = { question: ({ question: { upvotes } }: { question: { upvotes: number } }) => `${upvotes} want to know` };
    expect(mount(ChatLog, { props: { entries }, slots }).find('.is-question').text()).toBe('3 want to know');
  });

  it('reads out the newest line, and shows text as text', async () => {
    const { wrapper, add } = mounted([line(1)]);
    await add(line(2, { text: '<img src=x onerror=alert(1)>' }));
    expect(wrapper.find('[aria-live="polite"]').text()).toBe('Kaja: <img src=x onerror=alert(1)>');
    expect(wrapper.find('.words img').exists()).toBe(false);
  });
});
