DELETE FROM item_records WHERE response_id IS NOT NULL;
ALTER TABLE item_records DROP COLUMN response_id;
ALTER TABLE item_records ADD CONSTRAINT item_records_check CHECK ((note_id IS NULL) <> (assessment_item_id IS NULL));
DROP TABLE form_response_files;
DROP TABLE form_responses;
ALTER TABLE items DROP COLUMN form_version;
DROP TABLE form_versions;
DROP TABLE forms;
