CREATE TABLE organizations (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  name TEXT NOT NULL,
  search_name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('record', 'invited', 'active', 'deactivated', 'anonymised')),
  is_admin INTEGER NOT NULL CHECK (is_admin IN (0, 1)),
  is_manager INTEGER NOT NULL CHECK (is_manager IN (0, 1)),
  is_coach INTEGER NOT NULL CHECK (is_coach IN (0, 1)),
  is_coachee INTEGER NOT NULL CHECK (is_coachee IN (0, 1)),
  is_advocate INTEGER NOT NULL CHECK (is_advocate IN (0, 1)),
  time_zone TEXT NOT NULL,
  password_hash TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX users_email_key ON users (organization_id, email_key);
CREATE INDEX users_by_login ON users (email_key);
CREATE INDEX users_by_creation ON users (organization_id, created_at, id);
CREATE INDEX users_by_name ON users (organization_id, name, id);
CREATE INDEX users_by_state ON users (organization_id, state, created_at, id);
-- One index a role, so that the coaches among many coachees are found without reading the coachees.
CREATE INDEX users_admins ON users (organization_id, created_at, id) WHERE is_admin;
CREATE INDEX users_managers ON users (organization_id, created_at, id) WHERE is_manager;
CREATE INDEX users_coaches ON users (organization_id, created_at, id) WHERE is_coach;
CREATE INDEX users_coachees ON users (organization_id, created_at, id) WHERE is_coachee;
CREATE INDEX users_advocates ON users (organization_id, created_at, id) WHERE is_advocate;

CREATE TABLE coach_assignments (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  coach_id TEXT NOT NULL REFERENCES users(id),
  coachee_id TEXT NOT NULL REFERENCES users(id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX coach_assignments_pair ON coach_assignments (coach_id, coachee_id);
CREATE INDEX coach_assignments_by_creation ON coach_assignments (organization_id, created_at, id);
CREATE INDEX coach_assignments_by_coach ON coach_assignments (organization_id, coach_id, created_at, id);
CREATE INDEX coach_assignments_by_coachee ON coach_assignments (organization_id, coachee_id, created_at, id);

CREATE TABLE invitations (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  user_id TEXT NOT NULL REFERENCES users(id),
  token_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  accepted_at INTEGER,
  revoked_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE INDEX invitations_by_user ON invitations (user_id, created_at);

CREATE TABLE password_resets (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  user_id TEXT NOT NULL REFERENCES users(id),
  token_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX password_resets_token ON password_resets (token_hash);
CREATE INDEX password_resets_by_user ON password_resets (user_id);
CREATE INDEX password_resets_by_expiry ON password_resets (expires_at);

CREATE TABLE login_sessions (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  user_id TEXT NOT NULL REFERENCES users(id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX login_sessions_by_user ON login_sessions (user_id);
CREATE INDEX login_sessions_by_expiry ON login_sessions (expires_at);

CREATE TABLE refresh_tokens (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  login_session_id TEXT NOT NULL REFERENCES login_sessions(id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL,
  used_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX refresh_tokens_token ON refresh_tokens (token_hash);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (login_session_id);

CREATE TABLE api_keys (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  hint TEXT NOT NULL,
  scopes TEXT NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER,
  revoked_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX api_keys_key ON api_keys (key_hash);
CREATE INDEX api_keys_by_creation ON api_keys (organization_id, created_at, id);

CREATE TABLE idempotency_keys (
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  actor_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (organization_id, actor_id, idempotency_key)
) STRICT;
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
