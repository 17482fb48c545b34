import type { TimelineEntry } from '@vitrine/protocol';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../src/domain/errors.ts';
import { type Fact, StreamTimeline } from '../../src/domain/timeline/stream-timeline.ts';
import type { InsertResult, TimelineStore } from '../../src/ports/storage.ts';
import { seeded } from './random.ts';

const RUNS = 100_000;
/** One round of promises: everything that was waiting only for what has been answered has gone on by then. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const STREAM = 'a'.repeat(24);

type Random = ReturnType<typeof seeded>;
interface Call {
  node: number;
  /** What the store does when the call arrives there. */
  arrive: () => unknown;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
  /** The answer on its way back; undefined while the call is on its way there. */
  answer?: { value: unknown };
}

/** One store, and calls to it that arrive and are answered in an order of the simulation's choosing, or never. */
class SimulatedStore {
  readonly entries: TimelineEntry[] = [];
  readonly calls: Call[] = [];
  readonly dead = new Set<number>();

  /** The store as this node reaches it. */
  of(node: number): TimelineStore {
    const call = <Answer>(arrive: () => Answer): Promise<Answer> =>
      new Promise((resolve, reject) => {
        this.calls.push({ node, arrive, resolve: (answer) => resolve(answer as Answer), reject });
      });
    return {
      insert: (entries) => call(() => this.#insert(entries)),
      byKey: (_, key) => call(() => this.entries.find((entry) => entry.key === key) ?? null),
      tail: () => call(() => ({ offset: this.entries.length })),
      after: (_, after, limit) => call(() => this.entries.filter((entry) => entry.offset > after).slice(0, limit)),
      chatBefore: async () => [],
      ofTypes: async () => [],
      redact: async () => false,
      redactActor: async () => [],
      countByMinute: async () => [],
    };
  }
  /** Moves one call a step on: there, back, or lost. */
  step(random: Random, isCalm: boolean): void {
    const index = random.below(this.calls.length);
    const call = this.calls[index];
    if (!call) return;
    if (this.dead.has(call.node)) {
      // What a dead node had sent still arrives; nobody hears the answer.
      this.calls.splice(index, 1);
      if (!call.answer && random.chance(0.7)) call.arrive();
      return;
    }
    if (call.answer) {
      this.calls.splice(index, 1);
      if (!isCalm && random.chance(0.1)) call.reject(new DomainError('storage_unavailable', 'the answer was lost'));
      else call.resolve(call.answer.value);
    } else if (!isCalm && random.chance(0.08)) {
      this.calls.splice(index, 1);
      call.reject(new DomainError('storage_unavailable', 'refused'));
    } else call.answer = { value: call.arrive() };
  }
  #insert(entries: TimelineEntry[]): InsertResult {
    for (const [written, entry] of entries.entries()) {
      if (this.entries.some((known) => known.key === entry.key)) return { written, stopped: 'key_taken' };
      if (this.entries.some((known) => known.offset === entry.offset)) return { written, stopped: 'offset_taken' };
      this.entries.push(entry);
    }
    return { written: entries.length };
  }
}

const fact = (key: string): Fact =>
  key === 'stopped:1'
    ? { key, type: 'stream_stopped', data: { run: 1, duration: 1 } }
    : { key, type: 'chat_message', data: { username: 'Amir', message: key, isAdmin: false }, onlyBeforeTheEnd: true };

/** Two or three nodes, up to a dozen commands (some of them sent again, elsewhere), calls that stall and are lost, a node that dies. */
async function run(seed: number): Promise<{ written: number; acknowledged: number; died: number }> {
  const random = seeded(seed);
  const store = new SimulatedStore();
  // A clock that jumps back and forth: offsets must not mind.
  const clock = { now: () => 2_000_000_000_000 + random.below(10_000_000), monotonic: () => 0 };
  const heard: number[][] = [];
  const nodes: StreamTimeline[] = [];
  const acknowledged: { key: string; offset: number }[] = [];
  const join = (): void => {
    const index = nodes.length;
    const timeline = new StreamTimeline(STREAM, store.of(index), clock, () => {});
    const offsets: number[] = [];
    nodes.push(timeline);
    heard.push(offsets);
    timeline
      .follow(({ previous, entries }) => {
        if (offsets.length > 0 && offsets.at(-1) !== previous)
          throw new Error(`seed ${seed}: node ${index} skipped from ${offsets.at(-1)} to ${previous}`);
        offsets.push(...entries.map(({ offset }) => offset));
      })
      .catch(() => undefined);
  };
  const living = (): number[] => nodes.map((_, index) => index).filter((index) => !store.dead.has(index));

  for (let count = 2 + random.below(2); count > 0; count -= 1) join();
  for (let commands = 3 + random.below(10); commands > 0 || store.calls.length > 0; ) {
    if (commands > 0 && (store.calls.length === 0 || random.chance(0.3))) {
      commands -= 1;
      const key = random.chance(0.05) ? 'stopped:1' : `k${random.below(8)}`;
      const node = nodes[living()[random.below(living().length)] ?? 0];
      node?.append(fact(key)).then(
        ({ offset }) => acknowledged.push({ key, offset }),
        () => undefined,
      );
      if (random.chance(0.06) && living().length > 1) {
        store.dead.add(living()[random.below(living().length)] ?? 0);
        join();
      }
    } else store.step(random, false);
    await settleIf(random);
  }
  await settle();
  while (store.calls.length > 0) {
    store.step(random, true);
    await settle();
  }
  // A calm look of everyone who lives.
  const looks = living().map((index) => nodes[index]?.catchUp());
  await settle();
  while (store.calls.length > 0) {
    store.step(random, true);
    await settle();
  }
  await Promise.all(looks);
  check(
    seed,
    store,
    acknowledged,
    living().map((index) => heard[index] ?? []),
  );
  return { written: store.entries.length, acknowledged: acknowledged.length, died: store.dead.size };
}

/** Most steps wait until everything that can go on has gone on; some let several answers come at the same moment. */
const settleIf = (random: Random): Promise<void> | undefined => (random.chance(0.8) ? settle() : undefined);

function check(seed: number, store: SimulatedStore, acknowledged: { key: string; offset: number }[], heard: number[][]): void {
  const fail = (what: string): never => {
    throw new Error(`seed ${seed}: ${what}: ${store.entries.map(({ offset, key }) => `${offset} ${key}`).join(', ')}`);
  };
  const byOffset = [...store.entries].sort((a, b) => a.offset - b.offset);
  if (byOffset.some(({ offset }, index) => offset !== index + 1)) fail('a hole, or an offset twice');
  if (new Set(byOffset.map(({ key }) => key)).size !== byOffset.length) fail('a key twice');
  const end = byOffset.findIndex(({ key }) => key === 'stopped:1');
  if (end >= 0 && byOffset.length > end + 1) fail('chat after the end');
  for (const { key, offset } of acknowledged)
    if (byOffset[offset - 1]?.key !== key) fail(`${key} was acknowledged at ${offset} and is not there`);
  for (const offsets of heard) {
    if (offsets.length > 0 && offsets.at(-1) !== byOffset.length) fail('a follower has not heard the end');
    if (offsets.some((offset, index) => index > 0 && offset !== (offsets[index - 1] ?? 0) + 1)) fail('a follower heard a gap or an echo');
  }
}

describe('The timeline of several nodes', () => {
  test(`has no hole, nothing twice and keeps what it acknowledged, in ${RUNS.toLocaleString('en')} interleavings with stalls, lost answers and deaths`, async () => {
    const total = { written: 0, acknowledged: 0, died: 0 };
    for (let seed = 1; seed <= RUNS; seed += 1) {
      const { written, acknowledged, died } = await run(seed);
      total.written += written;
      total.acknowledged += acknowledged;
      total.died += died;
    }
    // What was to be explored has been: on average several entries and acknowledgements a run, and a death in many.
    expect(total.written).toBeGreaterThan(3 * RUNS);
    expect(total.acknowledged).toBeGreaterThan(3 * RUNS);
    expect(total.died).toBeGreaterThan(RUNS / 10);
  }, 600_000);
});
