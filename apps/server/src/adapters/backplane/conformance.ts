import { RATES } from '@vitrine/protocol';
import { describe, expect, it, vi } from 'vitest';
import type { Backplane, Presence, ViewerCount } from '../../ports/backplane.ts';

/** The nodes of one shop, made as they are asked for; all end with the fixture. */
export interface BackplaneFixture extends AsyncDisposable {
  node(): Promise<Backplane>;
}
/** No assertion on how long it takes: the bound is the test's own. */
const SOON = { timeout: 20_000, interval: 5 };

/** Resolves once the stream is seen to have so many viewers, agreed on. */
export async function countOf(presence: Presence, streamId: string, viewers: number): Promise<void> {
  let last: ViewerCount | null = null;
  const release = presence.follow(streamId, (count) => {
    last = count;
  });
  try {
    await vi.waitFor(() => expect(last).toEqual({ viewers, isAgreed: true }), SOON);
  } finally {
    release();
  }
}

/** What every backplane must do, on one node and on two where there can be two. */
export function describeBackplane(name: string, open: () => Promise<BackplaneFixture>, options: { severalNodes: boolean }): void {
  const on = (run: (node: Backplane, fixture: BackplaneFixture) => Promise<void>) => async () => {
    await using fixture = await open();
    await run(await fixture.node(), fixture);
  };
  const onTwo = (run: (one: Backplane, other: Backplane, fixture: BackplaneFixture) => Promise<void>) =>
    on(async (one, fixture) => run(one, await fixture.node(), fixture));

  describe(`presence on ${name}`, () => {
    it(
      'counts distinct viewers of each stream',
      on(async ({ presence }) => {
        presence.join('a', 'mira');
        presence.join('a', 'mira');
        presence.join('a', 'noor');
        presence.join('b', 'mira');
        await countOf(presence, 'a', 2);
        await countOf(presence, 'b', 1);
        await countOf(presence, 'c', 0);
      }),
    );
    it(
      'never goes below zero and ends at zero',
      on(async ({ presence }) => {
        presence.leave('a', 'mira');
        presence.join('a', 'mira');
        presence.leave('a', 'noor');
        await countOf(presence, 'a', 1);
        presence.leave('a', 'mira');
        presence.leave('a', 'mira');
        await countOf(presence, 'a', 0);
        expect(await presence.count('a')).toBe(0);
      }),
    );
    it(
      'answers for a stream that nobody follows, and for one that nobody knows',
      on(async ({ presence }) => {
        presence.join('a', 'mira');
        await vi.waitFor(async () => expect(await presence.count('a')).toBe(1), SOON);
        expect(await presence.count('unknown')).toBe(0);
      }),
    );
    it(
      'tells a follower the count at once, each change once, and nothing after its release',
      on(async ({ presence }) => {
        const heard: number[] = [];
        const release = presence.follow('a', ({ viewers }) => heard.push(viewers));
        expect(heard).toEqual([0]);
        presence.join('a', 'mira');
        await countOf(presence, 'a', 1);
        presence.join('a', 'mira');
        presence.leave('a', 'mira');
        await countOf(presence, 'a', 0);
        release();
        presence.join('a', 'noor');
        await countOf(presence, 'a', 1);
        expect(heard.filter((count, index) => count !== heard[index - 1])).toEqual([0, 1, 0]);
      }),
    );
    it(
      'sees a viewer who left and came back in the same moment as there',
      on(async ({ presence }) => {
        presence.join('a', 'mira');
        await countOf(presence, 'a', 1);
        presence.leave('a', 'mira');
        presence.join('a', 'mira');
        presence.join('a', 'noor');
        await countOf(presence, 'a', 2);
      }),
    );
    it(
      'holds thousands who come and go at once',
      on(async ({ presence }) => {
        for (let index = 0; index < 3_500; index++) presence.join('a', `viewer ${index}`);
        await countOf(presence, 'a', 3_500);
        for (let index = 0; index < 3_499; index++) presence.leave('a', `viewer ${index}`);
        await countOf(presence, 'a', 1);
      }),
    );
  });

  describe(`rate limits on ${name}`, () => {
    const { points, seconds } = RATES.chat_message;
    it(
      'allow as many as the rate says, then name the seconds to wait',
      on(async ({ rateLimits }) => {
        for (let taken = 0; taken < points; taken++) expect(await rateLimits.take('chat_message', 'mira')).toBe(0);
        const wait = await rateLimits.take('chat_message', 'mira');
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(seconds);
      }),
    );
    it(
      'count each subject and each name apart',
      on(async ({ rateLimits }) => {
        for (let taken = 0; taken < points; taken++) await rateLimits.take('chat_message', 'mira');
        expect(await rateLimits.take('chat_message', 'mira')).toBeGreaterThan(0);
        expect(await rateLimits.take('chat_message', 'noor')).toBe(0);
        expect(await rateLimits.take('toggle_like', 'mira')).toBe(0);
      }),
    );
    it(
      'allow exactly as many of those that come at once',
      on(async ({ rateLimits }) => {
        const waits = await Promise.all(Array.from({ length: points * 3 }, () => rateLimits.take('chat_message', 'mira')));
        expect(waits.filter((wait) => wait === 0)).toHaveLength(points);
      }),
    );
  });

  describe(`hints on ${name}`, () => {
    it(
      'do not come back to the node that gave them',
      on(async (node) => {
        const heard = vi.fn();
        const stop = node.onHint(heard);
        node.publish({ streamId: 'a', offset: 1 });
        // What is told in its turn has been heard by then.
        node.presence.join('a', 'mira');
        await countOf(node.presence, 'a', 1);
        stop();
        expect(heard).not.toHaveBeenCalled();
      }),
    );
  });

  describe(`figures on ${name}`, () => {
    it(
      'do not come back to the node that told them',
      on(async (node) => {
        const heard = vi.fn();
        const stop = node.onFigures(heard);
        node.tellFigures({ name: 'video', streamId: 'a', value: { bitrate: 1 } });
        // What is told in its turn has been heard by then.
        node.presence.join('a', 'mira');
        await countOf(node.presence, 'a', 1);
        stop();
        expect(heard).not.toHaveBeenCalled();
      }),
    );
  });

  if (!options.severalNodes) return;
  describe(`two nodes on ${name}`, () => {
    it(
      'count a viewer who watches on both once, and agree',
      onTwo(async (one, other) => {
        one.presence.join('a', 'mira');
        one.presence.join('a', 'noor');
        other.presence.join('a', 'mira');
        other.presence.join('a', 'sam');
        await Promise.all([countOf(one.presence, 'a', 3), countOf(other.presence, 'a', 3)]);
        one.presence.leave('a', 'mira');
        one.presence.leave('a', 'noor');
        await Promise.all([countOf(one.presence, 'a', 2), countOf(other.presence, 'a', 2)]);
      }),
    );
    it(
      'tell a node that only follows',
      onTwo(async (one, other) => {
        const heard: number[] = [];
        other.presence.follow('a', ({ viewers }) => heard.push(viewers));
        one.presence.join('a', 'mira');
        await vi.waitFor(() => expect(heard.at(-1)).toBe(1), SOON);
        one.presence.leave('a', 'mira');
        await vi.waitFor(() => expect(heard.at(-1)).toBe(0), SOON);
      }),
    );
    it(
      'hear each other’s hints, the newest of each stream at last',
      onTwo(async (one, other) => {
        const heard: [string, number][] = [];
        const stop = other.onHint(({ streamId, offset }) => heard.push([streamId, offset]));
        for (let offset = 1; offset <= 100; offset++) one.publish({ streamId: offset % 2 ? 'odd' : 'even', offset });
        const newest = (stream: string) => heard.filter(([streamId]) => streamId === stream).at(-1)?.[1];
        await vi.waitFor(() => expect([newest('odd'), newest('even')]).toEqual([99, 100]), SOON);
        stop();
        for (const stream of ['odd', 'even']) {
          const offsets = heard.filter(([streamId]) => streamId === stream).map(([, offset]) => offset);
          expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
        }
      }),
    );
    it(
      'hear each other’s figures, the latest of each at last, and whose they are',
      onTwo(async (one, other) => {
        const latest = new Map<string, unknown>();
        const nodes = new Set<string>();
        const stop = other.onFigures(({ name, streamId, value }, node) => {
          latest.set(`${name} ${streamId}`, value);
          nodes.add(node);
        });
        for (let value = 1; value <= 100; value++) {
          one.tellFigures({ name: 'video', streamId: 'a', value: { value } });
          one.tellFigures({ name: 'playback', streamId: 'a', value });
          one.tellFigures({ name: 'video', streamId: 'b', value: [value] });
        }
        await vi.waitFor(
          () => expect(Object.fromEntries(latest)).toEqual({ 'video a': { value: 100 }, 'playback a': 100, 'video b': [100] }),
          SOON,
        );
        expect([...nodes]).toEqual(other.otherNodes());
        stop();
      }),
    );
    it(
      'share their rate limits',
      onTwo(async (one, other) => {
        const { points } = RATES.chat_message;
        for (let taken = 0; taken < points; taken++)
          expect(await (taken % 2 ? one : other).rateLimits.take('chat_message', 'mira')).toBe(0);
        expect(await one.rateLimits.take('chat_message', 'mira')).toBeGreaterThan(0);
        expect(await other.rateLimits.take('chat_message', 'mira')).toBeGreaterThan(0);
      }),
    );
    it(
      'know of each other, and of one that has gone',
      onTwo(async (one, other) => {
        await vi.waitFor(() => expect([one.otherNodes().length, other.otherNodes().length]).toEqual([1, 1]), SOON);
        other.presence.join('a', 'mira');
        await countOf(one.presence, 'a', 1);
        await other[Symbol.asyncDispose]();
        await vi.waitFor(() => expect(one.otherNodes()).toEqual([]), SOON);
        await countOf(one.presence, 'a', 0);
      }),
    );
  });
}
