import { beforeEach, describe, expect, test } from 'vitest';
import type { LeaseRecord, LeaseStore } from '../../ports/storage.ts';
import { LEASE_BEAT, LeaseKeeper } from './lease-keeper.ts';

class SharedLeases implements LeaseStore {
  readonly leases = new Map<string, LeaseRecord>();
  async get(id: string): Promise<LeaseRecord | null> {
    return this.leases.get(id) ?? null;
  }
  async startingWith(prefix: string): Promise<LeaseRecord[]> {
    return [...this.leases.values()].filter((lease) => lease._id.startsWith(prefix));
  }
  async take(id: string, holder: string, seen: { term: number; beat: number } | null): Promise<LeaseRecord | null> {
    const now = this.leases.get(id);
    if (now?.term !== seen?.term || now?.beat !== seen?.beat) return null;
    const lease = { _id: id, holder, term: (now?.term ?? 0) + 1, beat: (now?.beat ?? 0) + 1 };
    this.leases.set(id, lease);
    return lease;
  }
  async renew(id: string, holder: string, term: number): Promise<boolean> {
    const now = this.leases.get(id);
    if (now?.holder !== holder || now.term !== term) return false;
    this.leases.set(id, { ...now, beat: now.beat + 1 });
    return true;
  }
  async release(id: string, holder: string, term: number): Promise<void> {
    const now = this.leases.get(id);
    if (now?.holder === holder && now.term === term) this.leases.set(id, { ...now, holder: '', beat: now.beat + 1 });
  }
  async remove(id: string, holder: string, term: number): Promise<void> {
    const now = this.leases.get(id);
    if (now?.holder === holder && now.term === term) this.leases.delete(id);
  }
}

let store: SharedLeases;
let time: number;
const keeper = (nodeId: string): LeaseKeeper => new LeaseKeeper({ store, nodeId, clock: { now: () => 0, monotonic: () => time } });
const holders = (...keepers: LeaseKeeper[]): string[] => keepers.filter((each) => each.term('jobs') !== null).map((each) => each.nodeId);
/** Everyone given beats, for so long. */
async function pass(duration: number, ...beating: LeaseKeeper[]): Promise<void> {
  for (const end = time + duration; time < end; time += LEASE_BEAT) for (const each of beating) await each.beat();
}

beforeEach(() => {
  store = new SharedLeases();
  time = 1_000;
});

describe('A lease', () => {
  test('has one holder, who keeps it while it beats', async () => {
    const [one, two] = [keeper('one'), keeper('two')];
    await Promise.all([one.want('jobs'), two.want('jobs')]);
    expect(holders(one, two)).toHaveLength(1);
    const first = holders(one, two);
    await pass(60_000, one, two);
    expect(holders(one, two)).toEqual(first);
  });

  test('goes to another with a higher term when its holder stops beating, who by then no longer acts', async () => {
    const [one, two] = [keeper('one'), keeper('two')];
    await one.want('jobs');
    await two.want('jobs');
    await pass(9_000, one, two);
    for (let waited = 0; waited < 30_000 && two.term('jobs') === null; waited += LEASE_BEAT) {
      await pass(LEASE_BEAT, two);
      expect(holders(one, two).length).toBeLessThanOrEqual(1);
    }
    expect(holders(one, two)).toEqual(['two']);
    expect(two.term('jobs')).toBe(2);
    // Back from a long stall, the first finds that it has lost it and waits like everyone.
    await pass(6_000, one, two);
    expect(holders(one, two)).toEqual(['two']);
  });

  test('that is given back is taken at the next beat', async () => {
    const [one, two] = [keeper('one'), keeper('two')];
    await one.want('jobs');
    await two.want('jobs');
    await one.releaseAll();
    await two.beat();
    expect(holders(one, two)).toEqual(['two']);
    expect(two.term('jobs')).toBe(2);
  });

  test('of a node that has died is told apart from those of the living, and can be buried once', async () => {
    const [one, two, three] = [keeper('one'), keeper('two'), keeper('three')];
    for (const each of [one, two, three]) await each.want(`node:${each.nodeId}`);
    await one.watch('node:');
    await pass(12_000, one, two);
    const { alive, dead } = await one.watch('node:');
    expect(alive.map((lease) => lease.holder)).toEqual(['one', 'two']);
    expect(dead.map((lease) => lease.holder)).toEqual(['three']);
    const [corpse] = dead;
    if (!corpse) throw new Error('nobody died');
    expect(await Promise.all([one.bury(corpse), two.bury(corpse)])).toEqual([true, false]);
    expect(store.leases.has('node:three')).toBe(false);
  });
});
