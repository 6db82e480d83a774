CREATE TABLE item_records_before (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('note', 'assessment')),
  note_id TEXT REFERENCES notes(id) ON DELETE CASCADE,
  assessment_item_id TEXT REFERENCES items(id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  CHECK ((note_id IS NULL) <> (assessment_item_id IS NULL))
) STRICT;
INSERT INTO item_records_before
  SELECT id, organization_id, item_id, kind, note_id, assessment_item_id, created_at FROM item_records WHERE response_id IS NULL;
DROP TABLE item_records;
ALTER TABLE item_records_before RENAME TO item_records;
CREATE UNIQUE INDEX item_records_note ON item_records (item_id, note_id);
CREATE UNIQUE INDEX item_records_assessment ON item_records (item_id, assessment_item_id);
CREATE INDEX item_records_by_note ON item_records (note_id) WHERE note_id IS NOT NULL;
CREATE INDEX item_records_by_assessment ON item_records (assessment_item_id) WHERE assessment_item_id IS NOT NULL;
DROP TABLE form_response_files;
DROP TABLE form_responses;
ALTER TABLE items DROP COLUMN form_version;
DROP TABLE form_versions;
DROP TABLE forms;
