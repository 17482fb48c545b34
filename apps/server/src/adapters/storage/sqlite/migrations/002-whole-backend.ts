import type { OrderRecord, UserRecord } from '../../../../ports/storage.ts';
import type { Database } from '../driver.ts';
import { searchableOrder, searchableUser } from '../searchable.ts';
import type { Migration } from './migration.ts';

/**
 * Moderation, selling in full, figures by the minute, jobs and leases. Columns that a document says are generated from it: they can't
 * differ, and take no room but in the indexes.
 */
export const wholeBackend: Migration = {
  schema: `
ALTER TABLE users ADD COLUMN created_at INTEGER AS (document ->> 'createdAt');
ALTER TABLE users ADD COLUMN role TEXT AS (document ->> 'role');
ALTER TABLE users ADD COLUMN searchable TEXT NOT NULL DEFAULT '';
CREATE INDEX users_by_age ON users (created_at DESC, id DESC);

UPDATE sessions SET document = json_insert(document, '$.userAgent', '');
ALTER TABLE sessions ADD COLUMN subject_id TEXT AS (document ->> 'subjectId');
ALTER TABLE sessions ADD COLUMN created_at INTEGER AS (document ->> 'createdAt');
CREATE INDEX sessions_by_subject ON sessions (subject_id, created_at DESC, token_hash);

CREATE TABLE one_time_tokens (
  token_hash TEXT PRIMARY KEY, document TEXT NOT NULL,
  purpose TEXT AS (document ->> 'purpose'), created_at INTEGER AS (document ->> 'createdAt'), expires_at INTEGER AS (document ->> 'expiresAt')
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_tokens_by_purpose ON one_time_tokens (purpose, created_at DESC, token_hash DESC);
CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);

UPDATE livestreams SET document = json_insert(
  document, '$.lineup', json('[]'), '$.pinnedMessage', NULL, '$.hostAwaySince', NULL, '$.engagement', NULL, '$.settings.chatMode', 'everyone',
  '$.settings.links', 'hold', '$.settings.blockedWords', json('[]'), '$.settings.questions', json('true')
);
ALTER TABLE livestreams ADD COLUMN projection_term INTEGER NOT NULL DEFAULT -1;
ALTER TABLE livestreams ADD COLUMN projection_revision INTEGER NOT NULL DEFAULT -1;

ALTER TABLE timeline ADD COLUMN actor_id TEXT AS (entry ->> 'actorId');
CREATE INDEX timeline_by_speaker ON timeline (actor_id) WHERE type IN ('chat_message', 'question_asked') AND redacted = 0;

CREATE TABLE tallies (stream_id TEXT PRIMARY KEY, up_to INTEGER NOT NULL, counts TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE INDEX likes_by_viewer ON likes (viewer_id, at DESC);

ALTER TABLE viewers ADD COLUMN watched_seconds INTEGER NOT NULL DEFAULT 0;
CREATE INDEX viewers_by_viewer ON viewers (viewer_id, last_seen DESC);
CREATE TABLE attendances (
  stream_id TEXT NOT NULL, minute INTEGER NOT NULL, viewer_id TEXT NOT NULL, PRIMARY KEY (stream_id, minute, viewer_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE attended_minutes (
  stream_id TEXT NOT NULL, minute INTEGER NOT NULL, viewers INTEGER NOT NULL, PRIMARY KEY (stream_id, minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE product_marks (
  stream_id TEXT NOT NULL, mark TEXT NOT NULL, product_id TEXT NOT NULL, minute INTEGER NOT NULL, viewer_id TEXT NOT NULL,
  PRIMARY KEY (stream_id, mark, product_id, minute, viewer_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE product_viewers (
  stream_id TEXT NOT NULL, product_id TEXT NOT NULL, mark TEXT NOT NULL, viewer_id TEXT NOT NULL,
  PRIMARY KEY (stream_id, product_id, mark, viewer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX product_viewers_by_viewer ON product_viewers (viewer_id);

CREATE TABLE samples (
  stream_id TEXT NOT NULL, minute INTEGER NOT NULL, viewers_peak INTEGER NOT NULL, viewers_sum INTEGER NOT NULL, samples INTEGER NOT NULL,
  likes INTEGER NOT NULL, PRIMARY KEY (stream_id, minute)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminders (
  stream_id TEXT NOT NULL, subject_id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (stream_id, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminders_by_subject ON reminders (subject_id, at DESC);

CREATE TABLE push_subscriptions (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, subject_id TEXT AS (document ->> 'subjectId'), created_at INTEGER AS (document ->> 'createdAt')
) STRICT, WITHOUT ROWID;
CREATE INDEX push_subscriptions_by_subject ON push_subscriptions (subject_id, created_at);

UPDATE products SET document = json_insert(document, '$.taxRate', NULL, '$.owed', json('[]'));
ALTER TABLE products ADD COLUMN owing INTEGER AS (json_array_length(document, '$.owed'));
CREATE INDEX products_owing ON products (owing) WHERE owing > 0;

UPDATE orders SET document = json_insert(
  json_set(document, '$.lines', json((SELECT json_group_array(json_insert(line.value, '$.taxPercent', 0)) FROM json_each(document, '$.lines') AS line))),
  '$.delivery', NULL, '$.taxes', json('[]'), '$.payment.url', NULL, '$.paymentReference', NULL, '$.payBefore', NULL,
  '$.history', json_array(json_object('state', 'pending', 'at', document -> 'createdAt', 'by', document ->> 'buyerId'))
);
UPDATE orders SET document = json_set(document, '$.history[#]', json_object('state', state, 'at', document -> 'updatedAt', 'by', NULL))
  WHERE state <> 'pending';
ALTER TABLE orders ADD COLUMN payment_reference TEXT AS (document ->> 'paymentReference');
ALTER TABLE orders ADD COLUMN pay_before INTEGER AS (document ->> 'payBefore');
ALTER TABLE orders ADD COLUMN searchable TEXT NOT NULL DEFAULT '';
-- Whether the stock of the lines is still this order's to give back, and the units it took of a buyer's limits.
ALTER TABLE orders ADD COLUMN holds INTEGER NOT NULL DEFAULT 1;
ALTER TABLE orders ADD COLUMN limits_taken TEXT NOT NULL DEFAULT '[]';
UPDATE orders SET holds = 0 WHERE state NOT IN ('pending', 'paid');
CREATE INDEX orders_by_payment ON orders (payment_reference) WHERE payment_reference IS NOT NULL;
CREATE INDEX orders_unpaid ON orders (pay_before, id) WHERE state = 'pending' AND pay_before IS NOT NULL;
CREATE INDEX orders_of_stream ON orders (stream_id, number DESC);
CREATE TABLE buyer_units (
  buyer_id TEXT NOT NULL, scope TEXT NOT NULL, product_id TEXT NOT NULL, units INTEGER NOT NULL CHECK (units >= 0),
  PRIMARY KEY (buyer_id, scope, product_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bans (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, scope TEXT AS (coalesce(document ->> 'streamId', '')), subject_id TEXT AS (document ->> 'subjectId'),
  until INTEGER AS (document ->> 'until'), created_at INTEGER AS (document ->> 'createdAt')
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX bans_by_subject ON bans (scope, subject_id);
CREATE INDEX bans_by_age ON bans (created_at DESC, id DESC);
CREATE INDEX bans_by_scope ON bans (scope, created_at DESC, id DESC);
CREATE INDEX bans_by_end ON bans (until) WHERE until IS NOT NULL;

CREATE TABLE held_messages (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, stream_id TEXT AS (document ->> 'streamId'), key TEXT AS (document ->> 'key'),
  created_at INTEGER AS (document ->> 'createdAt')
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX held_messages_by_key ON held_messages (stream_id, key);
CREATE INDEX held_messages_by_age ON held_messages (stream_id, created_at, id);

CREATE TABLE reports (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, stream_id TEXT AS (document ->> 'streamId'), message_offset INTEGER AS (document ->> 'offset'),
  reporter_id TEXT AS (document ->> 'reporterId'), state TEXT AS (document ->> 'state'), created_at INTEGER AS (document ->> 'createdAt')
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reports_by_message ON reports (stream_id, message_offset, reporter_id);
CREATE INDEX reports_by_state ON reports (state, created_at, id);
CREATE INDEX reports_of_stream ON reports (stream_id, state, created_at, id);

CREATE TABLE questions (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, stream_id TEXT AS (document ->> 'streamId'), state TEXT AS (document ->> 'state'),
  upvotes INTEGER AS (document ->> 'upvotes'), created_at INTEGER AS (document ->> 'createdAt')
) STRICT, WITHOUT ROWID;
CREATE INDEX questions_by_votes ON questions (stream_id, state, upvotes DESC, created_at, id);
CREATE INDEX questions_by_age ON questions (stream_id, state, created_at DESC, id DESC);
CREATE TABLE question_votes (
  question_id TEXT NOT NULL, viewer_id TEXT NOT NULL, PRIMARY KEY (question_id, viewer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, at INTEGER AS (document ->> 'at'), action TEXT AS (document ->> 'action'),
  actor_id TEXT AS (document ->> 'actorId'), stream_id TEXT AS (document ->> 'streamId')
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_age ON audit (at DESC, id DESC);
CREATE INDEX audit_by_action ON audit (action, at DESC, id DESC);
CREATE INDEX audit_by_actor ON audit (actor_id, at DESC, id DESC);
CREATE INDEX audit_of_stream ON audit (stream_id, at DESC, id DESC);

CREATE TABLE leases (id TEXT PRIMARY KEY, holder TEXT NOT NULL, term INTEGER NOT NULL, beat INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, kind TEXT AS (document ->> 'kind'), key TEXT AS (document ->> 'key'),
  target TEXT AS (document ->> 'target'), state TEXT AS (document ->> 'state'), due_at INTEGER AS (document ->> 'dueAt'),
  created_at INTEGER AS (document ->> 'createdAt'), updated_at INTEGER AS (document ->> 'updatedAt')
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX jobs_by_key ON jobs (key);
CREATE INDEX jobs_due ON jobs (kind, due_at, id) WHERE state = 'due';
CREATE INDEX jobs_by_age ON jobs (kind, created_at DESC, id DESC);
CREATE INDEX jobs_by_target ON jobs (kind, target, created_at DESC, id DESC);
CREATE INDEX jobs_over ON jobs (updated_at) WHERE state <> 'due';

CREATE TABLE webhook_endpoints (
  id TEXT PRIMARY KEY, document TEXT NOT NULL, created_at INTEGER AS (document ->> 'createdAt')
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_endpoints_by_age ON webhook_endpoints (created_at, id);
`,
  fill(database) {
    fillSearchable<UserRecord>(database, 'users', searchableUser);
    fillSearchable<OrderRecord>(database, 'orders', searchableOrder);
  },
};

/** SQLite's `lower` knows ASCII alone. */
function fillSearchable<Document extends { _id: string }>(
  database: Database,
  table: string,
  searchable: (document: Document) => string,
): void {
  const write = database.prepare(`UPDATE ${table} SET searchable = ? WHERE id = ?`);
  for (const row of database.prepare(`SELECT document FROM ${table}`).all()) {
    const document = JSON.parse(String(row.document)) as Document;
    write.run(searchable(document), document._id);
  }
}
