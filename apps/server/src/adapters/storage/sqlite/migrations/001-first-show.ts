import type { Migration } from './migration.ts';

/** Accounts, shows, their timelines and audiences, products and orders. */
export const firstShow: Migration = {
  schema: `
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE users (id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, expires_at INTEGER NOT NULL, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE livestreams (
  id TEXT PRIMARY KEY, status TEXT NOT NULL, visibility TEXT NOT NULL, created_by TEXT NOT NULL, sort_key INTEGER NOT NULL,
  owing INTEGER NOT NULL, searchable TEXT NOT NULL, document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX livestreams_by_status ON livestreams (status, sort_key, id);
CREATE INDEX livestreams_owing ON livestreams (owing) WHERE owing > 0;

CREATE TABLE timeline (
  stream_id TEXT NOT NULL, entry_offset INTEGER NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL,
  redacted INTEGER NOT NULL DEFAULT 0, entry TEXT NOT NULL,
  PRIMARY KEY (stream_id, entry_offset)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX timeline_by_key ON timeline (stream_id, key);
CREATE INDEX timeline_by_type ON timeline (stream_id, type, entry_offset);

CREATE TABLE likes (stream_id TEXT NOT NULL, viewer_id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (stream_id, viewer_id)) STRICT, WITHOUT ROWID;
CREATE INDEX likes_by_time ON likes (stream_id, at);

CREATE TABLE viewers (
  stream_id TEXT NOT NULL, viewer_id TEXT NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  liked INTEGER NOT NULL DEFAULT 0, chatted INTEGER NOT NULL DEFAULT 0, clicked INTEGER NOT NULL DEFAULT 0, bought INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (stream_id, viewer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE products (
  id TEXT PRIMARY KEY, archived INTEGER NOT NULL, created_at INTEGER NOT NULL, searchable TEXT NOT NULL, document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX products_by_age ON products (created_at DESC, id DESC);
CREATE TABLE variants (
  product_id TEXT NOT NULL REFERENCES products (id), id TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
  price INTEGER NOT NULL, compare_at_price INTEGER, stock INTEGER NOT NULL CHECK (stock >= 0),
  PRIMARY KEY (product_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE orders (
  id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, stream_id TEXT, buyer_id TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL,
  owing INTEGER NOT NULL, document TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX orders_by_buyer ON orders (buyer_id, number DESC);
CREATE INDEX orders_by_stream ON orders (stream_id, state);
CREATE INDEX orders_owing ON orders (owing) WHERE owing > 0;
`,
};
