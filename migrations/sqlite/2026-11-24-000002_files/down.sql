DROP TABLE resources;
DROP TABLE program_template_files;
DROP TABLE item_files;
DROP TABLE file_totals;
DROP TABLE loose_files;
DROP TABLE files;
