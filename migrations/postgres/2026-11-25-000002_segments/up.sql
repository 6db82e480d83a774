-- What an organization knows of its people, by name and type.
CREATE TABLE attribute_definitions (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  name TEXT COLLATE "C" NOT NULL,
  value_type TEXT NOT NULL CHECK (value_type IN ('text', 'number', 'boolean', 'date', 'list')),
  label TEXT,
  description TEXT,
  created_at TIMESTAMPTZ NOT NULL
);
CREATE UNIQUE INDEX attribute_definitions_name ON attribute_definitions (organization_id, name);

-- The values of one person, by the ids of their definitions.
CREATE TABLE user_attributes (
  user_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  attribute_values JSONB NOT NULL
);

CREATE TABLE segments (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  name TEXT COLLATE "C" NOT NULL,
  search_name TEXT COLLATE "C" NOT NULL,
  description TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('dynamic', 'static')),
  rule JSONB,
  -- What counts for those whom the building has not come to.
  previous_rule JSONB,
  -- 0, or one more than the highest of the segments that the rule refers to.
  nesting INTEGER NOT NULL,
  member_count BIGINT NOT NULL,
  is_building BOOLEAN NOT NULL,
  -- How far the building has come: the last person's creation and id.
  built_until_at TIMESTAMPTZ,
  built_until_id TEXT COLLATE "C",
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX segments_by_creation ON segments (organization_id, created_at, id);
CREATE INDEX segments_by_kind ON segments (organization_id, kind, created_at, id);
CREATE INDEX segments_building ON segments (nesting, id) WHERE is_building;

-- Which segments mention a field.
CREATE TABLE segment_fields (
  segment_id TEXT COLLATE "C" NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
  field TEXT COLLATE "C" NOT NULL,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  PRIMARY KEY (segment_id, field)
);
CREATE INDEX segment_fields_by_field ON segment_fields (organization_id, field, segment_id);

-- Which segments refer to which.
CREATE TABLE segment_references (
  segment_id TEXT COLLATE "C" NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
  referenced_id TEXT COLLATE "C" NOT NULL REFERENCES segments(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  PRIMARY KEY (segment_id, referenced_id)
);
CREATE INDEX segment_references_by_referenced ON segment_references (referenced_id, segment_id);
CREATE INDEX segment_references_by_organization ON segment_references (organization_id);

-- Who is inside.
CREATE TABLE segment_members (
  segment_id TEXT COLLATE "C" NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  entered_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (segment_id, user_id)
);
CREATE INDEX segment_members_by_entry ON segment_members (segment_id, entered_at, user_id);
CREATE INDEX segment_members_by_user ON segment_members (user_id, segment_id);

-- Who was put on the list of a static segment; they are inside while they are active advocates.
CREATE TABLE segment_entries (
  segment_id TEXT COLLATE "C" NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (segment_id, user_id)
);
CREATE INDEX segment_entries_by_user ON segment_entries (user_id, segment_id);

-- When somebody's membership may change by time alone.
CREATE TABLE segment_dues (
  segment_id TEXT COLLATE "C" NOT NULL REFERENCES segments(id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL REFERENCES users(id),
  due_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (segment_id, user_id)
);
CREATE INDEX segment_dues_by_time ON segment_dues (due_at, segment_id, user_id);
CREATE INDEX segment_dues_by_user ON segment_dues (user_id);

-- Active advocates whom every segment has looked at.
CREATE TABLE segment_people (
  user_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES users(id),
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id)
);
INSERT INTO segment_people (user_id, organization_id) SELECT id, organization_id FROM users WHERE is_advocate AND state = 'active';
