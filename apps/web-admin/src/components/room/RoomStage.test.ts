// @vitest-environment happy-dom
import { ApiError, LiveRoom, type RoomSnapshot } from '@vitrine/client';
import type { Guest } from '@vitrine/protocol';
import { flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, ref, shallowRef } from 'vue';
import type { ControlRoom } from '../../composables/room/use-control-room.ts';
import { api } from '../../composables/server/api.ts';
import RoomStage from './RoomStage.vue';

const said = vi.hoisted(() => vi.fn());
vi.mock('@vitrine/web-kit/toast', () => ({ toast: said }));

const SHOW = 'a'.repeat(24);
const FIRST_SNAPSHOT = new LiveRoom({ url: 'ws://shop.test/ws', streamId: SHOW, as: 'admin' }).getSnapshot();
const guest = (name: string, rest: Partial<Guest> = {}): Guest => ({ _id: name, name, state: 'invited', muted: false, ...rest });
const line = (name: string, message = `I am ${name}`, isAdmin = false) =>
  ({
    state: 'posted',
    id: `${name}:${message}`,
    message: { viewerId: name, username: name, message, isAdmin },
  }) as unknown as RoomSnapshot['messages'][number];

function open({ guests = [], messages = [] }: { guests?: Guest[]; messages?: RoomSnapshot['messages'] }) {
  const snapshot = shallowRef<RoomSnapshot>({ ...FIRST_SNAPSHOT, guests, messages });
  const room = { snapshot, mayRun: ref(true), onAir: ref(true), show: ref({ _id: SHOW, hostName: 'Inès' }) } as unknown as ControlRoom;
  const panel = mount(RoomStage, { props: { room }, attachTo: document.body, global: { stubs: { RoomGuestPicture: true } } });
  const named = (name: string) =>
    [...document.querySelectorAll<HTMLElement>('button')].find((each) =>
      (each.getAttribute('aria-label') ?? each.textContent?.trim() ?? '').includes(name),
    );
  const dialog = () => document.querySelector<HTMLElement>('[role=dialog]');
  return {
    snapshot,
    named,
    dialog,
    words: () => panel.text(),
    rows: () => panel.findAll('ol > li').map((row) => row.text()),
    offered: () => [...(dialog()?.querySelectorAll('li b') ?? [])].map((each) => each.textContent),
    field: () => dialog()?.querySelector('input') ?? null,
    press: async (name: string) => {
      named(name)?.click();
      await flushPromises();
    },
    seek: async (name: string) => {
      const input = dialog()?.querySelector('input');
      if (input) input.value = name;
      input?.dispatchEvent(new Event('input'));
      await nextTick();
    },
  };
}
async function key(name: string): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true }));
  await flushPromises();
}

describe('the stage', () => {
  beforeEach(() => {
    said.mockClear();
    vi.spyOn(api, 'inviteGuest').mockResolvedValue({ guests: [] });
    vi.spyOn(api, 'muteGuest').mockResolvedValue({ guests: [] });
    vi.spyOn(api, 'removeGuest').mockResolvedValue({ guests: [] });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    document.body.replaceChildren();
  });

  it('lists the host and each guest with seat and state', () => {
    const guests = [guest('Amir'), guest('Ruth', { state: 'accepted' }), guest('Kaja', { state: 'live', muted: true })];
    const { rows, words } = open({ guests });
    expect(rows()).toEqual([
      expect.stringContaining('InèsSeat 1, host'),
      expect.stringContaining('AmirSeat 2, asked'),
      expect.stringContaining('RuthSeat 3, on the way'),
      expect.stringContaining('KajaSeat 4, on stage, muted'),
    ]);
    expect(words()).toContain('4 of 4 seats');
    expect(words()).toContain('The stage is full.');
  });

  it('mutes a guest, lets them speak, and puts them off or takes the invitation back', async () => {
    const { press } = open({ guests: [guest('Amir', { state: 'live' }), guest('Ruth', { state: 'live', muted: true }), guest('Kaja')] });
    await press('Mute Amir');
    expect(api.muteGuest).toHaveBeenLastCalledWith(SHOW, 'Amir', true);
    await press('Let Ruth speak');
    expect(api.muteGuest).toHaveBeenLastCalledWith(SHOW, 'Ruth', false);
    await press('Put Amir off the stage');
    expect(api.removeGuest).toHaveBeenLastCalledWith(SHOW, 'Amir');
    await press('Take back the invitation of Kaja');
    expect(api.removeGuest).toHaveBeenLastCalledWith(SHOW, 'Kaja');
    vi.mocked(api.muteGuest).mockRejectedValueOnce(new ApiError('offline', 0, 'away'));
    await press('Mute Amir');
    expect(said).toHaveBeenCalledTimes(1);
  });

  it('offers whoever has written, newest first, once each, without the shop and who is on stage', async () => {
    const messages = [line('Amir'), line('Ruth'), line('Inès', 'welcome', true), line('Kaja'), line('Amir', 'me again')];
    const { press, offered, dialog } = open({ guests: [guest('Ruth')], messages });
    await press('Ask somebody on stage');
    expect(offered()).toEqual(['Amir', 'Kaja']);
    expect(dialog()?.textContent).toContain('me again');
  });

  it('finds people by name, says when nobody has it, and asks the one who was chosen', async () => {
    const { press, seek, offered, dialog } = open({ messages: [line('Amir'), line('Ruth'), line('Samira')] });
    await press('Ask somebody on stage');
    await seek(' AMIR');
    expect(offered()).toEqual(['Samira', 'Amir']);
    await seek('Zoë');
    expect(offered()).toEqual([]);
    expect(dialog()?.querySelector('[role=status]')?.textContent).toBe('Nobody of that name has written in the chat.');
    await seek('');
    await press('Ask on stage:Amir');
    expect(api.inviteGuest).toHaveBeenCalledWith(SHOW, 'Amir');
    expect(dialog()).toBeNull();
  });

  it('is gone through by key, and asks nobody by an Enter too many', async () => {
    const { press, seek, field, named } = open({ messages: [line('Amir'), line('Ruth')] });
    await press('Ask somebody on stage');
    field()?.focus();
    await key('Enter');
    expect(api.inviteGuest).not.toHaveBeenCalled();
    await key('ArrowDown');
    expect(document.activeElement).toBe(named('Ask on stage:Ruth'));
    await key('ArrowDown');
    expect(document.activeElement).toBe(named('Ask on stage:Amir'));
    await key('ArrowDown');
    expect(document.activeElement).toBe(named('Ask on stage:Amir'));
    await key('ArrowUp');
    await key('ArrowUp');
    expect(document.activeElement).toBe(field());
    await seek('am');
    await key('Enter');
    expect(api.inviteGuest).toHaveBeenCalledWith(SHOW, 'Amir');
  });

  it('moves nobody under the pointer while others write', async () => {
    const messages = [line('Amir'), line('Ruth')];
    const { press, offered, snapshot } = open({ messages });
    await press('Ask somebody on stage');
    snapshot.value = { ...snapshot.value, messages: [...messages, line('Kaja'), line('Amir', 'me again')] };
    await nextTick();
    expect(offered()).toEqual(['Ruth', 'Amir', 'Kaja']);
  });

  it('keeps the list open with the reason when somebody can’t be asked', async () => {
    vi.mocked(api.inviteGuest).mockRejectedValueOnce(new ApiError('not_found', 404, 'no account'));
    const { press, dialog } = open({ messages: [line('Amir')] });
    await press('Ask somebody on stage');
    await press('Ask on stage:Amir');
    expect(dialog()?.querySelector('[role=alert]')?.textContent).toContain('Amir has no account');
    await press('Ask on stage:Amir');
    expect(dialog()).toBeNull();
  });

  it('says so when there is nobody to ask, and when the stage is full', async () => {
    const { press, dialog, snapshot } = open({ messages: [line('Inès', 'welcome', true)] });
    await press('Ask somebody on stage');
    expect(dialog()?.textContent).toContain('Nobody to ask yet');
    snapshot.value = { ...snapshot.value, messages: [line('Amir')], guests: ['Ruth', 'Kaja', 'Dana'].map((name) => guest(name)) };
    await nextTick();
    expect(dialog()?.textContent).toContain('The stage is full.');
    expect(dialog()?.querySelector('input')).toBeNull();
  });
});
