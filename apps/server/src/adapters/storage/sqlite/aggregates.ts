import type { Storage } from '../../../ports/storage.ts';
import { sessions, settings, users } from './accounts.ts';
import { likes, viewers } from './audience.ts';
import { livestreams } from './livestreams.ts';
import { orders } from './orders.ts';
import type { Prepared } from './prepared.ts';
import { products } from './products.ts';
import { timeline } from './timeline.ts';

export type AggregateName = Exclude<keyof Storage, symbol>;
/** A port's methods as they run inside the worker: the same, without promises. */
type Synchronous<Port> = {
  [Method in keyof Port]: Port[Method] extends (...input: infer Input) => Promise<infer Answer> ? (...input: Input) => Answer : never;
};
export type Aggregates = { [Name in AggregateName]: Synchronous<Storage[Name]> };

export const createAggregates = (db: Prepared): Aggregates => ({
  users: users(db),
  sessions: sessions(db),
  settings: settings(db),
  livestreams: livestreams(db),
  timeline: timeline(db),
  likes: likes(db),
  viewers: viewers(db),
  products: products(db),
  orders: orders(db),
});
