-- What was uploaded or made, by its metadata; the bytes are in the storage under organization and id.
CREATE TABLE files (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  -- A user, an API key, or null for what the server made itself.
  uploaded_by TEXT,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  byte_count INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  created_at INTEGER NOT NULL
) STRICT;

-- Bytes in the storage that no file names, yet or any more, and when they are removed.
CREATE TABLE loose_files (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  due_at INTEGER NOT NULL,
  -- Once somebody removes them they can no longer become a file's.
  is_going INTEGER NOT NULL
) STRICT;
CREATE INDEX loose_files_due ON loose_files (due_at);

-- How much each organization keeps.
CREATE TABLE file_totals (
  organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations(id),
  file_count INTEGER NOT NULL,
  byte_count INTEGER NOT NULL
) STRICT;

-- Files of an item: the one that an item of kind `file` is about, or what goes along in a session's mails.
CREATE TABLE item_files (
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  file_id TEXT NOT NULL REFERENCES files(id),
  position INTEGER NOT NULL,
  PRIMARY KEY (item_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_files_by_file ON item_files (file_id);

-- Files that some version of a program template names.
CREATE TABLE program_template_files (
  program_template_id TEXT NOT NULL REFERENCES program_templates(id) ON DELETE CASCADE,
  file_id TEXT NOT NULL REFERENCES files(id),
  PRIMARY KEY (program_template_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX program_template_files_by_file ON program_template_files (file_id);

-- What is shared with everybody in an engagement: a file or a link.
CREATE TABLE resources (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  engagement_id TEXT NOT NULL REFERENCES engagements(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('file', 'link')),
  title TEXT NOT NULL,
  description TEXT,
  file_id TEXT REFERENCES files(id),
  url TEXT,
  added_by TEXT,
  created_at INTEGER NOT NULL,
  CHECK ((kind = 'file') = (file_id IS NOT NULL) AND (kind = 'link') = (url IS NOT NULL))
) STRICT;
CREATE INDEX resources_by_engagement ON resources (engagement_id, created_at, id);
CREATE INDEX resources_by_file ON resources (file_id) WHERE file_id IS NOT NULL;
