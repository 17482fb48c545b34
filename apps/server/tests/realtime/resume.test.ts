import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, Live } from './live.ts';

let live: Live;
beforeAll(async () => {
  live = await Live.start();
});
afterAll(() => live?.stop());

/** What a client has after hearing this: offsets of chat in the order heard, and where it stands. */
function read(client: Client, known: { epoch: string; offset: number; seen: number[] } | null) {
  const [history] = client.all('chat_history');
  if (!history) return known;
  const seen = history.recovered ? [...(known?.seen ?? [])] : history.messages.map((message) => message.offset);
  for (const message of client.all('chat_message')) seen.push(message.offset);
  return { epoch: history.epoch, offset: Math.max(history.offset, ...seen), seen };
}

test('whoever drops out again and again during a burst has every message once, in order', async () => {
  // A small backlog piece makes the hand-over cross flushes.
  const { url } = await live.manager({ backlogPiece: 500, socketsPerTurn: 2 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }), async (stays) => {
      const streamId = await live.show();
      let posting = true;
      let posted = 1;
      const burst = (async () => {
        for (let i = 0; i < 60; i += 1) {
          await Promise.all([0, 1, 2].map((n) => live.services.chat.post(live.host, streamId, `${i}.${n}`, `${i}.${n}`)));
          posted += 3;
        }
        posting = false;
      })();
      let known: ReturnType<typeof read> = null;
      for (const stay of stays) {
        const client: Client = await Client.in(url, { streamId, ...(known && { resume: { epoch: known.epoch, offset: known.offset } }) });
        const before = client.all('chat_message').length;
        if (posting) await client.event('chat_message', () => client.all('chat_message').length >= before + stay || !posting);
        client.socket.terminate();
        await client.closed;
        known = read(client, known);
      }
      await burst;
      const last: Client = await Client.in(url, { streamId, ...(known && { resume: { epoch: known.epoch, offset: known.offset } }) });
      if (known) expect(last.all('chat_history')[0]?.recovered).toBe(true);
      await expect.poll(() => read(last, known)?.offset).toBe(posted);
      const seen = read(last, known)?.seen ?? [];
      const first = seen[0] ?? 0;
      expect(seen).toEqual(Array.from({ length: posted - first + 1 }, (_, index) => first + index));
      await last.close();
    }),
    { numRuns: 8 },
  );
}, 60_000);

test('another epoch, an offset past the end and one too far back are not recovered', async () => {
  const { url } = await live.manager({ resumeEntries: 5 });
  const streamId = await live.show();
  for (let i = 0; i < 10; i += 1) await live.services.chat.post(live.host, streamId, `${i}`, `${i}`);
  const first = await Client.in(url, { streamId });
  const { epoch, offset, messages } = await first.event('chat_history');
  expect(offset).toBe(11);
  expect(messages.map((message) => message.message)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  const recovered = async (resume: { epoch: string; offset: number }) => {
    const client = await Client.in(url, { streamId, resume });
    const history = await client.event('chat_history');
    const later = client.all('chat_message').map((message) => message.offset);
    await client.close();
    return [history.recovered, later];
  };
  expect(await recovered({ epoch: 'other', offset })).toEqual([false, []]);
  expect(await recovered({ epoch, offset: offset + 1 })).toEqual([false, []]);
  expect(await recovered({ epoch, offset: offset - 6 })).toEqual([false, []]);
  expect(await recovered({ epoch, offset: offset - 5 })).toEqual([true, [7, 8, 9, 10, 11]]);
  expect(await recovered({ epoch, offset })).toEqual([true, []]);
  await first.close();
});

test('who does not read is closed with 4002 and nobody else misses anything', async () => {
  const { url, realtime } = await live.manager({ slowReaderBytes: 10_000, closeReaderBytes: 50_000, closeTimeout: 200 });
  const streamId = await live.show();
  const reader = await Client.in(url, { streamId });
  const slow = await Client.in(url, { streamId });
  slow.socket.pause();
  const text = 'x'.repeat(490);
  let posted = 0;
  const next = () => {
    posted += 1;
    return posted;
  };
  while (realtime.stats().connections > 1 && posted < 40_000) {
    await Promise.all(Array.from({ length: 200 }, () => live.services.chat.post(live.host, streamId, text, `m${next()}`)));
  }
  expect(realtime.stats().connections).toBe(1);
  await expect.poll(() => reader.all('chat_message').length).toBe(posted);
  expect(reader.all('chat_message').every((message, index) => message.offset === index + 2)).toBe(true);
  slow.socket.terminate();
  await reader.close();
}, 60_000);
