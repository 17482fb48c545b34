import type { Storage } from '../../../ports/storage.ts';
import { oneTimeTokens, sessions, settings, users } from './accounts.ts';
import { likes, viewers } from './audience.ts';
import { captions } from './captions.ts';
import { deletedShows } from './deleted-shows.ts';
import { productMarks, samples } from './figures.ts';
import { livestreams } from './livestreams.ts';
import { audit, bans, heldMessages, questions, reports } from './moderation.ts';
import { jobs, leases, webhookEndpoints } from './operations.ts';
import { orders } from './orders.ts';
import type { Prepared } from './prepared.ts';
import { products } from './products.ts';
import { pushSubscriptions, reminders } from './reminders.ts';
import { tallies, timeline } from './timeline.ts';

export type AggregateName = Exclude<keyof Storage, symbol | 'isReachable'>;
/** A port's methods as they run inside the worker: the same, without promises. */
type Synchronous<Port> = {
  [Method in keyof Port]: Port[Method] extends (...input: infer Input) => Promise<infer Answer> ? (...input: Input) => Answer : never;
};
export type Aggregates = { [Name in AggregateName]: Synchronous<Storage[Name]> };

export const createAggregates = (db: Prepared): Aggregates => ({
  users: users(db),
  sessions: sessions(db),
  oneTimeTokens: oneTimeTokens(db),
  settings: settings(db),
  livestreams: livestreams(db),
  captions: captions(db),
  deletedShows: deletedShows(db),
  timeline: timeline(db),
  tallies: tallies(db),
  likes: likes(db),
  viewers: viewers(db),
  productMarks: productMarks(db),
  samples: samples(db),
  reminders: reminders(db),
  pushSubscriptions: pushSubscriptions(db),
  products: products(db),
  orders: orders(db),
  bans: bans(db),
  heldMessages: heldMessages(db),
  reports: reports(db),
  questions: questions(db),
  audit: audit(db),
  leases: leases(db),
  jobs: jobs(db),
  webhookEndpoints: webhookEndpoints(db),
});
