CREATE TABLE program_templates (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  owner_id TEXT REFERENCES users(id),
  title TEXT NOT NULL,
  search_title TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('shared', 'private')),
  item_count INTEGER NOT NULL,
  version INTEGER NOT NULL,
  deleted_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX program_templates_by_creation ON program_templates (organization_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX program_templates_by_title ON program_templates (organization_id, title, id) WHERE deleted_at IS NULL;

-- What a template looked like at each of its versions. Rows are only ever added.
CREATE TABLE program_template_versions (
  template_id TEXT NOT NULL REFERENCES program_templates(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (template_id, version)
) STRICT;

CREATE TABLE engagements (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  coach_id TEXT REFERENCES users(id),
  batch_id TEXT,
  template_id TEXT REFERENCES program_templates(id),
  template_version INTEGER,
  title TEXT NOT NULL,
  search_title TEXT NOT NULL,
  description TEXT,
  status TEXT NOT NULL CHECK (status IN ('draft', 'active', 'completed', 'cancelled')),
  is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
  items_total INTEGER NOT NULL CHECK (items_total = items_unscheduled + items_scheduled + items_completed),
  items_unscheduled INTEGER NOT NULL CHECK (items_unscheduled >= 0),
  items_scheduled INTEGER NOT NULL CHECK (items_scheduled >= 0),
  items_completed INTEGER NOT NULL CHECK (items_completed >= 0),
  cancel_reason TEXT,
  activated_at INTEGER,
  completed_at INTEGER,
  cancelled_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
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
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  coachee_id TEXT NOT NULL REFERENCES users(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  position INTEGER NOT NULL,
  PRIMARY KEY (engagement_id, coachee_id)
) STRICT;
CREATE INDEX engagement_coachees_by_coachee ON engagement_coachees (coachee_id, engagement_id);

CREATE TABLE items (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('session', 'assessment', 'form', 'file', 'link', 'task')),
  title TEXT NOT NULL,
  description TEXT,
  details TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('unscheduled', 'scheduled', 'completed')),
  completion_rule TEXT NOT NULL CHECK (completion_rule IN ('all', 'any')),
  scheduled_at INTEGER,
  time_zone TEXT,
  after_item_id TEXT REFERENCES items(id),
  after_delay_seconds INTEGER,
  -- When the prior item let it go; that happens once.
  released_at INTEGER,
  -- When the schedule fires; null while nothing is pending or the engagement is not active.
  send_due_at INTEGER,
  -- Offsets in seconds: before a session, after the sending of anything else.
  reminders TEXT NOT NULL,
  next_reminder_at INTEGER,
  sent_at INTEGER,
  completed_at INTEGER,
  completed_by TEXT REFERENCES users(id),
  -- A deleted item stays for the record of what was sent and answered.
  deleted_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX items_by_position ON items (engagement_id, position, id) WHERE deleted_at IS NULL;
CREATE INDEX items_by_prior ON items (after_item_id) WHERE after_item_id IS NOT NULL;
CREATE INDEX items_due ON items (send_due_at, id) WHERE send_due_at IS NOT NULL;
CREATE INDEX items_to_remind ON items (next_reminder_at, id) WHERE next_reminder_at IS NOT NULL;

CREATE TABLE item_recipients (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id),
  is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
  completed_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX item_recipients_user ON item_recipients (item_id, user_id);
CREATE INDEX item_recipients_by_user ON item_recipients (user_id, created_at, id);

CREATE TABLE notes (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  author_id TEXT NOT NULL REFERENCES users(id),
  visibility TEXT NOT NULL CHECK (visibility IN ('private', 'shared')),
  title TEXT,
  body TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_by_engagement ON notes (engagement_id, created_at, id);

CREATE TABLE item_records (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'assessment')),
  note_id TEXT REFERENCES notes(id) ON DELETE CASCADE,
  assessment_item_id TEXT REFERENCES items(id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  CHECK ((note_id IS NULL) <> (assessment_item_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX item_records_note ON item_records (item_id, note_id);
CREATE UNIQUE INDEX item_records_assessment ON item_records (item_id, assessment_item_id);
CREATE INDEX item_records_by_note ON item_records (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX item_records_by_assessment ON item_records (assessment_item_id) WHERE assessment_item_id IS NOT NULL;
