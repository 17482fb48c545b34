import { describe, expect, it } from 'vitest';
import type { LivestreamFilter, LivestreamRecord, OwedEntry } from '../../../ports/storage.ts';
import { AT, allPages, type Case, id, livestream, times } from './samples.ts';

const ids = (shows: LivestreamRecord[]): string[] => shows.map(({ _id }) => _id);
const ALL: LivestreamFilter = { statuses: ['scheduled', 'live', 'interrupted', 'ended'], limit: 100 };
const owes = (key: string): OwedEntry => ({ streamId: id(1), key, type: 'stream_started', actorId: id(5), data: { run: 1 } });

export function describeLivestreams(on: Case): void {
  describe('livestreams', () => {
    it(
      'come back as they were stored, and once under an id',
      on(async ({ livestreams }) => {
        const show = livestream(1, { tags: ['lamps'], pinnedProducts: [id(3)], owed: [owes('started:1')] });
        await livestreams.insert(show);
        expect(await livestreams.byId(show._id)).toEqual(show);
        expect(await livestreams.byId(id(2))).toBeNull();
        await expect(livestreams.insert(show)).rejects.toMatchObject({ code: 'conflict' });
      }),
    );
    it(
      'list scheduled ones soonest first with undated ones last, others newest first',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1));
        await livestreams.insert(livestream(2, { scheduledFor: AT + 20 }));
        await livestreams.insert(livestream(3, { scheduledFor: AT + 10 }));
        await livestreams.insert(livestream(4, { status: 'ended', startTime: AT + 10 }));
        await livestreams.insert(livestream(5, { status: 'ended', startTime: AT + 20 }));
        expect(ids((await livestreams.list({ ...ALL, statuses: ['scheduled'] })).items)).toEqual([id(3), id(2), id(1)]);
        expect(ids((await livestreams.list({ ...ALL, statuses: ['ended'] })).items)).toEqual([id(5), id(4)]);
        expect((await livestreams.list(ALL)).items).toHaveLength(5);
      }),
    );
    it(
      'list hidden ones to their host alone',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1));
        await livestreams.insert(livestream(2, { visibility: 'private' }));
        await livestreams.insert(livestream(3, { visibility: 'unlisted', createdBy: id(2) }));
        const visible = async (filter: Partial<LivestreamFilter>) => ids((await livestreams.list({ ...ALL, ...filter })).items).sort();
        expect(await visible({})).toEqual([id(1), id(2), id(3)]);
        expect(await visible({ visibilities: ['public'] })).toEqual([id(1)]);
        expect(await visible({ visibilities: ['public'], alsoCreatedBy: id(2) })).toEqual([id(1), id(3)]);
      }),
    );
    it(
      'are found by text in title, description and tags, taken literally, and by tag',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1, { title: 'Autumn LAMPS' }));
        await livestreams.insert(livestream(2, { description: 'warm lamps, 50% off' }));
        await livestreams.insert(livestream(3, { tags: ['lamps', 'sale'] }));
        await livestreams.insert(livestream(4, { title: 'Rugs' }));
        const found = async (filter: Partial<LivestreamFilter>) => ids((await livestreams.list({ ...ALL, ...filter })).items).sort();
        expect(await found({ search: 'lAmps' })).toEqual([id(1), id(2), id(3)]);
        expect(await found({ search: '50%' })).toEqual([id(2)]);
        expect(await found({ search: '%' })).toEqual([id(2)]);
        expect(await found({ search: 'l_mps' })).toEqual([]);
        expect(await found({ tag: 'lamps' })).toEqual([id(3)]);
        expect(await found({ tag: 'lamp' })).toEqual([]);
      }),
    );
    it(
      'page without gap or repeat while others are inserted',
      on(async ({ livestreams }) => {
        // The same instant for all: the id breaks the tie.
        for (const n of times(7, (index) => index + 1)) await livestreams.insert(livestream(n, { status: 'ended', startTime: AT }));
        let inserted = 100;
        const read = await allPages(
          (cursor) => livestreams.list({ ...ALL, statuses: ['ended'], limit: 2, cursor }),
          () => livestreams.insert(livestream(++inserted, { status: 'ended', startTime: AT + inserted })),
        );
        expect(ids(read)).toHaveLength(7);
        expect(new Set(ids(read)).size).toBe(7);
      }),
    );
    it(
      'refuse a cursor that is not theirs',
      on(async ({ livestreams }) => {
        for (const cursor of ['nonsense', 'W10', 'eyJhIjoxfQ'])
          await expect(livestreams.list({ ...ALL, cursor })).rejects.toMatchObject({ code: 'invalid' });
      }),
    );
    it(
      'change only from the given states, and start once however many start them',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1));
        const starts = await Promise.all(
          times(10, (n) =>
            livestreams.change(id(1), ['scheduled'], { status: 'live', run: 1, startTime: AT + n, title: undefined }, owes('started:1')),
          ),
        );
        const won = starts.filter((show) => show !== null);
        expect(won).toHaveLength(1);
        expect(won[0]).toMatchObject({ status: 'live', title: 'Show 1', owed: [owes('started:1')] });
        expect(await livestreams.byId(id(1))).toEqual(won[0]);
        expect(await livestreams.change(id(2), ['scheduled'], { title: 'x' })).toBeNull();
        expect(ids((await livestreams.list({ ...ALL, statuses: ['live'] })).items)).toEqual([id(1)]);
      }),
    );
    it(
      'change for one of those who saw the same guests, and not for who saw others',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1));
        const asked = (n: number) => [{ _id: id(n), name: `Guest ${n}`, state: 'invited' as const, muted: false, until: AT + n }];
        const changes = await Promise.all(
          times(10, (n) => livestreams.change(id(1), ['scheduled'], { guests: asked(n) }, owes(`stage:${n}`), { guests: [] })),
        );
        const won = changes.filter((show) => show !== null);
        expect(won).toHaveLength(1);
        expect(await livestreams.byId(id(1))).toEqual(won[0]);
        const guests = won[0]?.guests ?? [];
        const muted = guests.map((guest) => ({ ...guest, muted: true }));
        expect(await livestreams.change(id(1), ['scheduled'], { guests: [] }, undefined, { guests: muted })).toBeNull();
        expect(await livestreams.change(id(1), ['live'], { guests: [] }, undefined, { guests })).toBeNull();
        expect(await livestreams.change(id(1), ['scheduled'], { guests: muted }, undefined, { guests })).toMatchObject({ guests: muted });
      }),
    );
    it(
      'are found by having guests',
      on(async ({ livestreams }) => {
        for (const n of [1, 2]) await livestreams.insert(livestream(n));
        const guest = { _id: id(9), name: 'Mira', state: 'live' as const, muted: false, until: null };
        await livestreams.change(id(2), ['scheduled'], { guests: [guest] });
        expect(ids((await livestreams.list({ ...ALL, withGuests: true })).items)).toEqual([id(2)]);
        await livestreams.change(id(2), ['scheduled'], { guests: [] });
        expect(ids((await livestreams.list({ ...ALL, withGuests: true })).items)).toEqual([]);
      }),
    );
    it(
      'owe entries in order until each is settled',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1));
        await livestreams.insert(livestream(2));
        await livestreams.change(id(1), ['scheduled'], { status: 'live' }, owes('started:1'));
        await livestreams.change(id(1), ['live'], { status: 'ended' }, owes('stopped:1'));
        const owing = await livestreams.owing(10);
        expect(ids(owing)).toEqual([id(1)]);
        expect(owing[0]?.owed.map(({ key }) => key)).toEqual(['started:1', 'stopped:1']);
        await livestreams.settle(id(1), 'started:1');
        await livestreams.settle(id(1), 'started:1');
        expect((await livestreams.owing(10))[0]?.owed.map(({ key }) => key)).toEqual(['stopped:1']);
        await livestreams.settle(id(1), 'stopped:1');
        await livestreams.settle(id(3), 'stopped:1');
        expect(await livestreams.owing(10)).toEqual([]);
      }),
    );
    it(
      'keep the greatest peak',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1));
        await Promise.all([3, 9, 5].map((peak) => livestreams.raisePeak(id(1), peak)));
        await livestreams.raisePeak(id(2), 4);
        expect((await livestreams.byId(id(1)))?.peakViewers).toBe(9);
      }),
    );
    it(
      'are given in the order asked for, unknown ones left out',
      on(async ({ livestreams }) => {
        for (const n of [1, 2, 3]) await livestreams.insert(livestream(n));
        expect(ids(await livestreams.byIds([id(3), id(9), id(1)]))).toEqual([id(3), id(1)]);
        expect(await livestreams.byIds([])).toEqual([]);
      }),
    );
    it(
      'keep their line-up, the pinned message and since when the host is away',
      on(async ({ livestreams }) => {
        await livestreams.insert(livestream(1));
        const lineup = [{ productId: id(3), showPrice: 900, limitPerBuyer: 2 }];
        const changes = { lineup, pinnedMessage: 7, hostAwaySince: AT };
        expect(await livestreams.change(id(1), ['scheduled'], changes)).toEqual(livestream(1, changes));
        const back = await livestreams.change(id(1), ['scheduled'], { pinnedMessage: null, hostAwaySince: null });
        expect(back).toEqual(livestream(1, { lineup }));
        expect(await livestreams.byId(id(1))).toEqual(back);
      }),
    );
    it(
      'show the newest projection, whichever arrives last',
      on(async ({ livestreams }) => {
        const engagement = (likes: number) => ({
          viewerCount: 3,
          likes,
          totalViewers: 9,
          engagementRate: 0.5,
          likedBy: [id(7)],
          chatMessages: [{ username: 'Mira', message: 'hi', timestamp: AT, isAdmin: false }],
        });
        await livestreams.insert(livestream(1));
        expect(await livestreams.project(id(1), engagement(1), { term: 1, revision: 5 })).toBe(true);
        expect(await livestreams.project(id(1), engagement(2), { term: 1, revision: 4 })).toBe(false);
        expect(await livestreams.project(id(1), engagement(3), { term: 2, revision: 1 })).toBe(true);
        expect(await livestreams.project(id(1), engagement(4), { term: 1, revision: 9 })).toBe(false);
        expect(await livestreams.project(id(2), engagement(5), { term: 1, revision: 1 })).toBe(false);
        expect(await livestreams.byId(id(1))).toEqual(livestream(1, { engagement: engagement(3) }));
        await livestreams.change(id(1), ['scheduled'], { title: 'Renamed' });
        expect((await livestreams.byId(id(1)))?.engagement).toEqual(engagement(3));
        await Promise.all(times(10, (n) => livestreams.project(id(1), engagement(n), { term: 3, revision: (n * 7) % 10 })));
        expect((await livestreams.byId(id(1)))?.engagement?.likes).toBe(7);
      }),
    );
  });
}
