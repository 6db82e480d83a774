CREATE TABLE organizations (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  settings JSONB NOT NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE users (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  email TEXT NOT NULL,
  email_key TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  search_name TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('record', 'invited', 'active', 'deactivated', 'anonymised')),
  is_admin BOOLEAN NOT NULL,
  is_manager BOOLEAN NOT NULL,
  is_coach BOOLEAN NOT NULL,
  is_coachee BOOLEAN NOT NULL,
  is_advocate BOOLEAN NOT NULL,
  time_zone TEXT NOT NULL,
  password_hash TEXT,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
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
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  coach_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  coachee_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX coach_assignments_pair ON coach_assignments (coach_id, coachee_id);
CREATE INDEX coach_assignments_by_creation ON coach_assignments (organization_id, created_at, id);
CREATE INDEX coach_assignments_by_coach ON coach_assignments (organization_id, coach_id, created_at, id);
CREATE INDEX coach_assignments_by_coachee ON coach_assignments (organization_id, coachee_id, created_at, id);

CREATE TABLE invitations (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  token_hash TEXT COLLATE "C" NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  accepted_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE INDEX invitations_by_user ON invitations (user_id, created_at);

CREATE TABLE password_resets (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  token_hash TEXT COLLATE "C" NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  used_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX password_resets_token ON password_resets (token_hash);
CREATE INDEX password_resets_by_user ON password_resets (user_id);
CREATE INDEX password_resets_by_expiry ON password_resets (expires_at);

CREATE TABLE login_sessions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  revoked_at TIMESTAMPTZ
);
CREATE INDEX login_sessions_by_user ON login_sessions (user_id);
CREATE INDEX login_sessions_by_expiry ON login_sessions (expires_at);

CREATE TABLE refresh_tokens (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  login_session_id TEXT COLLATE "C" NOT NULL REFERENCES login_sessions(id) ON DELETE CASCADE,
  token_hash TEXT COLLATE "C" NOT NULL,
  used_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX refresh_tokens_token ON refresh_tokens (token_hash);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (login_session_id);

CREATE TABLE api_keys (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  name TEXT NOT NULL,
  key_hash TEXT COLLATE "C" NOT NULL,
  hint TEXT NOT NULL,
  scopes JSONB NOT NULL,
  expires_at TIMESTAMPTZ,
  last_used_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX api_keys_key ON api_keys (key_hash);
CREATE INDEX api_keys_by_creation ON api_keys (organization_id, created_at, id);

CREATE TABLE idempotency_keys (
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  actor_id TEXT COLLATE "C" NOT NULL,
  idempotency_key TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  answer JSONB NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (organization_id, actor_id, idempotency_key)
);
CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
