-- The mission that a notification is about.
ALTER TABLE notifications ADD COLUMN mission_id TEXT COLLATE "C";
CREATE INDEX notifications_by_mission ON notifications (mission_id, created_at, id) WHERE mission_id IS NOT NULL;
-- Whom a mission was announced to, in batches.
CREATE INDEX notifications_of_mission ON notifications (mission_id, type, recipient_id) WHERE mission_id IS NOT NULL;
-- What of a mission has not gone yet.
CREATE INDEX notifications_to_come ON notifications (mission_id, due_at) WHERE mission_id IS NOT NULL AND state = 'pending';

-- What a mission tells many people, and how far it has come: its launch, and each of its follow-ups.
CREATE TABLE mission_broadcasts (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  mission_id TEXT COLLATE "C" NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('launch', 'follow_up')),
  -- How long after the launch, or after an assignment.
  offset_seconds BIGINT NOT NULL,
  -- Everybody it is for, or each who was assigned it in their own time.
  scope TEXT NOT NULL CHECK (scope IN ('audience', 'assignments')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'stopped', 'done', 'skipped', 'off')),
  reason TEXT,
  -- What the notifications are made of; null before the first of them.
  event_id TEXT COLLATE "C",
  due_at TIMESTAMPTZ,
  -- Since when a launch that was stopped goes on.
  resumed_at TIMESTAMPTZ,
  finished_at TIMESTAMPTZ,
  -- The last one who was told: a person, or an assignment and its time.
  after_id TEXT COLLATE "C",
  after_at TIMESTAMPTZ,
  reached BIGINT NOT NULL,
  skipped BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX mission_broadcasts_once ON mission_broadcasts (mission_id, kind, offset_seconds);
CREATE INDEX mission_broadcasts_due ON mission_broadcasts (due_at) WHERE due_at IS NOT NULL;

-- People who were assigned a mission since Slack was told last; one row a mission.
CREATE TABLE mission_gatherings (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES missions(id) ON DELETE CASCADE,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  entries BIGINT NOT NULL,
  since TIMESTAMPTZ NOT NULL,
  due_at TIMESTAMPTZ,
  posted_at TIMESTAMPTZ
);
CREATE INDEX mission_gatherings_due ON mission_gatherings (due_at) WHERE due_at IS NOT NULL;

-- Who does not want a kind of message, found without reading everybody's preferences.
CREATE INDEX notification_preferences_off ON notification_preferences (organization_id, type, channel, user_id) WHERE NOT is_enabled;
