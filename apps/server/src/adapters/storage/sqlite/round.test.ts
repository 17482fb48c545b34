import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { id, message, user } from '../conformance/samples.ts';
import { type Aggregates, createAggregates } from './aggregates.ts';
import { type Database, openDatabase } from './driver.ts';
import { migrate } from './migrations.ts';
import { Prepared } from './prepared.ts';
import { performRound } from './round.ts';

let directory: string;
let real: Database;
let aggregates: Aggregates;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vitrine-round-'));
  real = openDatabase(join(directory, 'vitrine.sqlite'));
  migrate(real);
  aggregates = createAggregates(new Prepared(real));
});
afterEach(() => {
  real.close();
  rmSync(directory, { recursive: true });
});

const insert = (callId: number, offset: number) => ({ id: callId, method: 'timeline.insert', input: [[message(id(1), offset)]] });
const tail = (): number => aggregates.timeline.tail(id(1)).offset;

describe('a round of the storage worker', () => {
  it('When COMMIT fails, then every call of the round is refused, nothing of it is there, and the next round is done', () => {
    let full = true;
    const failing: Database = {
      prepare: (sql) => real.prepare(sql),
      close: () => real.close(),
      exec(sql) {
        if (sql === 'COMMIT' && full) throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
        real.exec(sql);
      },
    };
    const refused = performRound(failing, aggregates, [insert(1, 1), { id: 2, method: 'timeline.tail', input: [id(1)] }]);
    expect(refused).toMatchObject([
      { id: 1, code: 'storage_unavailable' },
      { id: 2, code: 'storage_unavailable' },
    ]);
    expect(tail()).toBe(0);
    full = false;
    expect(performRound(failing, aggregates, [insert(3, 1)])).toEqual([{ id: 3, value: { written: 1 } }]);
    expect(tail()).toBe(1);
  });

  it('When SQLite has rolled back the transaction by itself, then every call of the round is refused', () => {
    const users = {
      ...aggregates.users,
      insert: () => {
        real.exec('ROLLBACK');
        throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
      },
    };
    const answers = performRound(real, { ...aggregates, users }, [
      insert(1, 1),
      { id: 2, method: 'users.insert', input: [user(1)] },
      insert(3, 2),
    ]);
    expect(answers.map((answer) => 'code' in answer && answer.code)).toEqual(Array(3).fill('storage_unavailable'));
    expect(tail()).toBe(0);
  });

  it('When one call fails half-way, then its own writes alone are undone', () => {
    const users = {
      ...aggregates.users,
      insert: (input: Parameters<Aggregates['users']['insert']>[0]) => {
        aggregates.users.insert(input);
        throw new Error('a fault of ours');
      },
    };
    const answers = performRound(real, { ...aggregates, users }, [
      insert(1, 1),
      { id: 2, method: 'users.insert', input: [user(1)] },
      insert(3, 2),
    ]);
    expect(answers).toMatchObject([{ value: { written: 1 } }, { code: 'internal' }, { value: { written: 1 } }]);
    expect(tail()).toBe(2);
    expect(aggregates.users.count()).toBe(0);
  });

  it('When there is no such method, then that is an internal error', () => {
    expect(performRound(real, aggregates, [{ id: 1, method: 'timeline.shred', input: [] }])).toMatchObject([{ code: 'internal' }]);
  });
});
