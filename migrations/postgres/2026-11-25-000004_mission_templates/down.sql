DROP TABLE mission_templates;
