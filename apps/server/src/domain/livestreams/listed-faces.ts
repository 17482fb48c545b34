import type { LivestreamRecord } from '../../ports/storage.ts';
import { RecentlyUsed } from '../recently-used.ts';

/** Shows whose face is kept in mind: more than any page shows. */
const FACES = 1_000;

/** What of a show lists show, beside what moves while it is on air. */
const faceOf = ({ title, description, hostName, thumbnailUrl, scheduledFor, tags }: LivestreamRecord): string =>
  JSON.stringify([title, description, hostName, thumbnailUrl, scheduledFor, tags]);

/**
 * What this node has given out of each show in public lists. It tells what an open list has to change, and whose hiding is to be told: that of a
 * show which nobody was shown is not, or the ids of private and unlisted shows would go out.
 */
export class ListedFaces {
  readonly #faces = new RecentlyUsed<string, string>(FACES);

  /** Somebody was given it in a list. */
  given(record: LivestreamRecord): void {
    if (record.visibility === 'public' && this.#faces.get(record._id) === undefined) this.#faces.set(record._id, faceOf(record));
  }
  /** It is gone. True when somebody was given it. */
  forget(id: string): boolean {
    const known = this.#faces.get(id);
    this.#faces.delete(id);
    return known !== undefined;
  }
  /** It has changed: what open lists have to make of that, if anything. */
  news(record: LivestreamRecord): 'listed' | 'unlisted' | null {
    const known = this.#faces.get(record._id);
    if (record.visibility !== 'public') {
      this.#faces.delete(record._id);
      return known === undefined ? null : 'unlisted';
    }
    const face = faceOf(record);
    if (known === face) return null;
    this.#faces.set(record._id, face);
    return 'listed';
  }
}
