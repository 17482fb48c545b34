import type { OrderState } from '@vitrine/protocol';
import type { CheckoutSteps, ClosedOrder, Hold, Standing } from '../../src/adapters/storage/mongo/checkout.ts';
import type { seeded } from './random.ts';

export type Random = ReturnType<typeof seeded>;
export type Wanted = Omit<Hold, 'orderId' | 'attempt'>;
interface Order extends Standing {
  wanted: Wanted[];
  isUnfinished: boolean;
}
interface Pool {
  kind: Hold['kind'];
  /** Of a stock what there was at first, of a limit the most that may be taken. */
  bound: number;
  units: number;
  holds: Map<string, Hold>;
  isDirty: boolean;
  version: number;
}
const text = ({ orderId, attempt }: Hold): string => `${orderId}:${attempt}`;
const SOLD: ReadonlySet<OrderState> = new Set<OrderState>(['pending', 'paid', 'fulfilled']);

/** The documents of the checkout in memory: each step is done at once or not at all, as one write of one document is. */
export class SellingFloor implements CheckoutSteps {
  readonly orders = new Map<string, Order>();
  readonly pools = new Map<string, Pool>();
  readonly #random: Random;
  readonly #wanted: (orderId: string) => Wanted[];
  /** Whether every half-done order counts as old enough, as it does in the end. */
  isOver = false;

  constructor(random: Random, wanted: (orderId: string) => Wanted[]) {
    this.#random = random;
    this.#wanted = wanted;
  }
  addPool(id: string, kind: Hold['kind'], bound: number): void {
    this.pools.set(id, { kind, bound, units: kind === 'stock' ? bound : 0, holds: new Map(), isDirty: false, version: 0 });
  }

  begin(orderId: string): { attempt: number } | null {
    const order = this.orders.get(orderId);
    if (order && order.state !== 'abandoned') return null;
    const attempt = (order?.attempt ?? 0) + 1;
    this.orders.set(orderId, { attempt, state: 'placing', isHandedOver: false, isUnfinished: false, wanted: this.#wanted(orderId) });
    return { attempt };
  }
  take(hold: Hold): boolean {
    const pool = this.#pool(hold);
    if (pool.holds.has(text(hold))) return false;
    if (pool.kind === 'stock' ? pool.units < hold.units : pool.units + hold.units > pool.bound) return false;
    pool.units += pool.kind === 'stock' ? -hold.units : hold.units;
    pool.holds.set(text(hold), hold);
    pool.isDirty = true;
    pool.version++;
    return true;
  }
  giveBack(hold: Hold): void {
    const pool = this.#pool(hold);
    if (pool.holds.delete(text(hold))) pool.units += pool.kind === 'stock' ? hold.units : -hold.units;
  }
  drop(hold: Hold): void {
    this.#pool(hold).holds.delete(text(hold));
  }
  confirm(orderId: string, attempt: number): boolean {
    return this.#move(orderId, attempt, 'pending');
  }
  abandon(orderId: string, attempt: number): boolean {
    return this.#move(orderId, attempt, 'abandoned');
  }
  #move(orderId: string, attempt: number, to: OrderState): boolean {
    const order = this.orders.get(orderId);
    if (order?.state !== 'placing' || order.attempt !== attempt) return false;
    order.state = to;
    return true;
  }
  /** What `close` and `changeState` write first. */
  change(orderId: string, from: OrderState[], to: 'paid' | 'fulfilled' | 'cancelled' | 'refunded'): ClosedOrder | null {
    const order = this.orders.get(orderId);
    if (!order || !from.includes(order.state)) return null;
    order.state = to;
    if (to === 'paid') return null;
    if (to === 'fulfilled') order.isHandedOver = true;
    order.isUnfinished = true;
    return this.#closed(orderId, order);
  }
  finished(orderId: string, state: OrderState): void {
    const order = this.orders.get(orderId);
    if (order?.state === state) order.isUnfinished = false;
  }
  stale(): { orderId: string; attempt: number }[] {
    return [...this.orders]
      .filter(([, { state }]) => state === 'placing' && (this.isOver || this.#random.chance(0.5)))
      .map(([orderId, { attempt }]) => ({ orderId, attempt }));
  }
  unfinished(): ClosedOrder[] {
    return [...this.orders].filter(([, order]) => order.isUnfinished).map(([id, order]) => this.#closed(id, order));
  }
  dirtyPools() {
    return [...this.pools]
      .filter(([, { isDirty }]) => isDirty)
      .map(([id, { kind, version, holds }]) => ({ id, kind, version, holds: [...holds.values()] }));
  }
  standings(orderIds: string[]): Map<string, Standing> {
    return new Map(
      orderIds.flatMap((id) => {
        const order = this.orders.get(id);
        return order ? [[id, { attempt: order.attempt, state: order.state, isHandedOver: order.isHandedOver }] as const] : [];
      }),
    );
  }
  markClean({ id, version }: { id: string; version: number }): void {
    const pool = this.pools.get(id);
    if (pool?.version === version) pool.isDirty = false;
  }

  /** What must hold at every moment: nothing negative, no limit passed, and no unit sold that is still for sale. */
  faultNow(): string | null {
    for (const [id, pool] of this.pools) {
      if (pool.units < 0) return `${id} is negative`;
      const gone = pool.kind === 'stock' ? pool.bound - pool.units : pool.units;
      if (gone > pool.bound) return `${id}: more than there may be`;
      if (this.#sold(id, pool.kind) > gone) return `${id}: oversold`;
    }
    return null;
  }
  /** What must hold when all is over and has been swept: sold is what is gone, and no hold is left that nobody will end. */
  faultInTheEnd(): string | null {
    for (const [id, pool] of this.pools) {
      const gone = pool.kind === 'stock' ? pool.bound - pool.units : pool.units;
      if (this.#sold(id, pool.kind) !== gone) return `${id}: ${this.#sold(id, pool.kind)} sold, ${gone} gone`;
      if (pool.isDirty) return `${id} is never clean`;
      for (const { orderId, attempt } of pool.holds.values()) {
        const order = this.orders.get(orderId);
        const counts = order?.attempt === attempt && SOLD.has(order.state) && !(pool.kind === 'stock' && order.isHandedOver);
        if (!counts) return `${id}: a hold of ${orderId} is left`;
      }
    }
    for (const [id, { state, isUnfinished }] of this.orders) if (state === 'placing' || isUnfinished) return `${id} is never finished`;
    return null;
  }

  #sold(pool: string, kind: Hold['kind']): number {
    let sold = 0;
    for (const { state, isHandedOver, wanted } of this.orders.values()) {
      if (!SOLD.has(state) && !(kind === 'stock' && isHandedOver)) continue;
      for (const each of wanted) if (each.pool === pool) sold += each.units;
    }
    return sold;
  }
  #closed(orderId: string, { attempt, state, isHandedOver, wanted }: Order): ClosedOrder {
    return { orderId, attempt, state, isHandedOver, holds: wanted.map((each) => ({ ...each, orderId, attempt })) };
  }
  #pool({ pool }: Hold): Pool {
    const found = this.pools.get(pool);
    if (!found) throw new Error(`there is no pool ${pool}`);
    return found;
  }
}
