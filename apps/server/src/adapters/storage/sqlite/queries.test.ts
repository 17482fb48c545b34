import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AT, id, livestream, message, NO_TERMS, order, product, session, user } from '../conformance/samples.ts';
import { createAggregates } from './aggregates.ts';
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
const { users, sessions, settings, livestreams, timeline, likes, viewers, products, orders } = createAggregates(new Prepared(recording));

/** Every query of every aggregate, as the domain asks it. */
function askEverything(round: number): void {
  const n = round * 10;
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
}
askEverything(1);
const texts = [...prepared];
/** A full index walk in the order that is wanted, cut off by a limit, reads no more than it gives. */
const WALKS = ['products_by_age', 'sqlite_autoindex_orders_2', 'livestreams_owing', 'orders_owing'];

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
