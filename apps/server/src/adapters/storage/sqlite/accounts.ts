import { DomainError } from '../../../domain/errors.ts';
import type { SessionRecord, UserRecord } from '../../../ports/storage.ts';
import type { Prepared } from './prepared.ts';

export const users = (db: Prepared) => {
  const write = (user: UserRecord) =>
    db.run(
      'INSERT INTO users (id, email, document) VALUES (?, ?, ?) ON CONFLICT (email) DO NOTHING',
      user._id,
      user.email,
      JSON.stringify(user),
    ) === 1;
  return {
    insert(user: UserRecord): void {
      if (!write(user)) throw new DomainError('email_taken', 'Another account has this e-mail address.');
    },
    insertFirst: (user: UserRecord): boolean => db.get('SELECT 1 FROM users LIMIT 1') === undefined && write(user),
    byId: (id: string) => db.document<UserRecord>('SELECT document FROM users WHERE id = ?', id),
    byEmail: (email: string) => db.document<UserRecord>('SELECT document FROM users WHERE email = ?', email),
    count: () => db.count('SELECT count(*) AS count FROM users'),
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
  delete(tokenHash: string): void {
    db.run('DELETE FROM sessions WHERE token_hash = ?', tokenHash);
  },
  deleteExpired: (now: number): number => db.run('DELETE FROM sessions WHERE expires_at <= ?', now),
});

export const settings = (db: Prepared) => {
  const get = (name: string): string | null => {
    const row = db.get('SELECT value FROM settings WHERE name = ?', name);
    return row ? String(row.value) : null;
  };
  return {
    get,
    set(name: string, value: string): void {
      db.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', name, value);
    },
    setIfAbsent(name: string, value: string): string {
      db.run('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', name, value);
      return get(name) ?? value;
    },
    take: (name: string, value: string): boolean => db.run('DELETE FROM settings WHERE name = ? AND value = ?', name, value) === 1,
  };
};
