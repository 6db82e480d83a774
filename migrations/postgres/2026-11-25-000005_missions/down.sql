DROP INDEX users_advocates_by_state;
DROP TABLE mission_views;
DROP TABLE mission_assignments;
DROP TABLE mission_triggers;
DROP TABLE mission_links;
DROP TABLE mission_segments;
DROP TABLE missions;
