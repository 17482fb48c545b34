import { type RoomSnapshot, roomEntries } from '@vitrine/client';
import type { PublishingStats } from '@vitrine/client/video';
import { describe, expect, it } from 'vitest';
import { chatRate, chatWords } from './chat-words.ts';
import { bringToScreen, takeOut } from './pins.ts';
import { sayBitrate, streamHealth } from './stream-health.ts';

const stats = (more: Partial<PublishingStats> = {}): PublishingStats => ({
  width: 1_280,
  height: 720,
  framesPerSecond: 30,
  bitrate: 2_400_000,
  roundTrip: 0.03,
  packetLoss: 0,
  limitedBy: 'none',
  ...more,
});

describe('the health of the picture in words', () => {
  it('is healthy while the line carries it', () => {
    expect(streamHealth('on', stats())).toMatchObject({ tone: 'ok', word: 'Healthy' });
  });
  it('is not called weak because a quiet picture needs little', () => {
    expect(streamHealth('on', stats({ bitrate: 200_000 }))).toMatchObject({ tone: 'ok' });
  });
  it('says what is sent when the line is thin', () => {
    expect(streamHealth('on', stats({ bitrate: 600_000, height: 540, limitedBy: 'bandwidth' })).say).toContain('540p');
    expect(streamHealth('on', stats({ bitrate: 100_000, limitedBy: 'bandwidth' })).tone).toBe('danger');
  });
  it('names a slow or lossy way', () => {
    expect(streamHealth('on', stats({ roundTrip: 0.9 })).tone).toBe('warn');
    expect(streamHealth('on', stats({ packetLoss: 0.1 })).tone).toBe('warn');
  });
  it('says when nothing is sent, and when it is lost', () => {
    expect(streamHealth('off', null).word).toBe('Not sending');
    expect(streamHealth('reconnecting', stats()).word).toBe('Interrupted');
  });
  it('writes figures as people say them', () => {
    expect(sayBitrate(2_440_000)).toBe('2.4 Mbit/s');
    expect(sayBitrate(480_200)).toBe('480 kbit/s');
  });
});

describe('the pins', () => {
  it('bring a product to the front and keep the others behind it', () => {
    expect(bringToScreen(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(bringToScreen(['a'], 'c')).toEqual(['c', 'a']);
    expect(takeOut(['a', 'b'], 'a')).toEqual(['b']);
  });
  it('never grow past the limit', () => {
    const many = Array.from({ length: 20 }, (_, at) => `p${at}`);
    expect(bringToScreen(many, 'new')).toHaveLength(20);
    expect(bringToScreen(many, 'new')[0]).toBe('new');
  });
});

describe('the chat of the desk', () => {
  const posted = (offset: number, viewerId = 'v1'): RoomSnapshot['messages'][number] => ({
    state: 'posted',
    id: `${viewerId}:${offset}`,
    message: {
      offset,
      key: `${viewerId}:${offset}`,
      viewerId,
      username: 'Dana',
      message: `line ${offset}`,
      timestamp: new Date(offset * 1_000).toISOString(),
      isAdmin: false,
    },
  });
  const order = {
    streamId: 's',
    offset: 2,
    key: 'order:1',
    timestamp: new Date(2_000).toISOString(),
    lines: [{ productId: 'p', title: 'Dune vase', quantity: 2 }],
  };
  it('puts orders and what was announced where they happened, and one’s own lines on their way last', () => {
    const room = {
      messages: [posted(1), posted(3, 'me'), { state: 'sending', id: 'x', text: 'hello', at: 4 }],
      orders: [order],
      announcement: { streamId: 's', offset: 4, message: 'Free delivery', timestamp: new Date(4_000).toISOString() },
      self: { viewerId: 'me', name: 'Inès', role: 'admin' },
    } as const;
    const entries = roomEntries(room, chatWords);
    expect(entries.map((entry) => entry.text)).toEqual(['line 1', 'Someone bought 2 × Dune vase', 'line 3', 'Free delivery', 'hello']);
    expect(entries.map((entry) => entry.mine)).toEqual([false, false, true, false, true]);
  });
  it('counts the messages of the last minute', () => {
    expect(chatRate([posted(1), posted(50), posted(100)], 105_000)).toBe(2);
  });
});
