import { describe, expect, it } from 'vitest';
import { auditRecord, ban, heldMessage, question, report, SHOW } from './records.ts';
import { AT, allPages, type Case, id, times } from './samples.ts';

const ids = (records: { _id: string }[]): string[] => records.map(({ _id }) => _id);

export function describeModeration(on: Case): void {
  describe('bans', () => {
    it(
      'replace one of the same show and subject, and leave the others',
      on(async ({ bans }) => {
        await bans.put(ban(1, { subjectId: id(7) }));
        await bans.put(ban(2, { subjectId: id(7), streamId: null }));
        await bans.put(ban(3, { subjectId: id(7), reason: 'Again', until: AT + 100 }));
        expect(await bans.byId(id(1))).toBeNull();
        expect(await bans.byId(id(3))).toEqual(ban(3, { subjectId: id(7), reason: 'Again', until: AT + 100 }));
        expect(ids((await bans.active(AT, { limit: 10 })).items)).toEqual([id(3), id(2)]);
        await bans.put(ban(4, { subjectId: id(7), streamId: null }));
        expect(ids((await bans.active(AT, { limit: 10 })).items)).toEqual([id(4), id(3)]);
      }),
    );
    it(
      'that are put at once for one subject leave one',
      on(async ({ bans }) => {
        await Promise.all(times(10, (n) => bans.put(ban(n + 1, { subjectId: id(7) }))));
        expect((await bans.active(AT, { limit: 100 })).items).toHaveLength(1);
      }),
    );
    it(
      'are in force until they end or are lifted, by one lifter',
      on(async ({ bans }) => {
        await bans.put(ban(1, { until: AT + 10 }));
        await bans.put(ban(2));
        await bans.put(ban(3, { streamId: null }));
        expect(ids((await bans.active(AT + 9, { limit: 10 })).items)).toEqual([id(3), id(2), id(1)]);
        expect(ids((await bans.active(AT + 10, { limit: 10 })).items)).toEqual([id(3), id(2)]);
        expect(ids((await bans.active(AT, { limit: 10, streamId: SHOW })).items)).toEqual([id(2), id(1)]);
        const lifted = await Promise.all(times(5, () => bans.lift(id(2))));
        expect(lifted.filter(Boolean)).toHaveLength(1);
        expect(await bans.deleteExpired(AT + 9)).toBe(0);
        expect(await bans.deleteExpired(AT + 10)).toBe(1);
        expect(await bans.byId(id(1))).toBeNull();
        expect(ids((await bans.active(AT, { limit: 10 })).items)).toEqual([id(3)]);
      }),
    );
    it(
      'page without gap or repeat',
      on(async ({ bans }) => {
        for (const n of times(5, (index) => index + 1)) await bans.put(ban(n, { createdAt: AT }));
        let more = 100;
        const read = await allPages(
          (cursor) => bans.active(AT, { limit: 2, cursor }),
          () => bans.put(ban(++more)),
        );
        expect(ids(read)).toEqual(times(5, (n) => id(5 - n)));
      }),
    );
  });

  describe('held messages', () => {
    it(
      'are held once under their key, oldest first, until one takes them',
      on(async ({ heldMessages }) => {
        const held = await Promise.all(times(4, (n) => heldMessages.insert(heldMessage(n + 1, { key: 'same' }))));
        expect(held.filter(Boolean)).toHaveLength(1);
        await heldMessages.insert(heldMessage(11));
        await heldMessages.insert(heldMessage(10));
        await heldMessages.insert(heldMessage(12, { streamId: id(8) }));
        expect(await heldMessages.byKey(SHOW, heldMessage(10).key)).toEqual(heldMessage(10));
        expect(await heldMessages.byKey(id(8), heldMessage(10).key)).toBeNull();
        expect(await heldMessages.byId(id(12))).toEqual(heldMessage(12, { streamId: id(8) }));
        expect(await heldMessages.count(SHOW)).toBe(3);
        expect(ids((await heldMessages.list(SHOW, { limit: 10 })).items).slice(1)).toEqual([id(10), id(11)]);
        const removed = await Promise.all(times(3, () => heldMessages.remove(id(10))));
        expect(removed.filter(Boolean)).toHaveLength(1);
        expect(await heldMessages.byId(id(10))).toBeNull();
        expect(await heldMessages.count(SHOW)).toBe(2);
      }),
    );
    it(
      'page without gap or repeat while others are held',
      on(async ({ heldMessages }) => {
        for (const n of times(5, (index) => index + 1)) await heldMessages.insert(heldMessage(n, { createdAt: AT }));
        let more = 0;
        const read = await allPages(
          (cursor) => heldMessages.list(SHOW, { limit: 2, cursor }),
          async () => void (await heldMessages.insert(heldMessage(100 + ++more, { createdAt: AT - more }))),
        );
        expect(ids(read)).toEqual(times(5, (n) => id(n + 1)));
      }),
    );
  });

  describe('what one person said', () => {
    it(
      'is removed while it is held, and emptied where it was asked',
      on(async ({ heldMessages, questions }) => {
        await heldMessages.insert(heldMessage(1));
        await heldMessages.insert(heldMessage(2, { streamId: id(8) }));
        await heldMessages.insert(heldMessage(3, { actorId: id(20) }));
        await heldMessages.removeOf(id(7));
        expect(await heldMessages.byId(id(1))).toBeNull();
        expect(await heldMessages.byId(id(2))).toBeNull();
        expect(await heldMessages.byId(id(3))).not.toBeNull();
        await questions.insert(question(1));
        await questions.insert(question(2, { streamId: id(8) }));
        await questions.insert(question(3, { askerId: id(20) }));
        await questions.vote(id(1), id(21), true);
        await questions.close(id(2), 'answered', 'Yes');
        const emptied = await questions.redactAsker(id(7));
        const empty = { askerName: '', text: '', state: 'removed' } as const;
        expect(emptied.sort((one, other) => one._id.localeCompare(other._id))).toEqual([
          question(1, { ...empty, upvotes: 1 }),
          question(2, { ...empty, streamId: id(8), answer: 'Yes' }),
        ]);
        expect(await questions.byId(id(1))).toEqual(emptied[0]);
        expect(ids(await questions.list(SHOW, 'open', 10))).toEqual([id(3)]);
        expect(await questions.list(id(8), 'answered', 10)).toEqual([]);
        expect(await questions.redactAsker(id(7))).toEqual([]);
      }),
    );
  });

  describe('reports', () => {
    it(
      'are taken once from each reporter of a message',
      on(async ({ reports }) => {
        const taken = await Promise.all(times(5, (n) => reports.insert(report(n + 1, { offset: 3 }))));
        expect(taken.filter(Boolean)).toHaveLength(1);
        expect(await reports.insert(report(10, { offset: 3, reporterId: id(20) }))).toBe(true);
        expect(await reports.insert(report(11, { offset: 4 }))).toBe(true);
        expect(await reports.countOpen(SHOW)).toBe(3);
      }),
    );
    it(
      'are listed oldest first while they are open, newest first when closed, and closed once',
      on(async ({ reports }) => {
        for (const n of [1, 2, 3, 4]) await reports.insert(report(n));
        await reports.insert(report(5, { streamId: id(8) }));
        expect(ids((await reports.list({ limit: 10, state: 'open' })).items)).toEqual([1, 2, 3, 4, 5].map(id));
        expect(ids((await reports.list({ limit: 10, state: 'open', streamId: SHOW })).items)).toEqual([1, 2, 3, 4].map(id));
        const closed = await Promise.all(times(4, (n) => reports.close(id(1), n % 2 ? 'resolved' : 'dismissed', id(30 + n))));
        expect(closed.filter((one) => one !== null)).toHaveLength(1);
        await reports.close(id(2), 'resolved', id(30));
        await reports.close(id(3), 'resolved', id(30));
        expect(await reports.close(id(404), 'resolved', id(30))).toBeNull();
        expect(await reports.byId(id(3))).toEqual(report(3, { state: 'resolved', resolvedBy: id(30) }));
        const resolved = ids((await reports.list({ limit: 10, state: 'resolved' })).items);
        expect(resolved.filter((one) => one !== id(1))).toEqual([id(3), id(2)]);
        expect(await reports.countOpen(SHOW)).toBe(1);
      }),
    );
    it(
      'page by cursor in both directions',
      on(async ({ reports }) => {
        for (const n of times(5, (index) => index + 1)) await reports.insert(report(n, { createdAt: AT }));
        const read = () => allPages((cursor) => reports.list({ limit: 2, state: 'open', cursor }));
        expect(ids(await read())).toEqual(times(5, (n) => id(n + 1)));
        for (const n of times(5, (index) => index + 1)) await reports.close(id(n), 'dismissed', id(1));
        const closed = await allPages((cursor) => reports.list({ limit: 2, state: 'dismissed', streamId: SHOW, cursor }));
        expect(ids(closed)).toEqual(times(5, (n) => id(5 - n)));
      }),
    );
    it(
      'lose the quoted text with the message',
      on(async ({ reports }) => {
        await reports.insert(report(1, { offset: 3 }));
        await reports.insert(report(2, { offset: 3, reporterId: id(20) }));
        await reports.insert(report(3, { offset: 4 }));
        await reports.redact(SHOW, 3);
        expect(await reports.byId(id(1))).toEqual(report(1, { offset: 3, username: '', message: '' }));
        expect(await reports.byId(id(2))).toMatchObject({ username: '', message: '', reason: 'Rude' });
        expect(await reports.byId(id(3))).toEqual(report(3, { offset: 4 }));
      }),
    );
  });

  describe('questions', () => {
    it(
      'are asked once under an id and closed once',
      on(async ({ questions }) => {
        expect(await questions.insert(question(1))).toBe(true);
        expect(await questions.insert(question(1, { text: 'Other?' }))).toBe(false);
        expect(await questions.byId(id(1))).toEqual(question(1));
        const closed = await Promise.all(times(4, (n) => questions.close(id(1), 'answered', `answer ${n}`)));
        expect(closed.filter((one) => one !== null)).toHaveLength(1);
        expect(await questions.byId(id(1))).toEqual(closed.find((one) => one !== null));
        expect(await questions.close(id(2), 'removed', null)).toBeNull();
      }),
    );
    it(
      'count each viewer once however many toggle at once',
      on(async ({ questions }) => {
        await questions.insert(question(1));
        await Promise.all(times(200, (n) => questions.vote(id(1), id(n % 25), n % 3 !== 0)));
        // Whatever the votes came to: now everyone says what it wants.
        const last = await Promise.all(times(25, (n) => questions.vote(id(1), id(n), n % 5 !== 0)));
        expect(last.every((one) => one !== null)).toBe(true);
        const voted = (await Promise.all(times(25, (n) => questions.votedBy(id(n), [id(1), id(2)])))).flat();
        expect(voted).toEqual(times(20, () => id(1)));
        expect((await questions.vote(id(1), id(1), true))?.upvotes).toBe(20);
        expect((await questions.byId(id(1)))?.upvotes).toBe(20);
        expect(await questions.vote(id(2), id(1), true)).toBeNull();
        expect(await questions.votedBy(id(1), [])).toEqual([]);
      }),
    );
    it(
      'are listed with the most votes first while open, newest first when answered',
      on(async ({ questions }) => {
        for (const n of [1, 2, 3, 4, 5]) await questions.insert(question(n));
        await questions.insert(question(6, { streamId: id(8) }));
        await questions.vote(id(3), id(20), true);
        await questions.vote(id(3), id(21), true);
        await questions.vote(id(5), id(20), true);
        await questions.close(id(4), 'removed', null);
        expect(ids(await questions.list(SHOW, 'open', 10))).toEqual([3, 5, 1, 2].map(id));
        expect(ids(await questions.list(SHOW, 'open', 2))).toEqual([3, 5].map(id));
        await questions.close(id(1), 'answered', 'Yes');
        await questions.close(id(3), 'answered', null);
        expect(ids(await questions.list(SHOW, 'answered', 10))).toEqual([3, 1].map(id));
        expect(ids(await questions.list(SHOW, 'open', 10))).toEqual([5, 2].map(id));
      }),
    );
  });

  describe('the audit log', () => {
    it(
      'gives what was appended, newest first, by action, actor and show, page by page',
      on(async ({ audit }) => {
        for (const n of times(6, (index) => index + 1))
          await audit.append(
            auditRecord(n, {
              at: AT + Math.floor(n / 2),
              action: n % 2 ? 'chat.delete' : 'order.refund',
              actorId: id(n % 3),
              streamId: n > 3 ? SHOW : null,
            }),
          );
        await expect(audit.append(auditRecord(1))).rejects.toMatchObject({ code: 'conflict' });
        const all = await allPages((cursor) => audit.list({ limit: 2, cursor }));
        expect(ids(all)).toEqual([6, 5, 4, 3, 2, 1].map(id));
        expect(all[0]).toEqual(auditRecord(6, { at: AT + 3, action: 'order.refund', actorId: id(0) }));
        const found = async (filter: { action?: string; actorId?: string; streamId?: string }) =>
          ids((await audit.list({ limit: 10, ...filter })).items);
        expect(await found({ action: 'order.refund' })).toEqual([6, 4, 2].map(id));
        expect(await found({ actorId: id(1) })).toEqual([4, 1].map(id));
        expect(await found({ streamId: SHOW, action: 'chat.delete' })).toEqual([5].map(id));
      }),
    );
  });
}
