DROP TABLE selections;
DROP TABLE interviews;
DROP TABLE match_coaches;
DROP TABLE matches;
