import { describe, expect, it } from 'vitest';
import { roomEntries, type SpokenInRoom } from './room-entries.ts';

const SELF = 'viewer-1';
const WORDS = { bought: (titles: string) => `Someone bought ${titles}` };
const snapshot = (more: Partial<SpokenInRoom>): SpokenInRoom => ({
  self: { viewerId: SELF, name: 'Clara', role: 'guest' },
  messages: [],
  orders: [],
  announcement: null,
  ...more,
});
const posted = (offset: number, viewerId: string, command: string, isAdmin = false): SpokenInRoom['messages'][number] => ({
  state: 'posted',
  id: `${viewerId}:${command}`,
  message: {
    offset,
    key: `${viewerId}:${command}`,
    viewerId,
    username: 'Clara',
    message: 'hello',
    timestamp: '2026-01-01T00:00:00.000Z',
    isAdmin,
  },
});

describe('the lines of a room', () => {
  it('puts purchases and the announcement where they happened', () => {
    const entries = roomEntries(
      snapshot({
        messages: [posted(2, 'other', 'a'), posted(6, 'other', 'b', true)],
        orders: [
          {
            streamId: 's',
            offset: 4,
            key: 'order:1',
            timestamp: '2026-01-01T00:00:00.000Z',
            lines: [{ productId: 'p', title: 'Dune vase', quantity: 1 }],
          },
        ],
        announcement: { streamId: 's', offset: 5, message: 'Prices hold', timestamp: '2026-01-01T00:00:00.000Z' },
      }),
      WORDS,
    );
    expect(entries.map((entry) => entry.kind)).toEqual(['message', 'bought', 'announcement', 'message']);
    expect(entries[1]?.text).toBe('Someone bought Dune vase');
    expect(entries[3]?.staff).toBe(true);
  });

  it('keeps the id of one’s own line from the draft to the posted message, so that nothing jumps', () => {
    const [draft] = roomEntries(snapshot({ messages: [{ state: 'sending', id: 'c1', text: 'hello', at: 0 }] }), WORDS);
    const [sent] = roomEntries(snapshot({ messages: [posted(3, SELF, 'c1')] }), WORDS);
    expect(draft).toMatchObject({ id: 'c1', mine: true, state: 'sending' });
    expect(sent).toMatchObject({ id: 'c1', mine: true, state: 'sent' });
  });

  it.each([
    ['@Clara look at this', true],
    ['well, @clara!', true],
    ['@Clarabelle look', false],
    ['mail a@clarab.test or x@clara', false],
    ['Clara too', false],
  ])('knows whether “%s” speaks to the reader', (message, mentions) => {
    const line = posted(2, 'other', 'a');
    if (line.state !== 'posted') throw new Error('not posted');
    const [entry] = roomEntries(snapshot({ messages: [{ ...line, message: { ...line.message, message } }] }), WORDS);
    expect(entry?.mentions).toBe(mentions);
  });
});
