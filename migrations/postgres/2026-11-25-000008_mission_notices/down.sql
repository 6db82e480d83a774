DROP INDEX notification_preferences_off;
DROP TABLE mission_gatherings;
DROP TABLE mission_broadcasts;
DROP INDEX notifications_to_come;
DROP INDEX notifications_of_mission;
DROP INDEX notifications_by_mission;
ALTER TABLE notifications DROP COLUMN mission_id;
