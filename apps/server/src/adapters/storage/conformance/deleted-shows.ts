import { describe, expect, it } from 'vitest';
import type { DeletedShowRecord, LivestreamRecord, Storage } from '../../../ports/storage.ts';
import { auditRecord, ban, heldMessage, question, report } from './records.ts';
import { AT, allPages, type Case, id, livestream, message, NO_TERMS, order, product, times } from './samples.ts';

const deleted = (n: number, changes: Partial<DeletedShowRecord> = {}): DeletedShowRecord => ({
  _id: id(n),
  title: `Show ${n}`,
  createdBy: id(1),
  visibility: 'public',
  deletedBy: id(1),
  deletedByName: 'Noor',
  deletedAt: AT + n,
  files: ['one.webm'],
  dueAt: AT + n,
  ...changes,
});
const ended = (n: number, changes: Partial<LivestreamRecord> = {}): LivestreamRecord =>
  livestream(n, { status: 'ended', run: 1, startTime: AT, endTime: AT + 1, ...changes });
const NO_RECORDING = { recording: null };
const remove = ({ deletedShows }: Storage, show: DeletedShowRecord): Promise<boolean> =>
  deletedShows.replace(show, ['scheduled', 'ended'], NO_RECORDING);

/** Something of every kind that hangs on a show. */
async function fill(storage: Storage, n: number): Promise<void> {
  const streamId = id(n);
  const viewerId = id(7);
  await storage.timeline.insert(times(5, (index) => message(streamId, index + 1)));
  await storage.tallies.advance({ streamId, upTo: 5, counts: [] }, null);
  await storage.captions.put({ streamId, language: 'en', cues: [{ from: 0, to: 1_500, text: 'Good evening' }], updatedAt: AT });
  await storage.likes.set(streamId, viewerId, true, AT);
  await storage.viewers.attended(streamId, [{ viewerId, minute: 1, seconds: 30 }], AT);
  await storage.productMarks.mark(streamId, viewerId, [id(3)], 'clicked', 1);
  await storage.samples.add(streamId, 1, { viewers: 3, likes: 1 });
  await storage.reminders.add(streamId, viewerId, AT);
  await storage.bans.put(ban(100 + n, { streamId }));
  await storage.heldMessages.insert(heldMessage(100 + n, { streamId }));
  await storage.reports.insert(report(100 + n, { streamId }));
  await storage.questions.insert(question(100 + n, { streamId }));
  await storage.questions.vote(id(100 + n), viewerId, true);
}
/** What the store says of all that. */
async function hanging(storage: Storage, n: number): Promise<Record<string, unknown>> {
  const streamId = id(n);
  const page = { limit: 10 };
  return {
    timeline: (await storage.timeline.after(streamId, 0, 10)).length,
    tally: (await storage.tallies.get(streamId))?.upTo ?? 0,
    captions: (await storage.captions.ofStream(streamId)).length,
    likes: await storage.likes.count(streamId),
    viewers: (await storage.viewers.totals(streamId)).unique,
    minutes: (await storage.viewers.presentByMinute(streamId)).length,
    present: await storage.viewers.presentBetween(streamId, 0, 9),
    marks: (await storage.productMarks.byProduct(streamId)).length,
    clicks: await storage.productMarks.clicksBetween(streamId, id(3), 0, 9),
    samples: (await storage.samples.of(streamId)).length,
    reminders: await storage.reminders.count(streamId),
    bans: (await storage.bans.active(AT, { ...page, streamId })).items.length,
    held: await storage.heldMessages.count(streamId),
    reports: (await storage.reports.list({ ...page, streamId, state: 'open' })).items.length,
    questions: (await storage.questions.list(streamId, 'open', 10)).length,
    votes: (await storage.questions.votedBy(id(7), [id(100 + n)])).length,
  };
}

export function describeDeletedShows(on: Case): void {
  describe('deleted shows', () => {
    it(
      'take the place of the show in one step, and stay',
      on(async (storage, fixture) => {
        await storage.livestreams.insert(
          ended(1, { owed: [{ streamId: id(1), key: 'a', type: 'stream_stopped', data: { run: 1, duration: 1 } }] }),
        );
        await storage.livestreams.insert(ended(2));
        expect(await remove(storage, deleted(1))).toBe(true);
        const again = await fixture.reopen();
        expect(await again.deletedShows.byIds([id(2), id(1)])).toEqual([deleted(1)]);
        const { livestreams } = again;
        expect(await livestreams.byId(id(1))).toBeNull();
        expect((await livestreams.byIds([id(1), id(2)])).map(({ _id }) => _id)).toEqual([id(2)]);
        expect((await livestreams.list({ statuses: ['ended'], limit: 10 })).items.map(({ _id }) => _id)).toEqual([id(2)]);
        expect(await livestreams.owing(10)).toEqual([]);
      }),
    );
    it(
      'are not changed into a show again by who comes late',
      on(async (storage) => {
        await storage.livestreams.insert(ended(1));
        await remove(storage, deleted(1));
        const { livestreams } = storage;
        expect(await livestreams.change(id(1), ['ended'], { title: 'Late' })).toBeNull();
        const late = { viewerCount: 0, likes: 1, totalViewers: 1, engagementRate: 0, likedBy: [], chatMessages: [] };
        expect(await livestreams.project(id(1), late, { term: 9, revision: 9 })).toBe(false);
        await livestreams.raisePeak(id(1), 9);
        await livestreams.settle(id(1), 'a');
        expect(await livestreams.byId(id(1))).toBeNull();
        expect(await storage.deletedShows.byIds([id(1)])).toEqual([deleted(1)]);
      }),
    );
    it(
      'are made once, of shows in the given states with the recording that is expected',
      on(async (storage) => {
        await storage.livestreams.insert(livestream(1, { status: 'live' }));
        expect(await remove(storage, deleted(1))).toBe(false);
        expect(await remove(storage, deleted(5))).toBe(false);
        const recording = { state: 'finishing' as const, problem: null, progress: 0, tracks: [], thumbnailUrl: null, previews: null };
        await storage.livestreams.insert(ended(2, { recording }));
        expect(await remove(storage, deleted(2))).toBe(false);
        expect(await storage.deletedShows.byIds([id(1), id(2)])).toEqual([]);
        expect(await storage.deletedShows.replace(deleted(2), ['ended'], { recording })).toBe(true);
        await storage.livestreams.insert(ended(3));
        expect((await Promise.all(times(4, () => remove(storage, deleted(3))))).filter(Boolean)).toHaveLength(1);
        expect((await storage.livestreams.byId(id(1)))?.status).toBe('live');
      }),
    );
    it(
      'list the last deleted first, also those of one host',
      on(async (storage) => {
        for (const n of times(5, (index) => index + 1)) {
          await storage.livestreams.insert(ended(n));
          await remove(storage, deleted(n, { createdBy: id(n % 2) }));
        }
        const list = (filter: { createdBy?: string }) =>
          allPages((cursor) => storage.deletedShows.list({ ...filter, limit: 2, ...(cursor ? { cursor } : {}) }));
        expect((await list({})).map(({ _id }) => _id)).toEqual([5, 4, 3, 2, 1].map(id));
        expect((await list({ createdBy: id(1) })).map(({ _id }) => _id)).toEqual([5, 3, 1].map(id));
      }),
    );
    it(
      'are due until nothing is left to do',
      on(async (storage) => {
        for (const n of [1, 2, 3]) {
          await storage.livestreams.insert(ended(n));
          await remove(storage, deleted(n));
        }
        const { deletedShows } = storage;
        expect(await deletedShows.due(AT + 2, 10)).toEqual([deleted(1), deleted(2)]);
        expect(await deletedShows.due(AT + 9, 1)).toEqual([deleted(1)]);
        await deletedShows.postpone(id(1), AT + 50);
        await deletedShows.postpone(id(2), null);
        expect(await deletedShows.due(AT + 49, 10)).toEqual([deleted(3)]);
        expect(await deletedShows.due(AT + 50, 10)).toEqual([deleted(3), deleted(1, { dueAt: AT + 50 })]);
        expect(await deletedShows.byIds([id(2)])).toEqual([deleted(2, { dueAt: null })]);
      }),
    );
    it(
      'lose bit by bit what hung on them, and nothing else',
      on(async (storage) => {
        await Promise.all([fill(storage, 1), fill(storage, 2)]);
        const whole = await hanging(storage, 1);
        const other = await hanging(storage, 2);
        expect(Object.entries(whole).filter(([, found]) => found === 0)).toEqual([]);
        expect(await storage.deletedShows.clear(id(1), 2)).toBe(true);
        expect(await hanging(storage, 1)).toMatchObject({ timeline: 3 });
        let rounds = 1;
        while (await storage.deletedShows.clear(id(1), 2)) rounds += 1;
        expect(rounds).toBe(3);
        expect(await hanging(storage, 1)).toEqual(Object.fromEntries(Object.keys(whole).map((kind) => [kind, 0])));
        expect(await hanging(storage, 2)).toEqual(other);
        // Nobody who leaves is looked for in what is gone.
        expect((await storage.timeline.redactActor(id(7))).every(({ streamId }) => streamId === id(2))).toBe(true);
      }),
    );
    it(
      'leave the books and the audit log as they are',
      on(async (storage) => {
        const sold = product(1);
        await storage.products.insert(sold);
        await storage.orders.place(order(1, { product: sold }, { streamId: id(1) }), NO_TERMS);
        await storage.audit.append(auditRecord(1, { streamId: id(1) }));
        while (await storage.deletedShows.clear(id(1), 10));
        expect((await storage.orders.totals(id(1))).count).toBe(1);
        expect((await storage.orders.list({ streamId: id(1), limit: 10 })).items).toHaveLength(1);
        expect((await storage.audit.list({ streamId: id(1), limit: 10 })).items).toHaveLength(1);
        expect((await storage.orders.close(id(1), ['pending'], 'cancelled', { by: null, at: AT }))?.products).toHaveLength(1);
      }),
    );
  });
}
