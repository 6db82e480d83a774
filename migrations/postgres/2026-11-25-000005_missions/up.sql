CREATE TABLE missions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  type TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'live', 'armed', 'paused', 'closed', 'expired')),
  -- Empty while a draft has none.
  title TEXT COLLATE "C" NOT NULL,
  -- Title and summary without case and accents.
  search_text TEXT COLLATE "C" NOT NULL,
  summary TEXT,
  description_html TEXT,
  image_file_id TEXT COLLATE "C" REFERENCES files(id),
  details JSONB NOT NULL,
  trigger_kind TEXT NOT NULL CHECK (trigger_kind IN ('instant', 'segment')),
  trigger_segment_id TEXT COLLATE "C",
  existing_members TEXT NOT NULL CHECK (existing_members IN ('ignore', 'include')),
  on_exit TEXT NOT NULL CHECK (on_exit IN ('keep', 'withdraw')),
  reentry TEXT NOT NULL CHECK (reentry IN ('never', 'always')),
  audience_kind TEXT NOT NULL CHECK (audience_kind IN ('anyone', 'registered', 'segment')),
  -- Chosen by the time of launch.
  notify_mode TEXT CHECK (notify_mode IN ('send', 'link_only')),
  notify_channels JSONB NOT NULL,
  recognition JSONB NOT NULL,
  -- The reward that the recognition names.
  reward_id TEXT COLLATE "C",
  auto_approve BOOLEAN NOT NULL,
  follow_ups JSONB NOT NULL,
  participation_limit JSONB,
  total_cap BIGINT,
  -- Places that submissions hold, against the cap.
  taken BIGINT NOT NULL CHECK (taken >= 0),
  expires_at TIMESTAMPTZ,
  -- The same while it runs and time can end it.
  expiry_due_at TIMESTAMPTZ,
  launch_at TIMESTAMPTZ,
  launched_at TIMESTAMPTZ,
  closed_at TIMESTAMPTZ,
  -- Since when it stands in the lists of those it is for; null while it stands in none.
  listed_at TIMESTAMPTZ,
  -- Counts changes of what a submission keeps.
  terms_version INTEGER NOT NULL,
  link_nonce INTEGER NOT NULL,
  -- Built-in templates have no row.
  template_id TEXT COLLATE "C",
  created_by TEXT COLLATE "C",
  viewed_count BIGINT NOT NULL,
  started_count BIGINT NOT NULL,
  submitted_count BIGINT NOT NULL,
  approved_count BIGINT NOT NULL,
  assigned_count BIGINT NOT NULL,
  notified_count BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
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
  mission_id TEXT COLLATE "C" NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  segment_id TEXT COLLATE "C" NOT NULL,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  position INTEGER NOT NULL,
  -- The mission's own, so that an advocate's list is found by index alone.
  listed_at TIMESTAMPTZ,
  PRIMARY KEY (mission_id, segment_id)
);
CREATE INDEX mission_segments_by_segment ON mission_segments (segment_id, listed_at, mission_id);

-- Every link that a mission has had, by the hash of its token.
CREATE TABLE mission_links (
  token_hash TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  mission_id TEXT COLLATE "C" NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  created_at TIMESTAMPTZ NOT NULL,
  revoked_at TIMESTAMPTZ
);
CREATE INDEX mission_links_by_mission ON mission_links (mission_id);

-- Missions that wait for people to enter a segment, as the log of events tells it.
CREATE TABLE mission_triggers (
  mission_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES missions(id) ON DELETE CASCADE,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  segment_id TEXT COLLATE "C" NOT NULL,
  is_armed BOOLEAN NOT NULL,
  -- Set while members who were inside at launch are still being assigned: the last one who was.
  backfill_after TEXT COLLATE "C"
);
CREATE INDEX mission_triggers_by_segment ON mission_triggers (segment_id);
CREATE INDEX mission_triggers_to_fill ON mission_triggers (backfill_after) WHERE backfill_after IS NOT NULL;

CREATE TABLE mission_assignments (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  mission_id TEXT COLLATE "C" NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  segment_id TEXT COLLATE "C" NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('assigned', 'withdrawn', 'completed')),
  -- How many times this person has been assigned this mission.
  entry_no INTEGER NOT NULL,
  -- How many automatic steps led to it.
  depth INTEGER NOT NULL,
  assigned_at TIMESTAMPTZ NOT NULL,
  ended_at TIMESTAMPTZ
);
CREATE UNIQUE INDEX mission_assignments_entry ON mission_assignments (mission_id, user_id, entry_no);
CREATE UNIQUE INDEX mission_assignments_open ON mission_assignments (mission_id, user_id) WHERE state = 'assigned';
CREATE INDEX mission_assignments_by_mission ON mission_assignments (mission_id, assigned_at, id);
CREATE INDEX mission_assignments_by_state ON mission_assignments (mission_id, state, assigned_at, id);
CREATE INDEX mission_assignments_by_user ON mission_assignments (user_id, assigned_at, mission_id);

CREATE TABLE mission_views (
  mission_id TEXT COLLATE "C" NOT NULL REFERENCES missions(id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  first_viewed_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (mission_id, user_id)
);

-- Everybody a mission can be for, in batches.
CREATE INDEX users_advocates_by_state ON users (organization_id, state, id) WHERE is_advocate;
