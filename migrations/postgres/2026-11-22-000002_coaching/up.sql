CREATE TABLE program_templates (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  owner_id TEXT COLLATE "C" REFERENCES users(id),
  title TEXT COLLATE "C" NOT NULL,
  search_title TEXT COLLATE "C" NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('shared', 'private')),
  item_count INTEGER NOT NULL,
  version BIGINT NOT NULL,
  deleted_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX program_templates_by_creation ON program_templates (organization_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX program_templates_by_title ON program_templates (organization_id, title, id) WHERE deleted_at IS NULL;

-- What a template looked like at each of its versions. Rows are only ever added.
CREATE TABLE program_template_versions (
  template_id TEXT COLLATE "C" NOT NULL REFERENCES program_templates(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  version BIGINT NOT NULL,
  content JSONB NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (template_id, version)
);

CREATE TABLE engagements (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  coach_id TEXT COLLATE "C" REFERENCES users(id),
  batch_id TEXT COLLATE "C",
  template_id TEXT COLLATE "C" REFERENCES program_templates(id),
  template_version BIGINT,
  title TEXT COLLATE "C" NOT NULL,
  search_title TEXT COLLATE "C" NOT NULL,
  description TEXT,
  status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'completed', 'cancelled')),
  is_shared BOOLEAN NOT NULL,
  items_total INTEGER NOT NULL CHECK (items_total = items_unscheduled + items_scheduled + items_completed),
  items_unscheduled INTEGER NOT NULL CHECK (items_unscheduled >= 0),
  items_scheduled INTEGER NOT NULL CHECK (items_scheduled >= 0),
  items_completed INTEGER NOT NULL CHECK (items_completed >= 0),
  cancel_reason TEXT,
  activated_at TIMESTAMPTZ,
  completed_at TIMESTAMPTZ,
  cancelled_at TIMESTAMPTZ,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
-- Every list is of one organization; the organization stands first in its index, so that the planner
-- finds the index with the most equalities even before it has statistics.
CREATE INDEX engagements_by_creation ON engagements (organization_id, created_at, id);
CREATE INDEX engagements_by_status ON engagements (organization_id, status, created_at, id);
CREATE INDEX engagements_by_title ON engagements (organization_id, title, id);
CREATE INDEX engagements_by_coach ON engagements (organization_id, coach_id, created_at, id);
CREATE INDEX engagements_by_coach_and_status ON engagements (organization_id, coach_id, status, created_at, id);
CREATE INDEX engagements_by_coach_and_title ON engagements (organization_id, coach_id, title, id);
CREATE INDEX engagements_by_batch ON engagements (batch_id, created_at, id) WHERE batch_id IS NOT NULL;

CREATE TABLE engagement_coachees (
  engagement_id TEXT COLLATE "C" NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  coachee_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  position INTEGER NOT NULL,
  PRIMARY KEY (engagement_id, coachee_id)
);
CREATE INDEX engagement_coachees_by_coachee ON engagement_coachees (coachee_id, engagement_id);

CREATE TABLE items (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  engagement_id TEXT COLLATE "C" NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'assessment', 'form', 'file', 'link', 'task')),
  title TEXT NOT NULL,
  description TEXT,
  details JSONB NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('unscheduled', 'scheduled', 'completed')),
  completion_rule TEXT NOT NULL CHECK (completion_rule IN ('all', 'any')),
  scheduled_at TIMESTAMPTZ,
  time_zone TEXT,
  after_item_id TEXT COLLATE "C" REFERENCES items(id),
  after_delay_seconds BIGINT,
  -- When the prior item let it go; that happens once.
  released_at TIMESTAMPTZ,
  -- When the schedule fires; null while nothing is pending or the engagement is not active.
  send_due_at TIMESTAMPTZ,
  -- Offsets in seconds: before a session, after the sending of anything else.
  reminders JSONB NOT NULL,
  next_reminder_at TIMESTAMPTZ,
  sent_at TIMESTAMPTZ,
  completed_at TIMESTAMPTZ,
  completed_by TEXT COLLATE "C" REFERENCES users(id),
  -- A deleted item stays for the record of what was sent and answered.
  deleted_at TIMESTAMPTZ,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX items_by_position ON items (engagement_id, position, id) WHERE deleted_at IS NULL;
CREATE INDEX items_by_prior ON items (after_item_id) WHERE after_item_id IS NOT NULL;
CREATE INDEX items_due ON items (send_due_at, id) WHERE send_due_at IS NOT NULL;
CREATE INDEX items_to_remind ON items (next_reminder_at, id) WHERE next_reminder_at IS NOT NULL;

CREATE TABLE item_recipients (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  item_id TEXT COLLATE "C" NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  is_required BOOLEAN NOT NULL,
  completed_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX item_recipients_user ON item_recipients (item_id, user_id);
CREATE INDEX item_recipients_by_user ON item_recipients (user_id, created_at, id);

CREATE TABLE notes (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  engagement_id TEXT COLLATE "C" NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  author_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  visibility TEXT NOT NULL CHECK (visibility IN ('private', 'shared')),
  title TEXT,
  body TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX notes_by_engagement ON notes (engagement_id, created_at, id);

CREATE TABLE item_records (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  item_id TEXT COLLATE "C" NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'assessment')),
  note_id TEXT COLLATE "C" REFERENCES notes(id) ON DELETE CASCADE,
  assessment_item_id TEXT COLLATE "C" REFERENCES items(id) ON DELETE CASCADE,
  created_at TIMESTAMPTZ NOT NULL,
  CHECK ((note_id IS NULL) <> (assessment_item_id IS NULL))
);
CREATE UNIQUE INDEX item_records_note ON item_records (item_id, note_id);
CREATE UNIQUE INDEX item_records_assessment ON item_records (item_id, assessment_item_id);
CREATE INDEX item_records_by_note ON item_records (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX item_records_by_assessment ON item_records (assessment_item_id) WHERE assessment_item_id IS NOT NULL;
