import type { LivestreamStatus, Visibility } from '@vitrine/protocol';
import type { LivestreamRecord } from './livestreams.ts';
import type { Page, PageRequest } from './paging.ts';

/** What stays of a show that was deleted: what names it to its orders, and what is left to do. */
export interface DeletedShowRecord {
  /** The show's own. */
  _id: string;
  title: string;
  createdBy: string;
  /** As it was: who may hear that it is gone. */
  visibility: Visibility;
  deletedBy: string;
  deletedByName: string;
  deletedAt: number;
  /** Files of its recording. */
  files: string[];
  /** When what hung on it is to be removed (once more); null: all of it is gone. */
  dueAt: number | null;
}
export interface DeletedShowStore {
  /**
   * Compare-and-set: puts this in the place of the show, which is in no answer of `livestreams` from then on, while its status is one of
   * `from` and what is `expected` is so. False when it is not, or there is no such show.
   */
  replace(deleted: DeletedShowRecord, from: LivestreamStatus[], expected: Pick<LivestreamRecord, 'recording'>): Promise<boolean>;
  /** In the order of `ids`; unknown ones are left out. */
  byIds(ids: string[]): Promise<DeletedShowRecord[]>;
  /** The last deleted first. */
  list(filter: PageRequest & { createdBy?: string }): Promise<Page<DeletedShowRecord>>;
  /** Those with something to be removed by now, the longest due first. */
  due(now: number, limit: number): Promise<DeletedShowRecord[]>;
  /** Sets when it is due next; null: never again. */
  postpone(id: string, dueAt: number | null): Promise<void>;
  /**
   * Removes at most `limit` rows of each kind that hung on the show: its timeline, captions, likes, viewers, marks, samples, reminders, bans, held
   * messages, reports and questions. Orders and the audit log stay. False when there was nothing left.
   */
  clear(id: string, limit: number): Promise<boolean>;
}
