import { DomainError } from '../../../domain/errors.ts';
import type { OneTimeTokenRecord, Page, SessionRecord, UserFilter, UserRecord } from '../../../ports/storage.ts';
import { changed } from './changed.ts';
import { collection } from './collection.ts';
import { likePattern } from './cursor.ts';
import type { Value } from './driver.ts';
import type { Prepared } from './prepared.ts';
import { searchableUser } from './searchable.ts';

export const users = (db: Prepared) => {
  const table = collection<UserRecord>(db, 'users');
  const byEmail = (email: string) => db.document<UserRecord>('SELECT document FROM users WHERE email = ?', email);
  const emailTaken = () => new DomainError('email_taken', 'Another account has this e-mail address.');
  const write = (user: UserRecord): boolean =>
    db.run(
      'INSERT INTO users (id, email, searchable, document) VALUES (?, ?, ?, ?) ON CONFLICT (email) DO NOTHING',
      user._id,
      user.email,
      searchableUser(user),
      JSON.stringify(user),
    ) === 1;
  return {
    insert(user: UserRecord): void {
      if (!write(user)) throw emailTaken();
    },
    insertFirst: (user: UserRecord): boolean => db.get('SELECT 1 FROM users LIMIT 1') === undefined && write(user),
    byId: table.byId,
    byEmail,
    count: () => db.count('SELECT count(*) AS count FROM users'),
    list({ roles, search, ...page }: UserFilter): Page<UserRecord> {
      const conditions: string[] = [];
      const values: Value[] = [];
      if (roles) {
        conditions.push(`role IN (${roles.map(() => '?').join(', ')})`);
        values.push(...roles);
      }
      if (search) {
        conditions.push("searchable LIKE ? ESCAPE '\\'");
        values.push(likePattern(search));
      }
      const where = conditions.length > 0 ? { sql: conditions.join(' AND '), values } : undefined;
      return table.page(page, { column: 'created_at', key: ({ createdAt }) => createdAt, direction: 'DESC' }, {}, where);
    },
    change(id: string, changes: Partial<Pick<UserRecord, 'email' | 'name' | 'role' | 'passwordHash'>>): UserRecord | null {
      const user = table.byId(id);
      if (!user) return null;
      const next = changed(user, changes);
      if (next.email !== user.email && byEmail(next.email)) throw emailTaken();
      db.run(
        'UPDATE users SET email = ?, searchable = ?, document = ? WHERE id = ?',
        next.email,
        searchableUser(next),
        JSON.stringify(next),
        id,
      );
      return next;
    },
    delete: table.delete,
  };
};

export const sessions = (db: Prepared) => ({
  insert(session: SessionRecord): void {
    db.run(
      'INSERT INTO sessions (token_hash, expires_at, document) VALUES (?, ?, ?)',
      session.tokenHash,
      session.expiresAt,
      JSON.stringify(session),
    );
  },
  byTokenHash: (tokenHash: string) => db.document<SessionRecord>('SELECT document FROM sessions WHERE token_hash = ?', tokenHash),
  bySubject: (subjectId: string, limit: number) =>
    db.documents<SessionRecord>(
      'SELECT document FROM sessions WHERE subject_id = ? ORDER BY created_at DESC, token_hash LIMIT ?',
      subjectId,
      limit,
    ),
  delete(tokenHash: string): void {
    db.run('DELETE FROM sessions WHERE token_hash = ?', tokenHash);
  },
  deleteBySubject: (subjectId: string, except?: string): string[] =>
    db
      .all('DELETE FROM sessions WHERE subject_id = ? AND token_hash <> ? RETURNING token_hash', subjectId, except ?? '')
      .map((row) => String(row.token_hash)),
  deleteExpired: (now: number): number => db.run('DELETE FROM sessions WHERE expires_at <= ?', now),
});

export const oneTimeTokens = (db: Prepared) => ({
  insert(token: OneTimeTokenRecord): void {
    db.run('INSERT INTO one_time_tokens (token_hash, document) VALUES (?, ?)', token.tokenHash, JSON.stringify(token));
  },
  byHash: (tokenHash: string) => db.document<OneTimeTokenRecord>('SELECT document FROM one_time_tokens WHERE token_hash = ?', tokenHash),
  take: (tokenHash: string): boolean => db.run('DELETE FROM one_time_tokens WHERE token_hash = ?', tokenHash) === 1,
  list: (purpose: OneTimeTokenRecord['purpose'], limit: number) =>
    db.documents<OneTimeTokenRecord>(
      'SELECT document FROM one_time_tokens WHERE purpose = ? ORDER BY created_at DESC, token_hash DESC LIMIT ?',
      purpose,
      limit,
    ),
  deleteExpired: (now: number): number => db.run('DELETE FROM one_time_tokens WHERE expires_at <= ?', now),
});

export const settings = (db: Prepared) => {
  const get = (name: string): string | null => {
    const row = db.get('SELECT value FROM settings WHERE name = ?', name);
    return row ? String(row.value) : null;
  };
  const insert = (name: string, value: string): boolean =>
    db.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, value) === 1;
  return {
    get,
    set(name: string, value: string): void {
      db.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
    },
    setIfAbsent(name: string, value: string): string {
      insert(name, value);
      return get(name) ?? value;
    },
    take: (name: string, value: string): boolean => db.run('DELETE FROM settings WHERE name = ? AND value = ?', name, value) === 1,
    replace: (name: string, previous: string | null, next: string): boolean =>
      previous === null
        ? insert(name, next)
        : db.run('UPDATE settings SET value = ? WHERE name = ? AND value = ?', next, name, previous) === 1,
  };
};
