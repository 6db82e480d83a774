-- What an organization begins missions with, beside the templates that are built in.
CREATE TABLE mission_templates (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  about TEXT,
  search_text TEXT NOT NULL,
  content TEXT NOT NULL,
  image_file_id TEXT REFERENCES files(id),
  created_by TEXT REFERENCES users(id),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mission_templates_by_type ON mission_templates (organization_id, type, id);
CREATE INDEX mission_templates_by_image ON mission_templates (image_file_id) WHERE image_file_id IS NOT NULL;
