import type { OrderState } from '@vitrine/protocol';
import { describe, expect, it } from 'vitest';
import {
  type CheckoutSteps,
  type Hold,
  type Placement,
  type Protocol,
  place,
  recover,
  settleHolds,
} from '../../src/adapters/storage/mongo/checkout.ts';
import { seeded } from './random.ts';
import { type Random, SellingFloor, type Wanted } from './selling-floor.ts';

const RUNS = 100_000;
/** What a run is made of, at most. */
const ORDERS = 5;
const MAX_TICKS = 2_000;

interface Rules {
  place: typeof place;
  recover: typeof recover;
  Floor?: typeof SellingFloor;
}
interface Running {
  protocol: Protocol<unknown>;
  /** The answer to its last step. */
  answer: unknown;
  /** Ticks for which it stands still: a node that is swapped out, a slow network. */
  stalledUntil: number;
  onEnd: (result: unknown) => void;
}

function* close(
  floor: SellingFloor,
  orderId: string,
  from: OrderState[],
  to: 'paid' | 'fulfilled' | 'cancelled' | 'refunded',
): Protocol<void> {
  const closed = yield () => floor.change(orderId, from, to);
  if (closed) yield* settleHolds(floor, closed as Parameters<typeof settleHolds>[1]);
}

/** Several nodes that sell the same few units to a few buyers, cancel, hand over and sweep; some stall, some die, some writes arrive late. */
function run(seed: number, rules: Rules): string | null {
  const random = seeded(seed);
  const wanted = new Map<string, Wanted[]>();
  const floor = new (rules.Floor ?? SellingFloor)(random, (orderId) => wanted.get(orderId) ?? []);
  for (const pool of ['vase', 'lamp']) floor.addPool(pool, 'stock', 1 + random.below(3));
  for (const pool of ['limit of Ada', 'limit of Ben']) floor.addPool(pool, 'limit', 1 + random.below(3));
  const confirmed = new Set<string>();

  const running: Running[] = [];
  const start = (protocol: Protocol<unknown>, onEnd: Running['onEnd'] = () => {}): void => {
    running.push({ protocol, answer: undefined, stalledUntil: random.below(40), onEnd });
  };
  for (let n = 0; n < 2 + random.below(ORDERS - 1); n++) {
    const orderId = `order ${n}`;
    const holds = basket(random);
    wanted.set(orderId, holds);
    // Sent once, or again because its sender got no answer.
    for (let sent = 0; sent <= random.below(3); sent++)
      start(rules.place(floor, orderId, holds), (placement) => {
        if ((placement as Placement).outcome === 'placed') confirmed.add(orderId);
      });
    if (random.chance(0.3)) start(close(floor, orderId, ['pending'], 'cancelled'));
    if (random.chance(0.3)) start(close(floor, orderId, ['pending', 'paid'], 'fulfilled'));
    if (random.chance(0.2)) start(close(floor, orderId, ['pending', 'fulfilled'], 'paid'));
    if (random.chance(0.2)) start(close(floor, orderId, ['paid', 'fulfilled'], 'refunded'));
  }
  for (let n = 0; n < 1 + random.below(3); n++) start(rules.recover(floor));

  const fault = interleave(random, running, () => floor.faultNow());
  if (fault) return fault;
  // All is over: what is left is swept, twice because a sweep may only note what the next one ends.
  floor.isOver = true;
  for (let sweeps = 0; sweeps < 3; sweeps++) finish(rules.recover(floor));
  for (const orderId of confirmed)
    if (floor.orders.get(orderId)?.state === 'abandoned') return `${orderId} was confirmed, and is not there`;
  return floor.faultNow() ?? floor.faultInTheEnd();
}

function basket(random: Random): Wanted[] {
  const units = 1 + random.below(2);
  const stock: Wanted[] = ['vase', 'lamp'].filter(() => random.chance(0.6)).map((pool) => ({ kind: 'stock', pool, units }));
  const limit: Wanted[] = random.chance(0.6) ? [{ kind: 'limit', pool: random.chance(0.5) ? 'limit of Ada' : 'limit of Ben', units }] : [];
  return stock.length > 0 ? [...limit, ...stock] : [...limit, { kind: 'stock', pool: 'vase', units }];
}

/** Takes one step of one of them at a time, until all have ended and every write has arrived. */
function interleave(random: Random, running: Running[], faultNow: () => string | null): string | null {
  const late: (() => unknown)[] = [];
  for (let tick = 0; (running.length > 0 || late.length > 0) && tick < MAX_TICKS; tick++) {
    if (late.length > 0 && (running.length === 0 || random.chance(0.1))) late.splice(random.below(late.length), 1)[0]?.();
    const index = random.below(running.length);
    const one = running[index];
    if (!one || (one.stalledUntil > tick && random.chance(0.95))) continue;
    const next = one.protocol.next(one.answer);
    if (next.done) {
      running.splice(index, 1);
      one.onEnd(next.value);
      continue;
    }
    if (random.chance(0.1)) one.stalledUntil = tick + random.below(150);
    if (random.chance(0.96)) one.answer = next.value();
    else {
      // Its node dies, or hears no answer and gives up: the write was done, is done later, or never.
      running.splice(index, 1);
      const fate = random.below(3);
      if (fate === 0) next.value();
      else if (fate === 1) late.push(next.value);
    }
    const fault = faultNow();
    if (fault) return fault;
  }
  return running.length > 0 ? 'it never ends' : null;
}

function finish<T>(protocol: Protocol<T>): void {
  let next = protocol.next();
  while (!next.done) next = protocol.next(next.value());
}

/** The first seed at which something is wrong. */
function firstFault(runs: number, rules: Rules): { seed: number; fault: string } | null {
  for (let seed = 1; seed <= runs; seed++) {
    const fault = run(seed, rules);
    if (fault) return { seed, fault };
  }
  return null;
}

describe('the checkout, in random interleavings of nodes that stall and die', () => {
  it(`sells what it takes, takes nothing twice and leaves no hold behind, ${RUNS} times`, { timeout: 300_000 }, () => {
    expect(firstFault(RUNS, { place, recover })).toBeNull();
  });
  it('is found out when it takes the hold before the order is there, and holds of no order are swept', () => {
    expect(firstFault(RUNS, { place: holdFirst, recover: sweepingTheUnknown })).toMatchObject({
      fault: expect.stringMatching(/oversold|sold, /),
    });
  });
  it('is found out when a sweep gives units back before it has ended their order', () => {
    expect(firstFault(RUNS, { place, recover: givingBackFirst })).toMatchObject({ fault: expect.stringMatching(/oversold|sold, /) });
  });
  it('is found out when a pool is called clean in which a hold has been taken since', () => {
    expect(firstFault(RUNS, { place, recover, Floor: ForgetfulFloor })).toMatchObject({ fault: expect.stringMatching(/sold, |left/) });
  });
  it('is found out when nobody sweeps', () => {
    expect(firstFault(RUNS, { place, *recover() {} })).not.toBeNull();
  });
});

function* holdFirst(steps: CheckoutSteps, orderId: string, wanted: Wanted[]): Protocol<Placement> {
  for (const each of wanted) {
    const hold: Hold = { ...each, orderId, attempt: 1 };
    if (!(yield () => steps.take(hold))) return { outcome: 'refused', hold };
  }
  if (!(yield () => steps.begin(orderId))) return { outcome: 'known' };
  return (yield () => steps.confirm(orderId, 1)) ? { outcome: 'placed' } : { outcome: 'overtaken' };
}
function* sweepingTheUnknown(steps: CheckoutSteps): Protocol<void> {
  for (const pool of (yield () => steps.dirtyPools()) as { holds: Hold[] }[]) {
    for (const hold of pool.holds) {
      const known = (yield () => steps.standings([hold.orderId])) as Map<string, unknown>;
      if (known.size === 0) yield () => steps.giveBack(hold);
    }
  }
  yield* recover(steps);
}
/** Gives the units of old orders back, and only then ends them. */
function* givingBackFirst(steps: CheckoutSteps): Protocol<void> {
  const stale = (yield () => steps.stale()) as { orderId: string; attempt: number }[];
  for (const pool of (yield () => steps.dirtyPools()) as { holds: Hold[] }[])
    for (const hold of pool.holds)
      if (stale.some(({ orderId, attempt }) => orderId === hold.orderId && attempt === hold.attempt)) yield () => steps.giveBack(hold);
  for (const { orderId, attempt } of stale) yield () => steps.abandon(orderId, attempt);
  yield* recover(steps);
}
class ForgetfulFloor extends SellingFloor {
  override markClean({ id }: { id: string }): void {
    super.markClean({ id, version: this.pools.get(id)?.version ?? 0 });
  }
}
