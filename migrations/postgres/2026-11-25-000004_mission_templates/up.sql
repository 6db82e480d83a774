-- What an organization begins missions with, beside the templates that are built in.
CREATE TABLE mission_templates (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  organization_id TEXT COLLATE "C" NOT NULL REFERENCES organizations(id),
  type TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  about TEXT,
  search_text TEXT NOT NULL,
  content JSONB NOT NULL,
  image_file_id TEXT COLLATE "C" REFERENCES files(id),
  created_by TEXT COLLATE "C" REFERENCES users(id),
  version BIGINT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX mission_templates_by_type ON mission_templates (organization_id, type, id);
CREATE INDEX mission_templates_by_image ON mission_templates (image_file_id) WHERE image_file_id IS NOT NULL;
