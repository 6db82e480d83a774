-- What missions asked for and gave when somebody took part. Written once for each version of it, so that a
-- submission keeps the terms it was made under however the mission changes.
CREATE TABLE mission_terms (
  mission_id TEXT NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (mission_id, version)
) STRICT;

-- Somebody who takes part without an account, known by an address that they have confirmed.
CREATE TABLE guests (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  name TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX guests_email_key ON guests (organization_id, email_key);

CREATE TABLE submissions (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  mission_id TEXT NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  mission_type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('draft', 'held', 'pending_review', 'changes_requested', 'approved', 'rejected', 'withdrawn', 'revoked')),
  user_id TEXT REFERENCES users(id),
  guest_id TEXT REFERENCES guests(id),
  -- Who it is for limits: a user's id, or a guest's address.
  participant_key TEXT NOT NULL,
  -- What a guest said of themselves; forgotten once they turn out to be a user.
  guest_name TEXT,
  guest_email TEXT,
  content TEXT NOT NULL,
  terms_version INTEGER NOT NULL,
  -- What no two submissions of a mission may both show, such as a post's address.
  unique_key TEXT,
  -- How many times it was approved.
  round INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  -- A guest's is forgotten then, unless it is confirmed.
  confirm_by INTEGER,
  -- Since when it counts against limits; null while it does not.
  place_taken_at INTEGER,
  submitted_at INTEGER,
  decided_at INTEGER,
  decided_by TEXT REFERENCES users(id),
  reason TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX submissions_by_submission ON submissions (organization_id, submitted_at, id);
CREATE INDEX submissions_by_state ON submissions (organization_id, state, submitted_at, id);
CREATE INDEX submissions_by_mission ON submissions (mission_id, submitted_at, id);
CREATE INDEX submissions_by_mission_state ON submissions (mission_id, state, submitted_at, id);
CREATE INDEX submissions_by_user ON submissions (user_id, created_at, id);
CREATE INDEX submissions_by_guest ON submissions (guest_id, created_at, id);
CREATE INDEX submissions_by_participant ON submissions (mission_id, participant_key, place_taken_at);
CREATE INDEX submissions_unconfirmed ON submissions (confirm_by) WHERE confirm_by IS NOT NULL;
CREATE UNIQUE INDEX submissions_unique_key ON submissions (mission_id, unique_key) WHERE unique_key IS NOT NULL;

CREATE TABLE submission_files (
  submission_id TEXT NOT NULL REFERENCES submissions(id) ON DELETE CASCADE,
  file_id TEXT NOT NULL REFERENCES files(id),
  PRIMARY KEY (submission_id, file_id)
) STRICT;
CREATE INDEX submission_files_by_file ON submission_files (file_id, submission_id);

-- How many places somebody holds in a mission. Changed by conditional statements only, which is what makes
-- limits exact.
CREATE TABLE participations (
  mission_id TEXT NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  participant_key TEXT NOT NULL,
  taken INTEGER NOT NULL CHECK (taken >= 0),
  PRIMARY KEY (mission_id, participant_key)
) STRICT;
