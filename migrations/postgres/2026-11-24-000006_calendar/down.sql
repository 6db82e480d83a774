DROP TABLE calendar_feeds;
DROP TABLE availabilities;
DROP TABLE sessions;
