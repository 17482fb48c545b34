import type { LivestreamStatus } from '@vitrine/protocol';
import type {
  EngagementProjection,
  LivestreamChanges,
  LivestreamFilter,
  LivestreamRecord,
  OwedEntry,
  Page,
  ProjectionGuard,
} from '../../../ports/storage.ts';
import { isAsExpected } from '../expected.ts';
import { changed } from './changed.ts';
import { decodeCursor, likePattern, pageOf } from './cursor.ts';
import type { Value } from './driver.ts';
import type { Prepared } from './prepared.ts';
import { searchable } from './searchable.ts';

/** Behind every real time: scheduled shows without one come last. */
const UNSCHEDULED = Number.MAX_SAFE_INTEGER;
/** Rising order of this is the list's order: scheduled ones soonest first, others newest first. */
const sortKey = (show: LivestreamRecord): number =>
  show.status === 'scheduled' ? (show.scheduledFor ?? UNSCHEDULED) : -(show.startTime ?? show.createdAt);

export const livestreams = (db: Prepared) => {
  const byId = (id: string) => db.document<LivestreamRecord>('SELECT document FROM livestreams WHERE id = ?', id);
  const columns = (show: LivestreamRecord): Value[] => [
    show.status,
    show.visibility,
    show.createdBy,
    sortKey(show),
    show.owed.length,
    searchable(show.title, show.description, ...show.tags),
    JSON.stringify(show),
  ];
  const write = (show: LivestreamRecord): LivestreamRecord => {
    db.run(
      'UPDATE livestreams SET status = ?, visibility = ?, created_by = ?, sort_key = ?, owing = ?, searchable = ?, document = ? WHERE id = ?',
      ...columns(show),
      show._id,
    );
    return show;
  };
  return {
    insert(show: LivestreamRecord): void {
      db.run(
        'INSERT INTO livestreams (id, status, visibility, created_by, sort_key, owing, searchable, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        show._id,
        ...columns(show),
      );
    },
    byId,
    byIds: (ids: string[]): LivestreamRecord[] => ids.map(byId).filter((show) => show !== null),
    list(filter: LivestreamFilter): Page<LivestreamRecord> {
      const conditions = [`status IN (${filter.statuses.map(() => '?').join(', ')})`];
      const values: Value[] = [...filter.statuses];
      if (filter.withGuests) conditions.push("json_array_length(document, '$.guests') > 0");
      if (filter.visibilities) {
        const visible = `visibility IN (${filter.visibilities.map(() => '?').join(', ')})`;
        values.push(...filter.visibilities);
        if (filter.alsoCreatedBy) values.push(filter.alsoCreatedBy);
        conditions.push(filter.alsoCreatedBy ? `(${visible} OR created_by = ?)` : visible);
      }
      if (filter.search) {
        conditions.push("searchable LIKE ? ESCAPE '\\'");
        values.push(likePattern(filter.search));
      }
      if (filter.tag) {
        conditions.push("EXISTS (SELECT 1 FROM json_each(document, '$.tags') WHERE value = ?)");
        values.push(filter.tag);
      }
      if (filter.cursor) {
        const place = decodeCursor(filter.cursor);
        conditions.push('(sort_key, id) > (?, ?)');
        values.push(place.key, place.id);
      }
      const found = db.documents<LivestreamRecord>(
        `SELECT document FROM livestreams WHERE ${conditions.join(' AND ')} ORDER BY sort_key, id LIMIT ?`,
        ...values,
        filter.limit + 1,
      );
      return pageOf(found, filter.limit, (show) => ({ key: sortKey(show), id: show._id }));
    },
    change(
      id: string,
      from: LivestreamStatus[],
      changes: LivestreamChanges,
      owes?: OwedEntry,
      expected?: Partial<Pick<LivestreamRecord, 'guests' | 'recording'>>,
    ): LivestreamRecord | null {
      const show = byId(id);
      if (!show || !from.includes(show.status)) return null;
      if (expected && !isAsExpected(show, expected)) return null;
      return write({ ...changed(show, changes), owed: owes ? [...show.owed, owes] : show.owed });
    },
    settle(id: string, key: string): void {
      const show = byId(id);
      if (show) write({ ...show, owed: show.owed.filter((entry) => entry.key !== key) });
    },
    raisePeak(id: string, peakViewers: number): void {
      const show = byId(id);
      if (show && show.peakViewers < peakViewers) write({ ...show, peakViewers });
    },
    project(id: string, engagement: EngagementProjection, { term, revision }: ProjectionGuard): boolean {
      // One that is told again has the same guard: it is written again, and answered alike.
      return (
        db.run(
          `UPDATE livestreams SET document = json_set(document, '$.engagement', json(?)), projection_term = ?, projection_revision = ?
           WHERE id = ? AND (projection_term, projection_revision) <= (?, ?)`,
          JSON.stringify(engagement),
          term,
          revision,
          id,
          term,
          revision,
        ) === 1
      );
    },
    owing: (limit: number) => db.documents<LivestreamRecord>('SELECT document FROM livestreams WHERE owing > 0 LIMIT ?', limit),
  };
};
