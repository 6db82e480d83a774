DROP TABLE item_records;
DROP TABLE notes;
DROP TABLE item_recipients;
DROP TABLE items;
DROP TABLE engagement_coachees;
DROP TABLE engagements;
DROP TABLE program_template_versions;
DROP TABLE program_templates;
