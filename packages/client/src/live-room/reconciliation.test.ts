import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock, settled } from '../testing/fake-clock.ts';
import { ModelShop } from '../testing/model-shop.ts';
import { STREAM, VIEWER } from '../testing/samples.ts';
import { LiveRoom } from './live-room.ts';

/** What may happen, one after the other, in any order. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say as other' as const) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('to server' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('to client' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), nth: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), nth: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remember' as const), yes: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ack first' as const), yes: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('come back' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function begin(historyLines: number) {
  const clock = new FakeClock();
  const shop = new ModelShop(historyLines);
  const room = new LiveRoom({
    url: 'ws://shop.test/ws',
    streamId: STREAM,
    createWebSocket: shop.createWebSocket,
    timers: clock,
    network: { isOnline: () => true, onOnline: () => () => {} },
    policy: { delay: () => 100 },
  });
  room.join();
  let words = 0;
  const said: string[] = [];

  async function run(one: Step): Promise<void> {
    const connection = shop.current;
    if (one.do === 'say') {
      words += 1;
      said.push(`own ${words}`);
      room.sendMessage(`own ${words}`);
    } else if (one.do === 'say as other') {
      words += 1;
      shop.sayAsOther(`other ${words}`);
    } else if (one.do === 'to server') for (let n = 0; n < one.count; n += 1) connection && shop.take(connection);
    else if (one.do === 'to client') for (let n = 0; n < one.count; n += 1) connection?.deliver();
    else if (one.do === 'remove') shop.remove(one.nth);
    else if (one.do === 'repeat') shop.repeat(one.nth);
    else if (one.do === 'cut') connection?.cut();
    else if (one.do === 'reopen') room.authenticate();
    else if (one.do === 'remember') shop.remembersResume = one.yes;
    else if (one.do === 'ack first') shop.isAckFirst = one.yes;
    else if (one.do === 'settle') await settled();
    else {
      await clock.pass(100);
      shop.current?.accept();
    }
  }
  /** Lets everything arrive that still has to. */
  async function finish(): Promise<void> {
    for (let round = 0; round < 100; round += 1) {
      await run({ do: 'come back' });
      const connection = shop.current;
      if (!connection) continue;
      while (connection.toServer.length > 0) shop.take(connection);
      while (connection.toClient.length > 0) connection.deliver();
      await settled();
      const isCalm = room.getSnapshot().connection.status === 'open' && connection.toServer.length + connection.toClient.length === 0;
      if (isCalm) return;
    }
    throw new Error('it never came to rest');
  }
  return { shop, room, said, run, finish };
}

/** What holds at every moment: each line once, posted lines in the timeline's order. */
function assertSane(room: LiveRoom): void {
  const { messages } = room.getSnapshot();
  const ids = messages.map((one) => (one.state === 'posted' ? one.message.key : `${VIEWER}:${one.id}`));
  expect(new Set(ids).size).toBe(ids.length);
  const offsets = messages.flatMap((one) => (one.state === 'posted' ? [one.message.offset] : []));
  expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
}

describe('the room’s messages, whatever the order of acknowledgement, broadcast, loss and resume', () => {
  it('are each shown once at every moment, and in the end are exactly the lines that stand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 80 }), async (steps) => {
        const { shop, room, said, run, finish } = begin(1_000);
        for (const one of steps) {
          await run(one);
          assertSane(room);
        }
        await finish();
        const { messages } = room.getSnapshot();
        expect(messages.map(({ state }) => state)).not.toContain('sending');
        expect(messages.map((one) => one.state === 'posted' && one.message.key)).toEqual(shop.visible().map(({ key }) => key));
        // Each own line was posted, and only once.
        expect(shop.posted().filter((key) => key.startsWith(VIEWER))).toHaveLength(said.length);
        room.leave();
      }),
      { numRuns: 300 },
    );
  });

  it('leave nothing hanging when the history no longer reaches back to one’s own line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 80 }), async (steps) => {
        const { shop, room, run, finish } = begin(2);
        for (const one of steps) {
          await run(one);
          assertSane(room);
        }
        await finish();
        const { messages } = room.getSnapshot();
        const standing = shop.visible().map(({ key }) => key);
        // Lines may be missing before a fresh history, never after it.
        expect(standing.slice(standing.length - messages.length)).toEqual(
          messages.map((one) => (one.state === 'posted' ? one.message.key : one.state)),
        );
        room.leave();
      }),
      { numRuns: 300 },
    );
  });
});
