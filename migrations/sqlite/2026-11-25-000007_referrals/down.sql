DROP INDEX reward_grants_by_guest;
ALTER TABLE reward_grants DROP COLUMN guest_key;
DROP TABLE reference_uses;
DROP TABLE reference_activities;
DROP TABLE reference_profiles;
DROP TABLE referrals;
