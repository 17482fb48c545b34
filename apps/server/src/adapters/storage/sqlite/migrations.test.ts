import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AT, id, livestream, message, NO_TERMS, order, product, session, user } from '../conformance/samples.ts';
import { createAggregates } from './aggregates.ts';
import { type Database, openDatabase } from './driver.ts';
import { migrate } from './migrations.ts';
import { Prepared } from './prepared.ts';

let directory: string;
let database: Database;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vitrine-migrations-'));
  database = openDatabase(join(directory, 'vitrine.sqlite'));
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});
const write = (sql: string, ...values: (string | number | null)[]): void => void database.prepare(sql).run(...values);

/** Rows as the first schema's adapter wrote them: without the fields that came later. */
function writeFirstShow(): void {
  const { userAgent: _, ...oldSession } = session('token');
  write(
    'INSERT INTO users (id, email, document) VALUES (?, ?, ?)',
    id(1),
    'user1@shop.example',
    JSON.stringify(user(1, { name: 'ÖRJAN' })),
  );
  write('INSERT INTO sessions (token_hash, expires_at, document) VALUES (?, ?, ?)', 'token', AT + 60_000, JSON.stringify(oldSession));
  const {
    lineup: _1,
    pinnedMessage: _2,
    hostAwaySince: _3,
    engagement: _4,
    guests: _guests,
    recording: _recording,
    broadcastKey: _key,
    ...oldShow
  } = livestream(1);
  write(
    'INSERT INTO livestreams (id, status, visibility, created_by, sort_key, owing, searchable, document) VALUES (?, ?, ?, ?, ?, 0, ?, ?)',
    id(1),
    'scheduled',
    'public',
    id(1),
    AT,
    'show 1',
    JSON.stringify({ ...oldShow, settings: { slowMode: 0, recording: true } }),
  );
  const { taxRate: _5, owed: _6, variants, ...oldProduct } = product(1);
  write(
    'INSERT INTO products (id, archived, created_at, searchable, document) VALUES (?, 0, ?, ?, ?)',
    id(1),
    AT,
    '',
    JSON.stringify(oldProduct),
  );
  for (const variant of variants)
    write(
      'INSERT INTO variants (product_id, id, position, name, price, stock) VALUES (?, ?, 0, ?, ?, 4)',
      id(1),
      variant.id,
      '',
      variant.price,
    );
  write(
    'INSERT INTO timeline (stream_id, entry_offset, key, type, at, entry) VALUES (?, 1, ?, ?, ?, ?)',
    id(1),
    'key',
    'chat_message',
    AT,
    JSON.stringify(message(id(1), 1)),
  );
  const { delivery: _7, taxes: _8, paymentReference: _9, payBefore: _10, history: _11, ...oldOrder } = order(1, { product: product(1) });
  write(
    'INSERT INTO orders (id, number, stream_id, buyer_id, state, created_at, owing, document) VALUES (?, 1001, ?, ?, ?, ?, 0, ?)',
    id(1),
    id(9),
    oldOrder.buyerId,
    'pending',
    AT,
    JSON.stringify({
      ...oldOrder,
      number: 'V-1001',
      state: 'pending',
      payment: { provider: 'manual' },
      contact: { ...oldOrder.contact, name: 'ÖRJAN' },
      lines: oldOrder.lines.map(({ taxPercent: _12, ...line }) => line),
    }),
  );
}

describe('a database of the first schema', () => {
  it('has everything that later ones need, and goes on working', () => {
    migrate(database, 1);
    writeFirstShow();
    migrate(database);
    migrate(database);
    const { users, sessions, livestreams, timeline, products, orders } = createAggregates(new Prepared(database));
    expect(users.list({ limit: 10, search: 'örjan' }).items).toEqual([user(1, { name: 'ÖRJAN' })]);
    expect(sessions.bySubject(session('token').subjectId, 10)).toEqual([session('token', { userAgent: '' })]);
    expect(livestreams.byId(id(1))).toEqual(livestream(1));
    expect(timeline.after(id(1), 0, 10)).toEqual([message(id(1), 1)]);
    expect(timeline.redactActor(id(7))).toEqual([{ streamId: id(1), offset: 1, type: 'chat_message' }]);
    expect(products.byId(id(1))).toEqual(product(1, { variants: product(1).variants.map((one) => ({ ...one, stock: 4 })) }));
    const expected = order(1, { product: product(1) });
    expect(orders.list({ limit: 10, search: 'örjan' }).items).toEqual([
      {
        ...expected,
        number: 'V-1001',
        state: 'pending',
        contact: { ...expected.contact, name: 'ÖRJAN' },
        history: [{ state: 'pending', at: expected.createdAt, by: expected.buyerId }],
      },
    ]);
    expect(orders.close(id(1), ['pending'], 'cancelled', { by: null, at: AT })?.products[0]?.variants[0]?.stock).toBe(5);
    expect(orders.place(order(2, { product: product(1) }), NO_TERMS)).toMatchObject({ outcome: 'placed', order: { number: 'V-1002' } });
  });
});
