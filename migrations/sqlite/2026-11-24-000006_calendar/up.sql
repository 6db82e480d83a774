-- The appointment behind a session item, or behind an interview. A session has its item's id with
-- another prefix, so that neither has to be looked up from the other.
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT REFERENCES engagements(id) ON DELETE CASCADE,
  item_id TEXT REFERENCES items(id) ON DELETE CASCADE,
  interview_id TEXT,
  coach_id TEXT REFERENCES users(id),
  -- Whom an interview is with. A session's attendees are its item's recipients.
  attendee_id TEXT REFERENCES users(id),
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('scheduled', 'cancelled', 'completed', 'no_show')),
  -- Whether it waits for its engagement to be activated; nobody is told until then.
  is_held INTEGER NOT NULL CHECK (is_held IN (0, 1)),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  -- What the clock of that zone showed when it was chosen.
  local_starts_at TEXT NOT NULL,
  location TEXT,
  -- iCalendar's SEQUENCE: how often it was changed since it was first announced.
  sequence INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_start ON sessions (organization_id, starts_at, id);
CREATE INDEX sessions_by_coach ON sessions (coach_id, starts_at, id);
CREATE INDEX sessions_by_engagement ON sessions (engagement_id, starts_at, id) WHERE engagement_id IS NOT NULL;
CREATE INDEX sessions_by_attendee ON sessions (attendee_id, starts_at, id) WHERE attendee_id IS NOT NULL;
-- For those that go with their item.
CREATE INDEX sessions_by_item ON sessions (item_id) WHERE item_id IS NOT NULL;

-- When a coach can be booked.
CREATE TABLE availabilities (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  timetable TEXT NOT NULL,
  is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- A person's sessions as a calendar that other programs subscribe to, by a secret link.
CREATE TABLE calendar_feeds (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  user_id TEXT NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX calendar_feeds_token ON calendar_feeds (token_hash);
CREATE INDEX calendar_feeds_by_user ON calendar_feeds (user_id, created_at, id);
