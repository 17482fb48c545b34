import type { Livestream, Product } from '@vitrine/protocol';
import { formatCount } from '@vitrine/web-kit';
import { text } from '../../text/en.ts';

/** Something that waits for somebody of the staff, and where it is done. */
export interface Task {
  key: string;
  title: string;
  /** What it is about. */
  note: string;
  to: string;
  isUrgent: boolean;
}
/** A number of things that was read from one page of them. */
export interface Some {
  count: number;
  /** There are more than were read. */
  andMore: boolean;
}
export interface TaskReadings {
  now: number;
  live: readonly Livestream[];
  /** By their dates. */
  scheduled: readonly Livestream[];
  products: readonly Product[];
  toSend: Some;
  toBePaid: Some;
  reports: Some;
}
const HOUR = 3_600_000;
/** A show this near should have its line-up. */
const SOON = 48 * HOUR;
const words = text.overview.tasks;
const written = ({ count, andMore }: Some): string => (andMore ? words.andMore(formatCount(count)) : formatCount(count));

/** What needs doing, the most urgent first. */
export function tasksOf({ now, live, scheduled, products, toSend, toBePaid, reports }: TaskReadings): Task[] {
  const tasks: Task[] = [];
  const add = (key: string, [title, note]: readonly [string, string], to: string, isUrgent = false): void => {
    tasks.push({ key, title, note, to, isUrgent });
  };
  for (const show of live)
    if (show.status === 'interrupted') add(`away-${show._id}`, words.interrupted(show.title), `/shows/${show._id}`, true);
  for (const show of scheduled) {
    if (!show.scheduledFor) continue;
    const until = Date.parse(show.scheduledFor) - now;
    if (until < 0) add(`late-${show._id}`, words.overdue(show.title), `/shows/${show._id}`, true);
    else if (until < SOON && products.length === 0) add(`bare-${show._id}`, words.nothingToSell(show.title), '/products?new');
    else if (until < SOON && show.lineup.length === 0 && show.pinnedProducts.length === 0)
      add(`bare-${show._id}`, words.noLineUp(show.title), `/shows/${show._id}`);
  }
  if (reports.count > 0) add('reports', words.reports(reports.count, written(reports)), '/moderation', true);
  if (toSend.count > 0) add('send', words.toSend(toSend.count, written(toSend)), '/orders?state=paid');
  if (toBePaid.count > 0) add('pay', words.toBePaid(toBePaid.count, written(toBePaid)), '/orders?state=pending');
  const promised = new Set([...live, ...scheduled].flatMap(({ lineup }) => lineup.map(({ productId }) => productId)));
  const gone = products.filter(({ _id, stock, archived }) => stock === 0 && !archived && promised.has(_id));
  const [first] = gone;
  if (first) add('stock', words.soldOut(gone.length, first.title), '/products');
  return tasks.sort((one, other) => Number(other.isUrgent) - Number(one.isUrgent));
}
