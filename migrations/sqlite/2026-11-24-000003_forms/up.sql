CREATE TABLE forms (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  owner_id TEXT REFERENCES users(id),
  kind TEXT NOT NULL CHECK (kind IN ('form', 'assessment')),
  title TEXT NOT NULL,
  search_title TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('shared', 'private')),
  -- What is worked on; people answer what was published.
  draft TEXT NOT NULL,
  question_count INTEGER NOT NULL,
  -- The newest published version; null before the first.
  published_version INTEGER,
  published_at INTEGER,
  is_changed INTEGER NOT NULL CHECK (is_changed IN (0, 1)),
  version INTEGER NOT NULL,
  deleted_at INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX forms_by_creation ON forms (organization_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forms_by_title ON forms (organization_id, title, id) WHERE deleted_at IS NULL;

-- What was published. Rows are only ever added.
CREATE TABLE form_versions (
  form_id TEXT NOT NULL REFERENCES forms(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  version INTEGER NOT NULL,
  title TEXT NOT NULL,
  question_count INTEGER NOT NULL,
  content TEXT NOT NULL,
  published_by TEXT REFERENCES users(id),
  published_at INTEGER NOT NULL,
  PRIMARY KEY (form_id, version)
) STRICT;

-- The version that was sent; null before sending, and where the questions are asked elsewhere.
ALTER TABLE items ADD COLUMN form_version INTEGER;

-- One for each recipient of an item with a form, from the moment it is sent.
CREATE TABLE form_responses (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  form_id TEXT NOT NULL REFERENCES forms(id),
  form_version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('form', 'assessment')),
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  -- Who runs the engagement, so that their list has an index.
  coach_id TEXT REFERENCES users(id),
  -- Null once the recipient was taken off the item; what they handed in stays.
  recipient_id TEXT REFERENCES item_recipients(id) ON DELETE SET NULL,
  -- Null for somebody outside, who has a name and an address instead.
  user_id TEXT REFERENCES users(id),
  name TEXT,
  email TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'submitted')),
  answers TEXT NOT NULL,
  score TEXT,
  expires_at INTEGER,
  started_at INTEGER,
  submitted_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  CHECK ((state = 'submitted') = (submitted_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX form_responses_recipient ON form_responses (item_id, recipient_id) WHERE recipient_id IS NOT NULL;
CREATE INDEX form_responses_by_creation ON form_responses (organization_id, created_at, id);
CREATE INDEX form_responses_by_state ON form_responses (organization_id, state, created_at, id);
CREATE INDEX form_responses_by_coach ON form_responses (organization_id, coach_id, created_at, id);
CREATE INDEX form_responses_by_user ON form_responses (organization_id, user_id, created_at, id);
CREATE INDEX form_responses_by_form ON form_responses (organization_id, form_id, created_at, id);
CREATE INDEX form_responses_by_engagement ON form_responses (engagement_id, created_at, id);
CREATE INDEX form_responses_by_item ON form_responses (item_id, created_at, id);
CREATE INDEX form_responses_by_recipient ON form_responses (recipient_id) WHERE recipient_id IS NOT NULL;

-- Files that were handed in with answers.
CREATE TABLE form_response_files (
  response_id TEXT NOT NULL REFERENCES form_responses(id) ON DELETE CASCADE,
  file_id TEXT NOT NULL REFERENCES files(id),
  PRIMARY KEY (response_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX form_response_files_by_file ON form_response_files (file_id);

-- A completed assessment is a whole item, or what one person handed in.
CREATE TABLE item_records_anew (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'assessment')),
  note_id TEXT REFERENCES notes(id) ON DELETE CASCADE,
  assessment_item_id TEXT REFERENCES items(id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  response_id TEXT REFERENCES form_responses(id) ON DELETE CASCADE,
  CHECK ((note_id IS NOT NULL) + (assessment_item_id IS NOT NULL) + (response_id IS NOT NULL) = 1)
) STRICT;
INSERT INTO item_records_anew (id, organization_id, item_id, kind, note_id, assessment_item_id, created_at)
  SELECT id, organization_id, item_id, kind, note_id, assessment_item_id, created_at FROM item_records;
DROP TABLE item_records;
ALTER TABLE item_records_anew RENAME TO item_records;
CREATE UNIQUE INDEX item_records_note ON item_records (item_id, note_id);
CREATE UNIQUE INDEX item_records_assessment ON item_records (item_id, assessment_item_id);
CREATE UNIQUE INDEX item_records_response ON item_records (item_id, response_id);
CREATE INDEX item_records_by_note ON item_records (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX item_records_by_assessment ON item_records (assessment_item_id) WHERE assessment_item_id IS NOT NULL;
CREATE INDEX item_records_by_response ON item_records (response_id) WHERE response_id IS NOT NULL;
