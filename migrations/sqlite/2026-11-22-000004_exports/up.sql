CREATE TABLE exports (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  requested_by TEXT NOT NULL,
  request TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'expired')),
  total_rows INTEGER,
  row_count INTEGER NOT NULL,
  byte_count INTEGER NOT NULL,
  sha256 TEXT,
  -- A worker holds the job until then; its token guards what it writes.
  lease_token TEXT,
  due_at INTEGER,
  attempts INTEGER NOT NULL,
  finished_at INTEGER,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX exports_by_requester ON exports (organization_id, requested_by, created_at, id);
CREATE INDEX exports_by_creation ON exports (organization_id, created_at, id);
CREATE INDEX exports_due ON exports (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX exports_by_expiry ON exports (expires_at);

-- The finished file in pieces, so that any replica can serve it and none holds it whole.
CREATE TABLE export_chunks (
  export_id TEXT NOT NULL REFERENCES exports(id) ON DELETE CASCADE,
  lease_token TEXT NOT NULL,
  position INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (export_id, lease_token, position)
) STRICT;
