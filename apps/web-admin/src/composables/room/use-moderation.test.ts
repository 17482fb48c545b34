// @vitest-environment happy-dom
import { ApiError, type LiveRoom, type RoomSnapshot } from '@vitrine/client';
import type { HeldMessage } from '@vitrine/protocol';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, ref, shallowRef } from 'vue';
import { emptyShop } from '../../testing/desk.ts';
import { api } from '../server/api.ts';
import { type RoomModeration, useModeration } from './use-moderation.ts';

const STREAM = 'a'.repeat(24);
const held = (message: string): HeldMessage => ({
  _id: message,
  streamId: STREAM,
  viewerId: 'v',
  username: 'Noor',
  message,
  reason: 'link',
  createdAt: '2026-11-20T12:00:00.000Z',
});

describe('what keeps order, with others of the staff who do the same', () => {
  const snapshot = shallowRef({ waiting: null, messages: [] } as unknown as RoomSnapshot);
  let scope = effectScope();
  let moderation: RoomModeration;
  const waits = () => moderation.held.value.map(({ message }) => message);
  const open = (mayModerate = true): void => {
    const room = { takeQuestions: () => undefined } as unknown as LiveRoom;
    const made = scope.run(() => useModeration(STREAM, room, snapshot, ref(mayModerate)));
    if (!made) throw new Error('no scope');
    moderation = made;
  };
  /** The room tells that something has changed; the counts may be those of before. */
  const hear = async (): Promise<void> => {
    snapshot.value = { ...snapshot.value, waiting: { held: 1, reports: 0, restricted: 0 } };
    await flushPromises();
  };
  beforeEach(() => {
    scope = effectScope();
    emptyShop();
  });
  afterEach(() => {
    scope.stop();
    vi.restoreAllMocks();
  });

  it('reads what waits anew whenever something has changed, also into as many as before', async () => {
    open();
    vi.mocked(api.heldMessages).mockResolvedValueOnce({ items: [held('first')] });
    await hear();
    expect(waits()).toEqual(['first']);
    vi.mocked(api.heldMessages).mockResolvedValueOnce({ items: [held('second')] });
    await hear();
    expect(waits()).toEqual(['second']);
  });

  it('never shows an older answer after a newer one', async () => {
    open();
    let answer: (items: HeldMessage[]) => void = () => undefined;
    vi.mocked(api.heldMessages).mockReturnValueOnce(new Promise((resolve) => (answer = (items) => resolve({ items }))));
    await hear();
    vi.mocked(api.heldMessages).mockResolvedValueOnce({ items: [held('new')] });
    await hear();
    expect(waits()).toEqual([]);
    answer([held('old')]);
    await flushPromises();
    expect(waits()).toEqual(['new']);
  });

  it('says so when another was faster, and shows what is left', async () => {
    open();
    vi.mocked(api.heldMessages).mockResolvedValueOnce({ items: [held('one'), held('two')] });
    await hear();
    vi.spyOn(api, 'decideHeld').mockRejectedValueOnce(new ApiError('not_found', 404, 'does not wait any more'));
    vi.mocked(api.heldMessages).mockResolvedValueOnce({ items: [held('two')] });
    await moderation.decide(held('one'), true);
    expect(waits()).toEqual(['two']);
    // What really went wrong stays to be decided.
    vi.mocked(api.decideHeld).mockRejectedValueOnce(new ApiError('timeout', 0, 'late'));
    await moderation.decide(held('two'), true);
    expect(waits()).toEqual(['two']);
  });

  it('reads the questions alone for who may not keep order', async () => {
    open(false);
    await moderation.load();
    expect(moderation.failed.value).toBe(false);
    expect(api.questions).toHaveBeenCalled();
    for (const refused of [api.heldMessages, api.reports, api.bans]) expect(refused).not.toHaveBeenCalled();
  });
});
