// @vitest-environment happy-dom
import { ApiError } from '@vitrine/client';
import type { RehearsalCrowd } from '@vitrine/protocol';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import type { ControlRoom } from '../../composables/room/use-control-room.ts';
import { api } from '../../composables/server/api.ts';
import RoomCrowd from './RoomCrowd.vue';

const said = vi.hoisted(() => vi.fn());
vi.mock('@vitrine/web-kit/toast', () => ({ toast: said }));

const SHOW = 'a'.repeat(24);
/** An answer that comes when it is told to. */
function promised() {
  let resolve: (crowd: RehearsalCrowd) => void = () => {};
  let reject: (problem: ApiError) => void = () => {};
  const promise = new Promise<RehearsalCrowd>((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
}

function open() {
  const room = { show: ref({ _id: SHOW }) } as unknown as ControlRoom;
  const panel = mount(RoomCrowd, { props: { room }, attachTo: document.body });
  const choices = (group: string) => {
    const found = panel.findAll('fieldset').find((each) => each.find('legend').text() === group);
    return (found?.findAll('label') ?? []).map((label) => ({ name: label.text(), input: label.find<HTMLInputElement>('input') }));
  };
  const chosen = (group: string): string | undefined => choices(group).find(({ input }) => input.element.checked)?.name;
  return {
    busy: () => panel.find('section').attributes('aria-busy') === 'true',
    words: () => panel.text(),
    paces: () => choices(PACE).map(({ name }) => name),
    shows: () => ({ viewers: chosen(SIZE), pace: chosen(PACE) }),
    choose: (group: string, name: string) =>
      choices(group)
        .find((each) => each.name === name)
        ?.input.setValue(),
  };
}
const SIZE = 'Simulated viewers';
const PACE = 'How lively they are';

describe('the simulated viewers of a rehearsal', () => {
  beforeEach(() => {
    said.mockClear();
    vi.spyOn(api, 'crowd').mockResolvedValue({ viewers: 0, pace: 'usual' });
    vi.spyOn(api, 'gatherCrowd').mockImplementation(async (_, { viewers, pace = 'usual' }) => ({ viewers, pace }));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('are not said to be any number until it is read', async () => {
    const answer = promised();
    vi.mocked(api.crowd).mockReturnValueOnce(answer.promise);
    const { busy, shows } = open();
    expect(busy()).toBe(true);
    expect(shows()).toEqual({ viewers: undefined, pace: undefined });
    answer.resolve({ viewers: 20, pace: 'lively' });
    await flushPromises();
    expect(busy()).toBe(false);
    expect(shows()).toEqual({ viewers: '20', pace: 'Lively' });
  });

  it('have a pace to choose once there are some, and keep it when their number changes', async () => {
    const { shows, paces, choose } = open();
    await flushPromises();
    expect(shows()).toEqual({ viewers: 'None', pace: undefined });
    await choose(SIZE, '5');
    await flushPromises();
    expect(paces()).toEqual(['Calm', 'Usual', 'Lively']);
    expect(shows()).toEqual({ viewers: '5', pace: 'Usual' });
    await choose(PACE, 'Lively');
    await flushPromises();
    expect(api.gatherCrowd).toHaveBeenLastCalledWith(SHOW, { viewers: 5, pace: 'lively' });
    await choose(SIZE, '20');
    await flushPromises();
    expect(api.gatherCrowd).toHaveBeenLastCalledWith(SHOW, { viewers: 20, pace: 'lively' });
    expect(shows()).toEqual({ viewers: '20', pace: 'Lively' });
  });

  it('come back as lively as they were sent away', async () => {
    vi.mocked(api.crowd).mockResolvedValueOnce({ viewers: 5, pace: 'calm' });
    vi.mocked(api.gatherCrowd).mockImplementation(async (_, { viewers, pace = 'usual' }) =>
      viewers === 0 ? { viewers, pace: 'usual' } : { viewers, pace },
    );
    const { shows, paces, choose } = open();
    await flushPromises();
    await choose(SIZE, 'None');
    await flushPromises();
    expect(paces()).toEqual([]);
    await choose(SIZE, '5');
    await flushPromises();
    expect(shows()).toEqual({ viewers: '5', pace: 'Calm' });
  });

  it('are put back with their pace when the change fails, and it says so', async () => {
    vi.mocked(api.crowd).mockResolvedValueOnce({ viewers: 5, pace: 'calm' });
    const { busy, shows, choose } = open();
    await flushPromises();
    const answer = promised();
    vi.mocked(api.gatherCrowd).mockReturnValueOnce(answer.promise);
    await choose(PACE, 'Lively');
    expect(shows()).toEqual({ viewers: '5', pace: 'Lively' });
    expect(busy()).toBe(true);
    answer.reject(new ApiError('offline', 0, 'away'));
    await flushPromises();
    expect(shows()).toEqual({ viewers: '5', pace: 'Calm' });
    expect(busy()).toBe(false);
    expect(said).toHaveBeenCalledWith(expect.stringContaining('The simulated viewers were not changed.'));
    await choose(SIZE, '20');
    await flushPromises();
    expect(api.gatherCrowd).toHaveBeenLastCalledWith(SHOW, { viewers: 20, pace: 'calm' });
  });

  it('stay as they were last chosen when an earlier choice fails late', async () => {
    const { shows, choose } = open();
    await flushPromises();
    const first = promised();
    vi.mocked(api.gatherCrowd).mockReturnValueOnce(first.promise);
    await choose(SIZE, '5');
    await choose(SIZE, '20');
    await flushPromises();
    first.reject(new ApiError('timeout', 0, 'late'));
    await flushPromises();
    expect(shows().viewers).toBe('20');
  });

  it('can be called though it could not be read how many there are', async () => {
    vi.mocked(api.crowd).mockRejectedValueOnce(new ApiError('offline', 0, 'away'));
    const { words, shows, choose } = open();
    await flushPromises();
    expect(words()).toContain('How many there are could not be read.');
    expect(shows().viewers).toBeUndefined();
    await choose(SIZE, '5');
    await flushPromises();
    expect(words()).not.toContain('could not be read');
    expect(shows().viewers).toBe('5');
  });
});
