-- The log of everything that happened and the outbox that messages are made from.
CREATE TABLE events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  -- PostgreSQL hands out sequences before transactions commit, so a lower one can appear later.
  -- Whoever follows the whole log goes by (transaction_id, sequence) and stops before the oldest
  -- transaction still open (`pg_snapshot_xmin`).
  -- SQLite has one writer, commits in order and keeps 0 here.
  transaction_id INTEGER NOT NULL,
  id TEXT NOT NULL,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  type TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  engagement_id TEXT,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('user', 'api_key', 'system')),
  actor_id TEXT,
  data TEXT NOT NULL,
  occurred_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_id ON events (id);
CREATE INDEX events_by_organization ON events (organization_id, transaction_id, sequence);
CREATE INDEX events_by_engagement ON events (engagement_id, sequence) WHERE engagement_id IS NOT NULL;
