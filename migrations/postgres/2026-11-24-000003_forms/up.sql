CREATE TABLE forms (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  owner_id TEXT COLLATE "C" REFERENCES users(id),
  kind TEXT NOT NULL CHECK (kind IN ('form', 'assessment')),
  title TEXT COLLATE "C" NOT NULL,
  search_title TEXT COLLATE "C" NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('shared', 'private')),
  -- What is worked on; people answer what was published.
  draft JSONB NOT NULL,
  question_count INTEGER NOT NULL,
  -- The newest published version; null before the first.
  published_version BIGINT,
  published_at TIMESTAMPTZ,
  is_changed BOOLEAN NOT NULL,
  version BIGINT NOT NULL,
  deleted_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX forms_by_creation ON forms (organization_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX forms_by_title ON forms (organization_id, title, id) WHERE deleted_at IS NULL;

-- What was published. Rows are only ever added.
CREATE TABLE form_versions (
  form_id TEXT COLLATE "C" NOT NULL REFERENCES forms(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  version BIGINT NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  question_count INTEGER NOT NULL,
  content JSONB NOT NULL,
  published_by TEXT COLLATE "C" REFERENCES users(id),
  published_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (form_id, version)
);

-- The version that was sent; null before sending, and where the questions are asked elsewhere.
ALTER TABLE items ADD COLUMN form_version BIGINT;

-- One for each recipient of an item with a form, from the moment it is sent.
CREATE TABLE form_responses (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  form_id TEXT COLLATE "C" NOT NULL REFERENCES forms(id),
  form_version BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('form', 'assessment')),
  item_id TEXT COLLATE "C" NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  engagement_id TEXT COLLATE "C" NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  -- Who runs the engagement, so that their list has an index.
  coach_id TEXT COLLATE "C" REFERENCES users(id),
  -- Null once the recipient was taken off the item; what they handed in stays.
  recipient_id TEXT COLLATE "C" REFERENCES item_recipients(id) ON DELETE SET NULL,
  -- Null for somebody outside, who has a name and an address instead.
  user_id TEXT COLLATE "C" REFERENCES users(id),
  name TEXT,
  email TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'submitted')),
  answers JSONB NOT NULL,
  score JSONB,
  expires_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ,
  submitted_at TIMESTAMPTZ,
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  CHECK ((state = 'submitted') = (submitted_at IS NOT NULL))
);
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
  response_id TEXT COLLATE "C" NOT NULL REFERENCES form_responses(id) ON DELETE CASCADE,
  file_id TEXT COLLATE "C" NOT NULL REFERENCES files(id),
  PRIMARY KEY (response_id, file_id)
);
CREATE INDEX form_response_files_by_file ON form_response_files (file_id);

-- A completed assessment is a whole item, or what one person handed in.
ALTER TABLE item_records ADD COLUMN response_id TEXT COLLATE "C" REFERENCES form_responses(id) ON DELETE CASCADE;
ALTER TABLE item_records DROP CONSTRAINT item_records_check;
ALTER TABLE item_records ADD CONSTRAINT item_records_check CHECK (num_nonnulls(note_id, assessment_item_id, response_id) = 1);
CREATE UNIQUE INDEX item_records_response ON item_records (item_id, response_id);
CREATE INDEX item_records_by_response ON item_records (response_id) WHERE response_id IS NOT NULL;
