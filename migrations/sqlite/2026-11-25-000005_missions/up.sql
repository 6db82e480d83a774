CREATE TABLE missions (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'live', 'armed', 'paused', 'closed', 'expired')),
  -- Empty while a draft has none.
  title TEXT NOT NULL,
  -- Title and summary without case and accents.
  search_text TEXT NOT NULL,
  summary TEXT,
  description_html TEXT,
  image_file_id TEXT REFERENCES files(id),
  details TEXT NOT NULL,
  trigger_kind TEXT NOT NULL CHECK (trigger_kind IN ('instant', 'segment')),
  trigger_segment_id TEXT,
  existing_members TEXT NOT NULL CHECK (existing_members IN ('ignore', 'include')),
  on_exit TEXT NOT NULL CHECK (on_exit IN ('keep', 'withdraw')),
  reentry TEXT NOT NULL CHECK (reentry IN ('never', 'always')),
  audience_kind TEXT NOT NULL CHECK (audience_kind IN ('anyone', 'registered', 'segment')),
  -- Chosen by the time of launch.
  notify_mode TEXT CHECK (notify_mode IN ('send', 'link_only')),
  notify_channels TEXT NOT NULL,
  recognition TEXT NOT NULL,
  -- The reward that the recognition names.
  reward_id TEXT,
  auto_approve INTEGER NOT NULL,
  follow_ups TEXT NOT NULL,
  participation_limit TEXT,
  total_cap INTEGER,
  -- Places that submissions hold, against the cap.
  taken INTEGER NOT NULL CHECK (taken >= 0),
  expires_at INTEGER,
  -- The same while it runs and time can end it.
  expiry_due_at INTEGER,
  launch_at INTEGER,
  launched_at INTEGER,
  closed_at INTEGER,
  -- Since when it stands in the lists of those it is for; null while it stands in none.
  listed_at INTEGER,
  -- Counts changes of what a submission keeps.
  terms_version INTEGER NOT NULL,
  link_nonce INTEGER NOT NULL,
  -- Built-in templates have no row.
  template_id TEXT,
  created_by TEXT,
  viewed_count INTEGER NOT NULL,
  started_count INTEGER NOT NULL,
  submitted_count INTEGER NOT NULL,
  approved_count INTEGER NOT NULL,
  assigned_count INTEGER NOT NULL,
  notified_count INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX missions_by_creation ON missions (organization_id, created_at, id);
CREATE INDEX missions_by_state ON missions (organization_id, state, created_at, id);
CREATE INDEX missions_by_type ON missions (organization_id, type, created_at, id);
CREATE INDEX missions_by_audience ON missions (organization_id, audience_kind, created_at, id);
CREATE INDEX missions_by_title ON missions (organization_id, title, id);
CREATE INDEX missions_listed ON missions (organization_id, audience_kind, listed_at, id) WHERE listed_at IS NOT NULL;
CREATE INDEX missions_by_trigger ON missions (trigger_segment_id) WHERE trigger_segment_id IS NOT NULL;
CREATE INDEX missions_by_reward ON missions (reward_id) WHERE reward_id IS NOT NULL;
CREATE INDEX missions_by_image ON missions (image_file_id) WHERE image_file_id IS NOT NULL;
CREATE INDEX missions_to_launch ON missions (launch_at) WHERE launch_at IS NOT NULL;
CREATE INDEX missions_to_expire ON missions (expiry_due_at) WHERE expiry_due_at IS NOT NULL;

-- Whom a mission is for, where that is not everybody.
CREATE TABLE mission_segments (
  mission_id TEXT NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  segment_id TEXT NOT NULL,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  position INTEGER NOT NULL,
  -- The mission's own, so that an advocate's list is found by index alone.
  listed_at INTEGER,
  PRIMARY KEY (mission_id, segment_id)
) STRICT;
CREATE INDEX mission_segments_by_segment ON mission_segments (segment_id, listed_at, mission_id);

-- Every link that a mission has had, by the hash of its token.
CREATE TABLE mission_links (
  token_hash TEXT NOT NULL PRIMARY KEY,
  mission_id TEXT NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX mission_links_by_mission ON mission_links (mission_id);

-- Missions that wait for people to enter a segment, as the log of events tells it.
CREATE TABLE mission_triggers (
  mission_id TEXT NOT NULL PRIMARY KEY REFERENCES missions(id) ON DELETE CASCADE,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  segment_id TEXT NOT NULL,
  is_armed INTEGER NOT NULL,
  -- Set while members who were inside at launch are still being assigned: the last one who was.
  backfill_after TEXT
) STRICT;
CREATE INDEX mission_triggers_by_segment ON mission_triggers (segment_id);
CREATE INDEX mission_triggers_to_fill ON mission_triggers (backfill_after) WHERE backfill_after IS NOT NULL;

CREATE TABLE mission_assignments (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  mission_id TEXT NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id),
  segment_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('assigned', 'withdrawn', 'completed')),
  -- How many times this person has been assigned this mission.
  entry_no INTEGER NOT NULL,
  -- How many automatic steps led to it.
  depth INTEGER NOT NULL,
  assigned_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX mission_assignments_entry ON mission_assignments (mission_id, user_id, entry_no);
CREATE UNIQUE INDEX mission_assignments_open ON mission_assignments (mission_id, user_id) WHERE state = 'assigned';
CREATE INDEX mission_assignments_by_mission ON mission_assignments (mission_id, assigned_at, id);
CREATE INDEX mission_assignments_by_state ON mission_assignments (mission_id, state, assigned_at, id);
CREATE INDEX mission_assignments_by_user ON mission_assignments (user_id, assigned_at, mission_id);

CREATE TABLE mission_views (
  mission_id TEXT NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  first_viewed_at INTEGER NOT NULL,
  PRIMARY KEY (mission_id, user_id)
) STRICT;

-- Everybody a mission can be for, in batches.
CREATE INDEX users_advocates_by_state ON users (organization_id, state, id) WHERE is_advocate;
