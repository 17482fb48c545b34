import type { Presence } from '../../ports/backplane.ts';
import type { EngagementProjection, LivestreamRecord, Storage } from '../../ports/storage.ts';
import { readEngagement } from './livestream-view.ts';
import { isOnAir, type OnAirShows } from './on-air.ts';

/** Ended shows whose last figures a new holder of the lease writes again: the one before may have died over them. */
const RECENTLY_ENDED = 20;

/**
 * Writes the engagement figures of shows into their documents, where lists and any database tool read them. One node does it at a time;
 * what it writes carries its term and a rising revision, so that a node that was taken for dead never overwrites newer figures.
 */
export class EngagementProjector {
  readonly #storage: Storage;
  readonly #presence: Presence;
  readonly #onAir: OnAirShows;
  /** What was written last, to leave out what has not changed. */
  readonly #written = new Map<string, string>();
  #ended = new Set<string>();
  #term = 0;
  #revision = 0;

  constructor(parts: { storage: Storage; presence: Presence; onAir: OnAirShows }) {
    this.#storage = parts.storage;
    this.#presence = parts.presence;
    this.#onAir = parts.onAir;
  }

  /** The show has ended: its figures are written once more. */
  ended(streamId: string): void {
    this.#ended.add(streamId);
  }
  /** Once a second, by who holds the lease in this term. */
  async run(term: number): Promise<void> {
    if (term !== this.#term) await this.#takeOver(term);
    const ended = this.#ended;
    this.#ended = new Set();
    try {
      for (const record of await this.#storage.livestreams.byIds([...ended])) await this.#project(record);
    } catch (error) {
      for (const id of ended) this.#ended.add(id);
      throw error;
    }
    for (const id of ended) this.#written.delete(id);
    for (const record of this.#onAir.all()) await this.#project(record);
  }

  async #takeOver(term: number): Promise<void> {
    const { items } = await this.#storage.livestreams.list({ statuses: ['ended'], limit: RECENTLY_ENDED });
    for (const { _id } of items) this.#ended.add(_id);
    this.#written.clear();
    this.#revision = 0;
    this.#term = term;
  }
  async #project(record: LivestreamRecord): Promise<void> {
    const viewerCount = isOnAir(record) ? await this.#presence.count(record._id) : 0;
    const read = await readEngagement(this.#storage, record._id, viewerCount);
    const engagement: EngagementProjection = {
      ...read,
      chatMessages: read.chatMessages.map(({ username, message, timestamp, isAdmin }) => ({
        username,
        message,
        timestamp: Date.parse(timestamp),
        isAdmin,
      })),
    };
    const text = JSON.stringify(engagement);
    if (this.#written.get(record._id) === text) return;
    this.#revision += 1;
    await this.#storage.livestreams.project(record._id, engagement, { term: this.#term, revision: this.#revision });
    this.#written.set(record._id, text);
  }
}
