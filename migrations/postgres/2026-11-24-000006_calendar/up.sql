-- The appointment behind a session item, or behind an interview. A session has its item's id with
-- another prefix, so that neither has to be looked up from the other.
CREATE TABLE sessions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  engagement_id TEXT COLLATE "C" REFERENCES engagements(id) ON DELETE CASCADE,
  item_id TEXT COLLATE "C" REFERENCES items(id) ON DELETE CASCADE,
  interview_id TEXT COLLATE "C",
  coach_id TEXT COLLATE "C" REFERENCES users(id),
  -- Whom an interview is with. A session's attendees are its item's recipients.
  attendee_id TEXT COLLATE "C" REFERENCES users(id),
  title TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('scheduled', 'cancelled', 'completed', 'no_show')),
  -- Whether it waits for its engagement to be activated; nobody is told until then.
  is_held BOOLEAN NOT NULL,
  starts_at TIMESTAMPTZ NOT NULL,
  ends_at TIMESTAMPTZ NOT NULL,
  time_zone TEXT NOT NULL,
  -- What the clock of that zone showed when it was chosen.
  local_starts_at TEXT NOT NULL,
  location TEXT,
  -- iCalendar's SEQUENCE: how often it was changed since it was first announced.
  sequence INTEGER NOT NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_by_start ON sessions (organization_id, starts_at, id);
CREATE INDEX sessions_by_coach ON sessions (coach_id, starts_at, id);
CREATE INDEX sessions_by_engagement ON sessions (engagement_id, starts_at, id) WHERE engagement_id IS NOT NULL;
CREATE INDEX sessions_by_attendee ON sessions (attendee_id, starts_at, id) WHERE attendee_id IS NOT NULL;
-- For those that go with their item.
CREATE INDEX sessions_by_item ON sessions (item_id) WHERE item_id IS NOT NULL;

-- When a coach can be booked.
CREATE TABLE availabilities (
  user_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  timetable JSONB NOT NULL,
  is_shared BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);

-- A person's sessions as a calendar that other programs subscribe to, by a secret link.
CREATE TABLE calendar_feeds (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  name TEXT NOT NULL,
  token_hash TEXT COLLATE "C" NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX calendar_feeds_token ON calendar_feeds (token_hash);
CREATE INDEX calendar_feeds_by_user ON calendar_feeds (user_id, created_at, id);
