import { afterEach, describe, expect, it, vi } from 'vitest';
import { api, onTurnedAway } from './api.ts';

describe('a session that has ended', () => {
  const turnedAway = vi.fn();
  afterEach(() => {
    vi.unstubAllGlobals();
    turnedAway.mockClear();
  });
  function answers(status: number): void {
    const code = status === 401 ? 'unauthenticated' : 'forbidden';
    vi.stubGlobal('fetch', async () => Response.json({ code, title: 'Refused' }, { status }));
  }

  it('is told when a page is refused what it shows', async () => {
    onTurnedAway(turnedAway);
    answers(401);
    await expect(api.listPeople()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(turnedAway).toHaveBeenCalledOnce();
  });

  it('is no reason to leave what was written, and neither is what somebody may not see', async () => {
    onTurnedAway(turnedAway);
    answers(401);
    await expect(api.changeShopSettings({ name: 'Lumen' })).rejects.toMatchObject({ code: 'unauthenticated' });
    answers(403);
    await expect(api.listPeople()).rejects.toMatchObject({ code: 'forbidden' });
    expect(turnedAway).not.toHaveBeenCalled();
  });
});
