-- A coachee and the coaches they choose from.
CREATE TABLE matches (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  coachee_id TEXT NOT NULL REFERENCES users(id),
  -- The engagement that follows is made from this template, or it is this one that gets its coach.
  template_id TEXT REFERENCES program_templates(id),
  engagement_id TEXT REFERENCES engagements(id) ON DELETE SET NULL,
  message TEXT,
  status TEXT NOT NULL CHECK (status IN ('draft', 'started', 'completed', 'cancelled')),
  interviews_required INTEGER NOT NULL,
  interviews_completed INTEGER NOT NULL,
  started_at INTEGER,
  completed_at INTEGER,
  cancelled_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX matches_by_creation ON matches (organization_id, created_at, id);
CREATE INDEX matches_by_coachee ON matches (coachee_id, created_at, id);

CREATE TABLE match_coaches (
  match_id TEXT NOT NULL REFERENCES matches(id) ON DELETE CASCADE,
  coach_id TEXT NOT NULL REFERENCES users(id),
  position INTEGER NOT NULL,
  PRIMARY KEY (match_id, coach_id)
) STRICT;
CREATE INDEX match_coaches_by_coach ON match_coaches (coach_id, match_id);

-- A talk before somebody is chosen. Its appointment is in sessions, with the same id but for the prefix.
CREATE TABLE interviews (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  match_id TEXT NOT NULL REFERENCES matches(id) ON DELETE CASCADE,
  coach_id TEXT NOT NULL REFERENCES users(id),
  coachee_id TEXT NOT NULL REFERENCES users(id),
  status TEXT NOT NULL CHECK (status IN ('requested', 'approved', 'scheduled', 'completed', 'declined', 'cancelled')),
  proposed_times TEXT NOT NULL,
  location TEXT,
  reason TEXT,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX interviews_by_match ON interviews (match_id, created_at, id);
-- One at a time with each coach.
CREATE UNIQUE INDEX interviews_open ON interviews (match_id, coach_id) WHERE status IN ('requested', 'approved', 'scheduled');

CREATE TABLE selections (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  match_id TEXT NOT NULL REFERENCES matches(id) ON DELETE CASCADE,
  coach_id TEXT NOT NULL REFERENCES users(id),
  status TEXT NOT NULL CHECK (status IN ('pending', 'effective', 'rejected')),
  reason TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX selections_by_match ON selections (match_id, created_at, id);
CREATE UNIQUE INDEX selections_open ON selections (match_id) WHERE status IN ('pending', 'effective');
