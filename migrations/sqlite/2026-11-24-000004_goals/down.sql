DROP TABLE feedback_answers;
DROP TABLE feedback_requests;
DROP TABLE milestones;
DROP TABLE goals;
