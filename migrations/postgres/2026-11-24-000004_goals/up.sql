CREATE TABLE goals (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  engagement_id TEXT COLLATE "C" NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT,
  status TEXT NOT NULL CHECK (status IN ('active', 'achieved', 'dropped')),
  achieved_at TIMESTAMPTZ,
  dropped_at TIMESTAMPTZ,
  -- Counted as things happen, for lists.
  milestones_total INTEGER NOT NULL,
  milestones_completed INTEGER NOT NULL,
  feedback_requested INTEGER NOT NULL,
  feedback_answered INTEGER NOT NULL,
  rating_sum BIGINT NOT NULL,
  deleted_at TIMESTAMPTZ,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX goals_by_engagement ON goals (engagement_id, created_at, id) WHERE deleted_at IS NULL;

CREATE TABLE milestones (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  engagement_id TEXT COLLATE "C" NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  goal_id TEXT COLLATE "C" NOT NULL REFERENCES goals(id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  description TEXT,
  due_at TIMESTAMPTZ,
  time_zone TEXT,
  -- Offsets in seconds before it is due.
  reminders JSONB NOT NULL,
  next_reminder_at TIMESTAMPTZ,
  completed_at TIMESTAMPTZ,
  completed_by TEXT COLLATE "C" REFERENCES users(id),
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX milestones_by_goal ON milestones (goal_id, created_at, id);
CREATE INDEX milestones_by_engagement ON milestones (engagement_id);
CREATE INDEX milestones_to_remind ON milestones (next_reminder_at, id) WHERE next_reminder_at IS NOT NULL;

-- Somebody is asked what they think of a goal. What they say is never shown beside who they are.
CREATE TABLE feedback_requests (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  engagement_id TEXT COLLATE "C" NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  goal_id TEXT COLLATE "C" NOT NULL REFERENCES goals(id) ON DELETE CASCADE,
  requested_by TEXT COLLATE "C" REFERENCES users(id),
  name TEXT,
  email TEXT NOT NULL,
  email_key TEXT COLLATE "C" NOT NULL,
  message TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'expired', 'revoked')),
  expires_at TIMESTAMPTZ NOT NULL,
  next_reminder_at TIMESTAMPTZ,
  reminded_at TIMESTAMPTZ,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX feedback_requests_by_goal ON feedback_requests (goal_id, created_at, id);
CREATE INDEX feedback_requests_by_engagement ON feedback_requests (engagement_id);
CREATE UNIQUE INDEX feedback_requests_open ON feedback_requests (goal_id, email_key) WHERE state = 'open';
CREATE INDEX feedback_requests_to_remind ON feedback_requests (next_reminder_at, id) WHERE next_reminder_at IS NOT NULL;

-- What was said of a goal. Nothing here leads to who said it: ids are random and there is no time.
CREATE TABLE feedback_answers (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  goal_id TEXT COLLATE "C" NOT NULL REFERENCES goals(id) ON DELETE CASCADE,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  feedback TEXT
);
CREATE INDEX feedback_answers_by_goal ON feedback_answers (goal_id, id);
