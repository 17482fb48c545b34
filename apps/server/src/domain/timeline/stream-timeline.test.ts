import type { TimelineEntry } from '@vitrine/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InsertResult, TimelineStore } from '../../ports/storage.ts';
import { DomainError } from '../errors.ts';
import type { TimelineBatch } from '../services.ts';
import { type Fact, StreamTimeline } from './stream-timeline.ts';

const STREAM = 'a'.repeat(24);
/** What a call to the store meets: an answer, an answer that is lost after the write, or a refusal before it. */
type Weather = 'calm' | 'answer lost' | 'refused';

/** One store that several nodes share. Its calls wait for `turn`, so that their order is the test's. */
class SharedStore implements TimelineStore {
  readonly entries: TimelineEntry[] = [];
  readonly inserts: number[] = [];
  weather: () => Weather = () => 'calm';
  turn: () => Promise<void> = async () => {};

  async insert(entries: TimelineEntry[]): Promise<InsertResult> {
    await this.turn();
    const weather = this.weather();
    if (weather === 'refused') throw new DomainError('storage_unavailable', 'away');
    this.inserts.push(entries.length);
    const result = this.#write(entries);
    if (weather === 'answer lost') throw new DomainError('storage_unavailable', 'away');
    await this.turn();
    return result;
  }
  #write(entries: TimelineEntry[]): InsertResult {
    for (const [written, entry] of entries.entries()) {
      if (this.entries.some((known) => known.key === entry.key)) return { written, stopped: 'key_taken' };
      if (this.entries.some((known) => known.offset === entry.offset)) return { written, stopped: 'offset_taken' };
      this.entries.push(entry);
    }
    return { written: entries.length };
  }
  async byKey(_: string, key: string): Promise<TimelineEntry | null> {
    await this.turn();
    return this.entries.find((entry) => entry.key === key) ?? null;
  }
  async tail(): Promise<{ offset: number }> {
    await this.turn();
    return { offset: this.entries.length };
  }
  async after(_: string, after: number, limit: number): Promise<TimelineEntry[]> {
    await this.turn();
    return this.entries.filter((entry) => entry.offset > after).slice(0, limit);
  }
  async chatBefore(): Promise<TimelineEntry[]> {
    return [];
  }
  async ofTypes(): Promise<[]> {
    return [];
  }
  async redact(): Promise<boolean> {
    return false;
  }
  async redactActor(): Promise<[]> {
    return [];
  }
  async countByMinute(): Promise<[]> {
    return [];
  }
}

/** A clock that runs backwards: offsets must not mind. */
const backwards = (): { now: () => number; monotonic: () => number } => {
  let time = 2_000_000_000_000;
  return { now: () => (time -= 1_000), monotonic: () => 0 };
};
const node = (store: SharedStore): StreamTimeline => new StreamTimeline(STREAM, store, backwards(), () => {});
const chat = (key: string): Fact => ({
  key,
  type: 'chat_message',
  actorId: 'b'.repeat(24),
  data: { username: 'Amir', message: key, isAdmin: false },
  onlyBeforeTheEnd: true,
});
const stopped: Fact = { key: 'stopped:1', type: 'stream_stopped', data: { run: 1, duration: 1 } };
const codeOf = (error: unknown): string => (error instanceof DomainError ? error.code : String(error));

describe('A timeline', () => {
  test('that several nodes write through lost answers and refusals has no hole, nothing twice, and keeps what it acknowledged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.record({ node: fc.nat(2), key: fc.nat(12) }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.constantFrom<Weather>('calm', 'calm', 'calm', 'answer lost', 'refused'), { minLength: 1, maxLength: 20 }),
        async (scheduler, commands, weathers) => {
          const store = new SharedStore();
          let call = 0;
          store.weather = () => weathers[call++ % weathers.length] ?? 'calm';
          store.turn = () => scheduler.schedule(Promise.resolve());
          const nodes = [node(store), node(store), node(store)];
          const heard: number[][] = [[], [], []];
          const following = Promise.all(
            nodes.map(async (each, index) => {
              const { from } = await each.follow(({ previous, entries }: TimelineBatch) => {
                expect(entries[0]?.offset).toBe(previous + 1);
                heard[index]?.push(...entries.map((entry) => entry.offset));
              });
              expect(from).toBe(0);
            }),
          );
          await scheduler.waitFor(following);
          const answers = Promise.all(
            commands.map(async ({ node: index, key }) => {
              const entry = await nodes[index]?.append(chat(`k${key}`)).catch((error: unknown) => codeOf(error));
              return { key: `k${key}`, entry };
            }),
          );
          const settled = await scheduler.waitFor(answers);
          store.weather = () => 'calm';
          await scheduler.waitFor(Promise.all(nodes.map((each) => each.catchUp())));

          const offsets = store.entries.map((entry) => entry.offset).sort((a, b) => a - b);
          expect(offsets).toEqual(offsets.map((_, index) => index + 1));
          expect(new Set(store.entries.map((entry) => entry.key)).size).toBe(store.entries.length);
          for (const { key, entry } of settled) {
            if (typeof entry === 'string') expect(entry).toBe('storage_unavailable');
            else expect(store.entries.find((known) => known.key === key)?.offset).toBe(entry?.offset);
          }
          for (const offsetsHeard of heard) expect(offsetsHeard).toEqual(offsets);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('commits what arrives while a write is under way as the next one', async () => {
    const store = new SharedStore();
    const timeline = node(store);
    await timeline.append(chat('first'));
    let open = (): void => {};
    const reached = new Promise<void>((arrived) => {
      store.turn = () => {
        arrived();
        return new Promise((resolve) => {
          open = resolve;
        });
      };
    });
    const second = timeline.append(chat('second'));
    await reached;
    const later = Array.from({ length: 20 }, (_, index) => timeline.append(chat(`later ${index}`)));
    store.turn = async () => {};
    open();
    await Promise.all([second, ...later]);
    expect(store.inserts).toEqual([1, 1, 20]);
  });

  test('answers a command that is sent again with the entry it made, and writes nothing', async () => {
    const store = new SharedStore();
    const timeline = node(store);
    const made = await timeline.append(chat('again'));
    const [one, two] = await Promise.all([timeline.append(chat('again')), timeline.append(chat('other'))]);
    expect([one?.offset, two?.offset]).toEqual([made.offset, made.offset + 1]);
    expect(store.entries).toHaveLength(2);
  });

  test('refuses chat that would follow the end, in the same batch and on another node, but acknowledges what was said before it', async () => {
    const store = new SharedStore();
    const [one, two] = [node(store), node(store)];
    const said = await one.append(chat('in time'));
    const results = await Promise.all([one.append(stopped).then((entry) => entry.offset), one.append(chat('too late')).catch(codeOf)]);
    expect(results).toEqual([2, 'ended']);
    expect(await two.append(chat('too late as well')).catch(codeOf)).toBe('ended');
    expect((await two.append(chat('in time'))).offset).toBe(said.offset);
    expect(store.entries).toHaveLength(2);
  });

  test('reads what is recent from memory and what is older from the store', async () => {
    const store = new SharedStore();
    const writer = node(store);
    for (const key of ['a', 'b', 'c']) await writer.append(chat(key));
    expect((await writer.read(1, 10)).map((entry) => entry.key)).toEqual(['b', 'c']);
    expect((await node(store).read(0, 2)).map((entry) => entry.key)).toEqual(['a', 'b']);
  });

  test('says that the outcome is not known when the store is away, and writes it once when it is tried again', async () => {
    const store = new SharedStore();
    const timeline = node(store);
    store.weather = () => 'refused';
    expect(await timeline.append(chat('patience')).catch(codeOf)).toBe('storage_unavailable');
    store.weather = () => 'answer lost';
    expect((await timeline.append(chat('patience'))).offset).toBe(1);
    store.weather = () => 'calm';
    expect((await timeline.append(chat('patience'))).offset).toBe(1);
    expect((await timeline.append(chat('next'))).offset).toBe(2);
  });

  test('starts a new follower at what others have written since it was last looked at', async () => {
    const store = new SharedStore();
    const [one, two] = [node(store), node(store)];
    await two.append(chat('first'));
    await one.append(chat('second'));
    expect((await two.follow(() => {})).from).toBe(2);
  });

  test('is not idle, so not forgotten, while a follower is on its way', async () => {
    const timeline = node(new SharedStore());
    await timeline.append(chat('first'));
    await new Promise(setImmediate);
    expect(timeline.idle).toBe(true);
    const following = timeline.follow(() => {});
    expect(timeline.idle).toBe(false);
    const { release } = await following;
    expect(timeline.idle).toBe(false);
    release();
    expect(timeline.idle).toBe(true);
  });
});
