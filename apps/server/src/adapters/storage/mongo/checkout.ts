import type { OrderState } from '@vitrine/protocol';

/**
 * How orders take units without a transaction: as steps, each atomic within one document, in an order in which whoever finds them half
 * done can finish or undo them. The steps are given, so that tests can interleave, stall and lose them.
 *
 * The order comes first, as `placing`; then one hold for each pool of units; then `placing -> pending`. A hold counts only while its order
 * is `placing` or sold, in the attempt that took it. Once an attempt is over it stays over, so a hold of it may be given back by anyone,
 * at any time, and each hold goes back once, because giving back needs the hold to be there. Nobody acts on an order that is not there.
 */
export interface Hold {
  kind: 'stock' | 'limit';
  pool: string;
  orderId: string;
  /** An order that was abandoned may be placed again, under the same id and the next number. */
  attempt: number;
  units: number;
}
/** Where an order stands, as far as its holds are concerned. */
export interface Standing {
  attempt: number;
  state: OrderState;
  /** It was fulfilled once: its units have left the house and don't go back to the shelf by themselves. */
  isHandedOver: boolean;
}
export interface ClosedOrder extends Standing {
  orderId: string;
  holds: Hold[];
}
export interface DirtyPool {
  id: string;
  kind: Hold['kind'];
  version: number;
  holds: Hold[];
}
type Awaitable<T> = T | Promise<T>;
export interface CheckoutSteps {
  /** Stores the order as `placing`, or revives an abandoned one. Null when it is there otherwise: another request's. */
  begin(orderId: string): Awaitable<{ attempt: number } | null>;
  /** Takes the units and leaves the hold, if there are enough and the hold is not there. */
  take(hold: Hold): Awaitable<boolean>;
  /** `placing -> pending`, of this attempt. */
  confirm(orderId: string, attempt: number): Awaitable<boolean>;
  /** `placing -> abandoned`, of this attempt. */
  abandon(orderId: string, attempt: number): Awaitable<boolean>;
  /** Removes the hold and gives its units back, if it is there. */
  giveBack(hold: Hold): Awaitable<void>;
  /** Removes the hold alone: its units are gone for good. */
  drop(hold: Hold): Awaitable<void>;
  /** Notes that nothing is left to do for an order in this state. */
  finished(orderId: string, state: OrderState): Awaitable<void>;
  /** Orders that have been `placing` for too long. */
  stale(): Awaitable<{ orderId: string; attempt: number }[]>;
  /** Orders that left the states in which holds count, and whose holds may still be there. */
  unfinished(): Awaitable<ClosedOrder[]>;
  dirtyPools(): Awaitable<DirtyPool[]>;
  standings(orderIds: string[]): Awaitable<Map<string, Standing>>;
  /** Marks the pool as looked through, unless a hold has been taken since that version. */
  markClean(pool: DirtyPool): Awaitable<void>;
}
type Step<T> = () => Awaitable<T>;
export type Protocol<T> = Generator<Step<unknown>, T, unknown>;
function* step<T>(work: Step<T>): Protocol<T> {
  return (yield work) as T;
}

/** Takes a protocol's steps one after the other. */
export async function drive<T>(protocol: Protocol<T>): Promise<T> {
  let next = protocol.next();
  while (!next.done) next = protocol.next(await next.value());
  return next.value;
}

export type Placement =
  | { outcome: 'placed' }
  /** The order is another request's. */
  | { outcome: 'known' }
  /** There were not enough units of this. */
  | { outcome: 'refused'; hold: Hold }
  /** It took so long that it was given up by others meanwhile. */
  | { outcome: 'overtaken' };
/** A step that fails ends the protocol as it is: what it did may stand, and is found by whoever repeats the request, or by `recover`. */
export function* place(steps: CheckoutSteps, orderId: string, wanted: Omit<Hold, 'orderId' | 'attempt'>[]): Protocol<Placement> {
  const begun = yield* step(() => steps.begin(orderId));
  if (!begun) return { outcome: 'known' };
  const { attempt } = begun;
  const taken: Hold[] = [];
  for (const each of wanted) {
    const hold: Hold = { ...each, orderId, attempt };
    if (yield* step(() => steps.take(hold))) {
      taken.push(hold);
      continue;
    }
    yield* undo(steps, orderId, attempt, taken);
    return { outcome: 'refused', hold };
  }
  if (yield* step(() => steps.confirm(orderId, attempt))) return { outcome: 'placed' };
  yield* undo(steps, orderId, attempt, taken);
  return { outcome: 'overtaken' };
}

/** First the attempt ends: if this dies before all is given back, whoever finds the rest may do it. */
function* undo(steps: CheckoutSteps, orderId: string, attempt: number, taken: Hold[]): Protocol<void> {
  yield* step(() => steps.abandon(orderId, attempt));
  for (const hold of taken) yield* step(() => steps.giveBack(hold));
}

/** After an order has been fulfilled, cancelled or refunded: what is to go of its holds goes. */
export function* settleHolds(steps: CheckoutSteps, order: ClosedOrder): Protocol<void> {
  for (const hold of order.holds) yield* apply(steps, hold, order);
  yield* step(() => steps.finished(order.orderId, order.state));
}

/** Finishes or undoes what dead and stalled requests have left half done. Any number may run at once. */
export function* recover(steps: CheckoutSteps): Protocol<void> {
  for (const { orderId, attempt } of yield* step(() => steps.stale())) yield* step(() => steps.abandon(orderId, attempt));
  for (const order of yield* step(() => steps.unfinished())) yield* settleHolds(steps, order);
  for (const pool of yield* step(() => steps.dirtyPools())) {
    const standings = yield* step(() => steps.standings([...new Set(pool.holds.map(({ orderId }) => orderId))]));
    let isOpen = false;
    for (const hold of pool.holds) {
      const standing = standings.get(hold.orderId);
      if (!standing || verdict(hold, standing) === 'wait') isOpen = true;
      else yield* apply(steps, hold, standing);
    }
    if (!isOpen) yield* step(() => steps.markClean(pool));
  }
}

function* apply(steps: CheckoutSteps, hold: Hold, standing: Standing): Protocol<void> {
  const what = verdict(hold, standing);
  if (what === 'give_back') yield* step(() => steps.giveBack(hold));
  else if (what === 'drop') yield* step(() => steps.drop(hold));
}

/** What becomes of a hold. An answer other than `wait` and `keep` never changes again: it may be acted upon however late. */
function verdict(hold: Hold, { attempt, state, isHandedOver }: Standing): 'wait' | 'keep' | 'drop' | 'give_back' {
  if (attempt > hold.attempt || state === 'abandoned') return 'give_back';
  if (state === 'placing') return 'wait';
  if (hold.kind === 'stock' && isHandedOver) return 'drop';
  return state === 'cancelled' || state === 'refunded' ? 'give_back' : 'keep';
}
