// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type List, useList } from '../../composables/server/use-list.ts';
import { reach, whenReached } from '../../composables/server/use-reach.ts';
import ShellAway from './ShellAway.vue';
import ShellAwayVoice from './ShellAwayVoice.vue';

describe('what is said while the server is out of reach', () => {
  let world: { isThere: boolean; isOnline: boolean };
  let stop: () => void;
  beforeEach(() => {
    world = { isThere: true, isOnline: true };
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => {
        if (!world.isThere) throw new TypeError('Failed to fetch');
        return new Response('');
      }),
    );
    vi.spyOn(navigator, 'onLine', 'get').mockImplementation(() => world.isOnline);
    stop = reach.follow();
  });
  afterEach(() => {
    reach.heard();
    stop();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
  async function network(is: 'offline' | 'online'): Promise<void> {
    world.isThere = world.isOnline = is === 'online';
    window.dispatchEvent(new Event(is));
    await flushPromises();
  }

  it('says politely that the network is gone, and that it is back', async () => {
    const [banner, voice] = [mount(ShellAway), mount(ShellAwayVoice)];
    expect(voice.get('[role=status]').text()).toBe('');
    await network('offline');
    expect(voice.get('[role=status]').text()).toContain('You are offline.');
    expect(banner.text()).toContain('You are offline.');
    await network('online');
    expect(voice.get('[role=status]').text()).toBe('The connection is back.');
    expect(banner.find('button').exists()).toBe(false);
    banner.unmount();
    voice.unmount();
  });

  it('tells a server that does not answer from a network that is gone, and asks it when it is told to', async () => {
    const banner = mount(ShellAway);
    world.isThere = false;
    await reach.check();
    await flushPromises();
    expect(banner.text()).toContain('The server does not answer.');
    world.isThere = true;
    await banner.get('button').trigger('click');
    await flushPromises();
    expect(banner.text()).toBe('');
    banner.unmount();
  });

  it('opens once, as soon as the server answers, what did not come before, unless that is not wanted any more', async () => {
    await network('offline');
    const [wanted, notWanted] = [vi.fn(), vi.fn()];
    whenReached(wanted);
    const callOff = whenReached(notWanted);
    await flushPromises();
    expect(wanted).not.toHaveBeenCalled();
    callOff();
    await network('online');
    await network('offline');
    await network('online');
    expect(wanted).toHaveBeenCalledOnce();
    expect(notWanted).not.toHaveBeenCalled();
    whenReached(notWanted);
    await flushPromises();
    expect(notWanted).toHaveBeenCalledOnce();
  });

  it('reads a list anew once it is back, and keeps what was shown until then', async () => {
    let times = 0;
    const read = vi.fn(async () => ({ items: [++times] }));
    let list: List<number> | undefined;
    const holder = mount({
      setup() {
        list = useList<number>(read);
        return () => null;
      },
    });
    await list?.load();
    await network('offline');
    read.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await list?.renew();
    expect(list?.state.value).toBe('ready');
    expect(list?.items.value).toEqual([1]);
    await network('online');
    expect(list?.items.value).toEqual([2]);
    holder.unmount();
    await network('offline');
    await network('online');
    expect(read).toHaveBeenCalledTimes(3);
  });
});
