import type { TimelineType } from '@vitrine/protocol';
import type { MinuteCount, Storage, TallyRecord } from '../../ports/storage.ts';

/** So many new entries are worth a write; fewer are counted anew each time. */
const WORTH_KEEPING = 500;

/**
 * Counts a stream's entries per minute and type without reading the old ones anew: up to some offset they are kept, those after it are
 * counted. Entries never change their type or minute, so a tally never gets wrong, and of two nodes that move it on one wins.
 */
export class TimelineTallies {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async of(streamId: string): Promise<MinuteCount[]> {
    // The tally before the tail: it may have been moved on in between, and must not end behind what is counted.
    const known = await this.#storage.tallies.get(streamId);
    const { offset } = await this.#storage.timeline.tail(streamId);
    const before: TallyRecord = known ?? { streamId, upTo: 0, counts: [] };
    if (offset <= before.upTo) return before.counts;
    const fresh = await this.#storage.timeline.countByMinute(streamId, before.upTo, offset);
    const counts = addUp([...before.counts, ...fresh]);
    if (offset - before.upTo >= WORTH_KEEPING) await this.#storage.tallies.advance({ streamId, upTo: offset, counts }, known?.upTo ?? null);
    return counts;
  }
}

function addUp(counts: MinuteCount[]): MinuteCount[] {
  const sums = new Map<string, MinuteCount>();
  for (const each of counts) {
    const key = `${each.minute} ${each.type}`;
    const sum = sums.get(key);
    sums.set(key, sum ? { ...sum, count: sum.count + each.count } : each);
  }
  return [...sums.values()].sort((one, other) => one.minute - other.minute);
}

/** How many entries of this type there are. */
export const totalOf = (counts: MinuteCount[], type: TimelineType): number =>
  counts.reduce((sum, each) => (each.type === type ? sum + each.count : sum), 0);
