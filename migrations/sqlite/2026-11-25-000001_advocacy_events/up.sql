-- The mission in whose timeline an event belongs, and how many automatic steps led to it.
ALTER TABLE events ADD COLUMN mission_id TEXT;
ALTER TABLE events ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
CREATE INDEX events_by_mission ON events (mission_id, sequence) WHERE mission_id IS NOT NULL;
