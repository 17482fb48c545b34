import { describe, expect, it } from 'vitest';
import type { RoomQuestion } from '../live-room/types.ts';
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

  it('puts a question where it was asked, with what it has come to; one that was asked before one came has no place', () => {
    const asked: RoomQuestion = {
      ...{ id: 'q', username: 'Sofie', text: 'Is it glazed?', productId: null, upvotes: 0, voted: false, isOpen: true, answer: null },
      at: '2026-01-01T00:00:00.000Z',
      offset: 3,
    };
    const { offset: _, ...before } = { ...asked, id: 'earlier' };
    const lines = snapshot({ messages: [posted(2, 'other', 'a'), posted(6, 'other', 'b')] });
    const [, card, ...rest] = roomEntries(lines, WORDS, [asked, before]);
    expect(card).toMatchObject({ kind: 'question', name: 'Sofie', text: 'Is it glazed?', question: asked });
    expect(rest.map(({ kind }) => kind)).toEqual(['message']);
    expect(roomEntries(lines, WORDS, [{ ...asked, upvotes: 1 }])[1]).toMatchObject({ id: card?.id, question: { upvotes: 1 } });
  });

  it('makes anew what has changed, and nothing else', () => {
    const [first, second] = [posted(2, 'other', 'a'), posted(3, 'other', 'b')];
    const before = roomEntries(snapshot({ messages: [first] }), WORDS);
    const after = roomEntries(snapshot({ messages: [first, second] }), WORDS);
    expect(after[0]).toBe(before[0]);
    const renamed = roomEntries(snapshot({ messages: [first], self: { viewerId: 'other', name: 'Clara', role: 'guest' } }), WORDS);
    expect(renamed[0]).toMatchObject({ mine: true });
  });

  it('says as what somebody of the shop speaks', () => {
    const line = posted(2, 'other', 'a', true);
    if (line.state !== 'posted') throw new Error('not posted');
    const [entry] = roomEntries(snapshot({ messages: [{ ...line, message: { ...line.message, role: 'moderator' } }] }), WORDS);
    expect(entry).toMatchObject({ staff: true, role: 'moderator' });
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
