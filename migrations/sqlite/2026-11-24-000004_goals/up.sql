CREATE TABLE goals (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT,
  status TEXT NOT NULL CHECK (status IN ('active', 'achieved', 'dropped')),
  achieved_at INTEGER,
  dropped_at INTEGER,
  -- Counted as things happen, for lists.
  milestones_total INTEGER NOT NULL,
  milestones_completed INTEGER NOT NULL,
  feedback_requested INTEGER NOT NULL,
  feedback_answered INTEGER NOT NULL,
  rating_sum INTEGER NOT NULL,
  deleted_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX goals_by_engagement ON goals (engagement_id, created_at, id) WHERE deleted_at IS NULL;

CREATE TABLE milestones (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  goal_id TEXT NOT NULL REFERENCES goals(id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  description TEXT,
  due_at INTEGER,
  time_zone TEXT,
  -- Offsets in seconds before it is due.
  reminders TEXT NOT NULL,
  next_reminder_at INTEGER,
  completed_at INTEGER,
  completed_by TEXT REFERENCES users(id),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX milestones_by_goal ON milestones (goal_id, created_at, id);
CREATE INDEX milestones_by_engagement ON milestones (engagement_id);
CREATE INDEX milestones_to_remind ON milestones (next_reminder_at, id) WHERE next_reminder_at IS NOT NULL;

-- Somebody is asked what they think of a goal. What they say is never shown beside who they are.
CREATE TABLE feedback_requests (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  goal_id TEXT NOT NULL REFERENCES goals(id) ON DELETE CASCADE,
  requested_by TEXT REFERENCES users(id),
  name TEXT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  message TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'expired', 'revoked')),
  expires_at INTEGER NOT NULL,
  next_reminder_at INTEGER,
  reminded_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feedback_requests_by_goal ON feedback_requests (goal_id, created_at, id);
CREATE INDEX feedback_requests_by_engagement ON feedback_requests (engagement_id);
CREATE UNIQUE INDEX feedback_requests_open ON feedback_requests (goal_id, email_key) WHERE state = 'open';
CREATE INDEX feedback_requests_to_remind ON feedback_requests (next_reminder_at, id) WHERE next_reminder_at IS NOT NULL;

-- What was said of a goal. Nothing here leads to who said it: ids are random and there is no time.
CREATE TABLE feedback_answers (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  goal_id TEXT NOT NULL REFERENCES goals(id) ON DELETE CASCADE,
  rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
  feedback TEXT
) STRICT;
CREATE INDEX feedback_answers_by_goal ON feedback_answers (goal_id, id);
