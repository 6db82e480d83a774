DROP INDEX events_by_mission;
ALTER TABLE events DROP COLUMN depth;
ALTER TABLE events DROP COLUMN mission_id;
