DROP TABLE participations;
DROP TABLE submission_files;
DROP TABLE submissions;
DROP TABLE guests;
DROP TABLE mission_terms;
