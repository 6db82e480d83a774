DROP TABLE point_entries;
DROP TABLE advocate_totals;
DROP TABLE reward_grants;
DROP TABLE rewards;
