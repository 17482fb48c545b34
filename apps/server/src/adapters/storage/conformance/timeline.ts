import type { TimelineEntry } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import type { TimelineStore } from '../../../ports/storage.ts';
import { AT, type Case, id, message, started, times } from './samples.ts';

const STREAM = id(1);
const offsets = (entries: TimelineEntry[]): number[] => entries.map(({ offset }) => offset);

/** Writes one fact as a node does: the next offset, one further when another node has it; done when its key is there. */
async function append(timeline: TimelineStore, key: string): Promise<void> {
  let last = (await timeline.tail(STREAM)).offset;
  for (let tries = 0; tries < 1000; tries++) {
    const { stopped } = await timeline.insert([message(STREAM, last + 1, { key })]);
    if (stopped !== 'offset_taken') return;
    last = (await timeline.tail(STREAM)).offset;
  }
  throw new Error('never got an offset');
}

export function describeTimeline(on: Case): void {
  describe('timeline', () => {
    it(
      'gives entries back as they were written, in offset order, each stream its own',
      on(async ({ timeline }) => {
        const entries = [started(STREAM, 1), message(STREAM, 2), message(STREAM, 3, { actorId: undefined })];
        expect(await timeline.insert(entries)).toEqual({ written: 3 });
        expect(await timeline.insert([message(id(2), 1)])).toEqual({ written: 1 });
        expect(await timeline.after(STREAM, 0, 10)).toEqual(entries);
        expect(offsets(await timeline.after(STREAM, 1, 10))).toEqual([2, 3]);
        expect(offsets(await timeline.after(STREAM, 0, 2))).toEqual([1, 2]);
        expect(await timeline.after(STREAM, 3, 10)).toEqual([]);
        expect(await timeline.tail(STREAM)).toEqual({ offset: 3 });
        expect(await timeline.tail(id(3))).toEqual({ offset: 0 });
        expect(await timeline.byKey(STREAM, 'started:1')).toEqual(started(STREAM, 1));
        expect(await timeline.byKey(id(2), 'started:1')).toBeNull();
      }),
    );
    it(
      'stops a batch at the first taken offset and keeps what was before it',
      on(async ({ timeline }) => {
        await timeline.insert([message(STREAM, 3)]);
        const batch = times(4, (n) => message(STREAM, n + 1, { key: `mine:${n}` }));
        expect(await timeline.insert(batch)).toEqual({ written: 2, stopped: 'offset_taken' });
        expect((await timeline.after(STREAM, 0, 10)).map(({ key }) => key)).toEqual(['mine:0', 'mine:1', message(STREAM, 3).key]);
      }),
    );
    it(
      'stops a batch at the first taken key and says so even when the offset is taken too',
      on(async ({ timeline }) => {
        await timeline.insert([message(STREAM, 1), message(STREAM, 2)]);
        expect(
          await timeline.insert([message(STREAM, 3), message(STREAM, 4, { key: message(STREAM, 1).key }), message(STREAM, 5)]),
        ).toEqual({
          written: 1,
          stopped: 'key_taken',
        });
        expect(await timeline.insert([message(STREAM, 2)])).toEqual({ written: 0, stopped: 'key_taken' });
        expect((await timeline.tail(STREAM)).offset).toBe(3);
      }),
    );
    it(
      'takes no key twice within one batch',
      on(async ({ timeline }) => {
        expect(await timeline.insert([message(STREAM, 1, { key: 'a' }), message(STREAM, 2, { key: 'a' })])).toEqual({
          written: 1,
          stopped: 'key_taken',
        });
      }),
    );
    it(
      'has offsets without gap or repeat when several writers interleave, and every key once',
      on(async ({ timeline }) => {
        // Every key is sent by two of the four writers, as a client does that retries on another node.
        const writers = times(4, (writer) => times(25, (n) => `command:${n + (writer % 2) * 25}`));
        await Promise.all(
          writers.map(async (keys) => {
            for (const key of keys) await append(timeline, key);
          }),
        );
        const entries = await timeline.after(STREAM, 0, 1000);
        expect(offsets(entries)).toEqual(times(50, (n) => n + 1));
        expect(new Set(entries.map(({ key }) => key)).size).toBe(50);
      }),
    );
    it(
      'pages chat backwards, without other entries and without emptied messages',
      on(async ({ timeline }) => {
        await timeline.insert([started(STREAM, 1), ...times(6, (n) => message(STREAM, n + 2))]);
        expect(offsets(await timeline.chatBefore(STREAM, null, 3))).toEqual([5, 6, 7]);
        expect(offsets(await timeline.chatBefore(STREAM, 5, 10))).toEqual([2, 3, 4]);
        expect(await timeline.redact(STREAM, 4)).toBe(true);
        expect(offsets(await timeline.chatBefore(STREAM, 5, 10))).toEqual([2, 3]);
      }),
    );
    it(
      'empties a chat message or a question in place and nothing else',
      on(async ({ timeline }) => {
        await timeline.insert([started(STREAM, 1), message(STREAM, 2)]);
        expect(await timeline.redact(STREAM, 2)).toBe(true);
        expect(await timeline.redact(STREAM, 1)).toBe(false);
        expect(await timeline.redact(STREAM, 3)).toBe(false);
        const emptied = message(STREAM, 2, { data: { username: '', message: '', isAdmin: false } });
        expect(await timeline.after(STREAM, 0, 10)).toEqual([started(STREAM, 1), emptied]);
        const asked: TimelineEntry = {
          streamId: STREAM,
          offset: 3,
          key: 'question:1',
          type: 'question_asked',
          at: new Date(AT).toISOString(),
          data: { questionId: id(3), username: 'Mira', text: 'How big?', productId: null },
        };
        await timeline.insert([asked]);
        expect(await timeline.redact(STREAM, 3)).toBe(true);
        expect(await timeline.after(STREAM, 2, 10)).toEqual([{ ...asked, data: { ...asked.data, username: '', text: '' } }]);
        expect(await timeline.byKey(STREAM, emptied.key)).toEqual(emptied);
      }),
    );
    it(
      'counts each type of entry per minute',
      on(async ({ timeline }) => {
        const at = (minute: number): string => new Date(AT + minute * 60_000).toISOString();
        const chat = [0, 0, 2].map((minute, n) => message(STREAM, n + 2, { at: at(minute) }));
        await timeline.insert([started(STREAM, 1), ...chat]);
        const counts = await timeline.countByMinute(STREAM, 0, 4);
        expect(counts).toHaveLength(3);
        expect(counts).toEqual(
          expect.arrayContaining([
            { minute: AT / 60_000, type: 'stream_started', count: 1 },
            { minute: AT / 60_000, type: 'chat_message', count: 2 },
            { minute: AT / 60_000 + 2, type: 'chat_message', count: 1 },
          ]),
        );
        expect(counts.at(-1)?.minute).toBe(AT / 60_000 + 2);
      }),
    );
    it(
      'counts a stretch, so that two stretches add up to the whole',
      on(async ({ timeline }) => {
        await timeline.insert([started(STREAM, 1), ...times(5, (n) => message(STREAM, n + 2))]);
        const minute = AT / 60_000;
        expect(await timeline.countByMinute(STREAM, 1, 3)).toEqual([{ minute, type: 'chat_message', count: 2 }]);
        expect(await timeline.countByMinute(STREAM, 3, 100)).toEqual([{ minute, type: 'chat_message', count: 3 }]);
        expect(await timeline.countByMinute(STREAM, 6, 100)).toEqual([]);
      }),
    );
    it(
      'gives the newest entries of some types, rising, whatever lies between',
      on(async ({ timeline }) => {
        const pins = (offset: number): TimelineEntry => ({
          streamId: STREAM,
          offset,
          key: `pins:${offset}`,
          type: 'pins_changed',
          at: new Date(AT).toISOString(),
          data: { productIds: [id(offset)] },
        });
        await timeline.insert([started(STREAM, 1), message(STREAM, 2), pins(3), message(STREAM, 4), pins(5), pins(6)]);
        expect(offsets(await timeline.ofTypes(STREAM, ['pins_changed', 'stream_started'], 10))).toEqual([1, 3, 5, 6]);
        expect(offsets(await timeline.ofTypes(STREAM, ['pins_changed', 'stream_started'], 3))).toEqual([3, 5, 6]);
        expect(await timeline.ofTypes(STREAM, ['pins_changed'], 1)).toEqual([pins(6)]);
        expect(await timeline.ofTypes(STREAM, ['announcement'], 10)).toEqual([]);
        expect(await timeline.ofTypes(STREAM, [], 10)).toEqual([]);
      }),
    );
    it(
      'empties what one person said in every stream, and says where',
      on(async ({ timeline }) => {
        const asked = (streamId: string, offset: number): TimelineEntry => ({
          streamId,
          offset,
          key: `asked:${offset}`,
          type: 'question_asked',
          at: new Date(AT).toISOString(),
          actorId: id(7),
          data: { questionId: id(3), username: 'Mira', text: 'How big?', productId: id(4) },
        });
        const other = message(STREAM, 3, { actorId: id(8) });
        await timeline.insert([{ ...started(STREAM, 1), actorId: id(7) }, message(STREAM, 2), other, message(STREAM, 4)]);
        await timeline.insert([message(id(2), 1), asked(id(2), 2)]);
        await timeline.redact(STREAM, 4);
        const emptied = await timeline.redactActor(id(7));
        expect(emptied.map(({ streamId, offset, type }) => `${streamId}:${offset} ${type}`).sort()).toEqual([
          `${STREAM}:2 chat_message`,
          `${id(2)}:1 chat_message`,
          `${id(2)}:2 question_asked`,
        ]);
        expect(await timeline.redactActor(id(7))).toEqual([]);
        expect(offsets(await timeline.chatBefore(STREAM, null, 10))).toEqual([3]);
        expect(await timeline.after(STREAM, 2, 1)).toEqual([other]);
        const question = { ...asked(id(2), 2), data: { questionId: id(3), username: '', text: '', productId: id(4) } };
        expect(await timeline.after(id(2), 1, 10)).toEqual([question]);
        expect((await timeline.tail(STREAM)).offset).toBe(4);
      }),
    );
  });
}
