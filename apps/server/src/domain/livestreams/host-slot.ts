import type { Clock } from '../../ports/clock.ts';
import type { Storage } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import { isOnAir } from './on-air.ts';

/** A start that has claimed the host's slot is done, or dead, after this long. */
const START_TIME = 30_000;

/**
 * A host has one show on air at a time, over all nodes. The slot names the show that has it, by compare-and-set, before the show's status
 * changes; it needs no giving back, for whoever comes next looks whether that show is still on air.
 */
export class HostSlot {
  readonly #storage: Storage;
  readonly #clock: Clock;
  constructor(parts: { storage: Storage; clock: Clock }) {
    this.#storage = parts.storage;
    this.#clock = parts.clock;
  }
  /** @throws DomainError `already_live` when another show of this host is on air or about to be. */
  async claim(hostId: string, streamId: string): Promise<void> {
    const name = `on-air:${hostId}`;
    for (;;) {
      const current = await this.#storage.settings.get(name);
      const now = this.#clock.now();
      if (current !== null && (await this.#isTaken(current, streamId, now))) return;
      if (await this.#storage.settings.replace(name, current, `${streamId}:${now}`)) return;
    }
  }
  /** True when it is this show's already. */
  async #isTaken(current: string, streamId: string, now: number): Promise<boolean> {
    const [holder = '', claimedAt] = current.split(':');
    if (holder === streamId) return true;
    const other = await this.#storage.livestreams.byId(holder);
    if (!other || other.status === 'ended') return false;
    if (isOnAir(other)) throw new DomainError('already_live', `“${other.title}” is still on air: end it first.`);
    if (Math.abs(now - Number(claimedAt)) < START_TIME)
      throw new DomainError('already_live', `“${other.title}” is being started: end it first.`);
    return false;
  }
}
