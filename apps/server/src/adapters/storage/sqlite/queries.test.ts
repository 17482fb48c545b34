import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  auditRecord,
  ban,
  heldMessage,
  job,
  oneTimeToken,
  pushSubscription,
  question,
  report,
  webhookEndpoint,
} from '../conformance/records.ts';
import { AT, id, livestream, message, NO_TERMS, order, product, session, user } from '../conformance/samples.ts';
import { createAggregates } from './aggregates.ts';
import { encodeCursor } from './cursor.ts';
import { type Database, openDatabase } from './driver.ts';
import { migrate } from './migrations.ts';
import { Prepared } from './prepared.ts';

const directory = mkdtempSync(join(tmpdir(), 'vitrine-queries-'));
const database = openDatabase(join(directory, 'vitrine.sqlite'));
afterAll(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

const prepared: string[] = [];
const recording: Database = {
  exec: (sql) => database.exec(sql),
  close: () => database.close(),
  prepare(sql) {
    prepared.push(sql);
    return database.prepare(sql);
  },
};
migrate(database);
const store = createAggregates(new Prepared(recording));

/** Every query of every aggregate, as the domain asks it. */
function askEverything(round: number): void {
  const n = round * 10;
  const { users, sessions, settings, livestreams, timeline, likes, viewers, products, orders } = store;
  users.insert(user(n));
  users.insertFirst(user(n + 1));
  users.byId(id(n));
  users.byEmail('user1@shop.example');
  sessions.insert(session(`token ${n}`));
  sessions.byTokenHash('token');
  sessions.delete('token');
  sessions.deleteExpired(AT);
  settings.set('a', 'b');
  settings.setIfAbsent('a', 'c');
  settings.take('a', 'b');
  livestreams.insert(livestream(n));
  livestreams.change(id(n), ['scheduled'], { status: 'live' });
  livestreams.list({ statuses: ['live', 'interrupted'], visibilities: ['public'], limit: 20 });
  livestreams.list({ statuses: ['scheduled'], visibilities: ['public'], alsoCreatedBy: id(1), limit: 20 });
  livestreams.owing(10);
  timeline.insert([message(id(n), 1)]);
  timeline.insert([message(id(n), 1)]);
  timeline.byKey(id(n), 'key');
  timeline.tail(id(n));
  timeline.after(id(n), 0, 10);
  timeline.chatBefore(id(n), null, 10);
  timeline.redact(id(n), 1);
  timeline.countByMinute(id(n), 0, 10);
  likes.set(id(n), id(2), true, AT);
  likes.set(id(n), id(2), false, AT);
  likes.has(id(n), id(2));
  likes.count(id(n));
  likes.recent(id(n), 10);
  viewers.seen(id(n), id(2), AT);
  for (const engagement of ['liked', 'chatted', 'clicked', 'bought'] as const) viewers.engaged(id(n), id(2), engagement, AT);
  viewers.totals(id(n));
  products.insert(product(n));
  products.change(id(n), { variants: product(n).variants, updatedAt: AT });
  products.list({ limit: 1, includeArchived: false });
  orders.place(order(n, { product: product(n) }), NO_TERMS);
  orders.changeState(id(n), ['pending'], 'paid', { by: null, at: AT });
  orders.list({ limit: 1 });
  orders.list({ limit: 1, buyerId: id(2) });
  orders.owing(10);
  orders.salesByProduct(id(9));
  orders.totals(id(9));
  askTheRest(n);
}
function askTheRest(n: number): void {
  const page = { limit: 1 };
  const cursor = encodeCursor({ key: AT, id: id(1) });
  const { users, sessions, oneTimeTokens, settings, livestreams, timeline, tallies, likes, viewers, productMarks, samples } = store;
  users.list(page);
  users.list({ ...page, cursor });
  users.change(id(n), { email: `other${n}@shop.example` });
  users.delete(id(404));
  sessions.bySubject(id(1), 10);
  sessions.deleteBySubject(id(404));
  oneTimeTokens.insert(oneTimeToken(`token ${n}`));
  oneTimeTokens.byHash('token');
  oneTimeTokens.take('token');
  oneTimeTokens.list('invitation', 10);
  oneTimeTokens.deleteExpired(0);
  settings.replace('a', 'b', 'c');
  livestreams.project(
    id(n),
    { viewerCount: 0, likes: 0, totalViewers: 0, engagementRate: 0, likedBy: [], chatMessages: [] },
    { term: 1, revision: 1 },
  );
  timeline.ofTypes(id(n), ['pins_changed'], 10);
  timeline.redactActor(id(7));
  tallies.advance({ streamId: id(n), upTo: 1, counts: [] }, null);
  tallies.advance({ streamId: id(n), upTo: 2, counts: [] }, 1);
  tallies.get(id(n));
  likes.ofViewer(id(2), 10);
  viewers.attended(id(n), [{ viewerId: id(2), minute: 1, seconds: 10 }], AT);
  viewers.presentByMinute(id(n));
  viewers.presentBetween(id(n), 1, 2);
  viewers.ofViewer(id(2), 10);
  productMarks.mark(id(n), id(2), [id(3)], 'clicked', 1);
  productMarks.byProduct(id(n));
  productMarks.viewers(id(n));
  productMarks.clicksBetween(id(n), id(3), 1, 2);
  viewers.anonymise(id(2), id(999));
  samples.add(id(n), 1, { viewers: 1, likes: 1 });
  samples.of(id(n));
  askAboutOrders(n);

  const { reminders, pushSubscriptions, bans, heldMessages, reports, questions, audit, leases, jobs, webhookEndpoints } = store;
  reminders.add(id(n), id(2), AT);
  reminders.remove(id(n), id(3));
  reminders.ofSubject(id(2), 10);
  reminders.ofStream(id(n), null, 10);
  reminders.count(id(n));
  pushSubscriptions.put(pushSubscription(n));
  pushSubscriptions.delete('other');
  pushSubscriptions.ofSubject(id(2));
  bans.put(ban(n));
  bans.byId(id(n));
  bans.lift(id(404));
  bans.active(AT, page);
  bans.active(AT, { ...page, streamId: id(9), cursor });
  bans.deleteExpired(0);
  heldMessages.insert(heldMessage(n));
  heldMessages.byKey(id(9), 'key');
  heldMessages.list(id(9), page);
  heldMessages.list(id(9), { ...page, cursor });
  heldMessages.count(id(9));
  heldMessages.remove(id(404));
  heldMessages.removeOf(id(404));
  reports.insert(report(n));
  reports.list({ ...page, state: 'open' });
  reports.list({ ...page, state: 'resolved', cursor });
  reports.list({ ...page, state: 'open', streamId: id(9), cursor });
  reports.countOpen(id(9));
  reports.close(id(n), 'resolved', id(1));
  reports.redact(id(9), 1);
  questions.insert(question(n));
  questions.list(id(9), 'open', 10);
  questions.list(id(9), 'answered', 10);
  questions.vote(id(n), id(2), true);
  questions.vote(id(n), id(2), false);
  questions.votedBy(id(2), [id(n)]);
  questions.close(id(n), 'answered', null);
  questions.redactAsker(id(404));
  const { deletedShows } = store;
  const gone = { title: 'Gone', createdBy: id(1), visibility: 'public', deletedBy: id(1), deletedByName: 'Noor', files: [] } as const;
  store.livestreams.insert(livestream(500 + n));
  deletedShows.replace({ ...gone, files: [], _id: id(500 + n), deletedAt: AT + n, dueAt: AT }, ['scheduled'], { recording: null });
  deletedShows.list({ ...page, cursor });
  deletedShows.list({ ...page, createdBy: id(1) });
  deletedShows.due(AT, 10);
  deletedShows.postpone(id(500 + n), null);
  store.timeline.insert([message(id(500 + n), 1)]);
  deletedShows.clear(id(500 + n), 10);
  audit.append(auditRecord(n));
  audit.list(page);
  audit.list({ ...page, action: 'chat.delete', cursor });
  audit.list({ ...page, actorId: id(1) });
  audit.list({ ...page, streamId: id(9) });
  leases.take(`lease ${n}`, 'a', null);
  leases.take(`lease ${n}`, 'a', { term: 1, beat: 0 });
  leases.renew(`lease ${n}`, 'a', 2);
  leases.release(`lease ${n}`, 'a', 2);
  leases.remove('other', 'a', 2);
  leases.startingWith('lease', 10);
  jobs.add(job(n));
  jobs.claim(['mail', 'push'], AT, AT + 1, 10);
  jobs.claim(['webhook'], AT, AT + 1, 10);
  jobs.list({ ...page, kind: 'mail' });
  jobs.list({ ...page, kind: 'webhook', target: 'a', cursor });
  jobs.deleteOld(0);
  webhookEndpoints.insert(webhookEndpoint(n));
  webhookEndpoints.change(id(n), { isActive: false });
  webhookEndpoints.all();
  webhookEndpoints.delete(id(404));
}
function askAboutOrders(n: number): void {
  const { products, orders } = store;
  const goods = product(n + 1);
  products.insert(goods);
  products.settle(id(n + 1), 'key');
  products.owing(10);
  orders.place(order(n + 1, { product: goods }), { prices: [], limits: [{ scope: id(9), productId: goods._id, max: 2 }] });
  orders.setPayment(id(n + 1), 'reference', 'https://pay.example');
  orders.byPaymentReference('reference');
  orders.overdue(AT, 10);
  orders.close(id(n + 1), ['pending'], 'cancelled', { by: null, at: AT });
  orders.changeState(id(n), ['paid'], 'fulfilled', { by: null, at: AT });
  orders.list({ limit: 1, streamId: id(9), states: ['paid'], from: AT, to: AT + 1, search: 'mira' });
  orders.list({ limit: 1, buyerId: id(2), cursor: encodeCursor({ key: 1, id: id(1) }) });
  orders.soldLines(id(9));
  orders.anonymise(id(50_000 + n), id(999));
}
askEverything(1);
const texts = [...prepared];
/** A full index walk in the order that is wanted, cut off by a limit, reads no more than it gives. */
const WALKS = [
  'audit_by_age',
  'bans_by_age',
  'livestreams_owing',
  'orders_owing',
  'products_by_age',
  'products_owing',
  'sqlite_autoindex_orders_2',
  'users_by_age',
  'webhook_endpoints_by_age',
];

describe('the queries of the SQLite store', () => {
  it.each(texts)('find what they want by an index: %s', (sql) => {
    const steps = database
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row.detail));
    const scans = steps.filter(
      (step) => step.startsWith('SCAN') && !/VIRTUAL TABLE|CONSTANT ROW/.test(step) && !WALKS.some((index) => step.includes(index)),
    );
    // Whether there is any account at all: one row is read.
    expect(sql.includes('FROM users LIMIT 1') ? [] : scans).toEqual([]);
  });

  it('are prepared once each, however often they are asked', () => {
    askEverything(2);
    expect(prepared).toEqual(texts);
    expect(new Set(texts).size).toBe(texts.length);
  });
});
