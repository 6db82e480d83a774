CREATE TABLE exports (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  requested_by TEXT COLLATE "C" NOT NULL,
  request JSONB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'expired')),
  total_rows BIGINT,
  row_count BIGINT NOT NULL,
  byte_count BIGINT NOT NULL,
  sha256 TEXT,
  -- A worker holds the job until then; its token guards what it writes.
  lease_token TEXT,
  due_at TIMESTAMPTZ,
  attempts INTEGER NOT NULL,
  finished_at TIMESTAMPTZ,
  expires_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX exports_by_requester ON exports (organization_id, requested_by, created_at, id);
CREATE INDEX exports_by_creation ON exports (organization_id, created_at, id);
CREATE INDEX exports_due ON exports (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX exports_by_expiry ON exports (expires_at);

-- The finished file in pieces, so that any replica can serve it and none holds it whole.
CREATE TABLE export_chunks (
  export_id TEXT COLLATE "C" NOT NULL REFERENCES exports(id) ON DELETE CASCADE,
  lease_token TEXT NOT NULL,
  position INTEGER NOT NULL,
  bytes BYTEA NOT NULL,
  PRIMARY KEY (export_id, lease_token, position)
);
