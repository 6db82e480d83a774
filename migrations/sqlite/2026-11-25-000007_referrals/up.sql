-- Somebody whom an advocate thinks might be interested. Erasing forgets who it is and keeps what became of it.
CREATE TABLE referrals (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  mission_id TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  -- Null where somebody without an account did it.
  referred_by TEXT REFERENCES users(id),
  relationship TEXT NOT NULL CHECK (relationship IN ('peer', 'colleague', 'prospect')),
  name TEXT,
  email TEXT,
  email_key TEXT,
  company TEXT,
  search_text TEXT NOT NULL,
  fields TEXT NOT NULL,
  -- What was confirmed in the person's name, and when.
  consent_text TEXT,
  consented_at INTEGER,
  state TEXT NOT NULL CHECK (state IN ('received', 'qualified', 'won', 'lost')),
  note TEXT,
  qualified_at INTEGER,
  won_at INTEGER,
  lost_at INTEGER,
  erased_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
-- Nobody is referred twice in an organization.
CREATE UNIQUE INDEX referrals_email ON referrals (organization_id, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX referrals_by_creation ON referrals (organization_id, created_at, id);
CREATE INDEX referrals_by_state ON referrals (organization_id, state, created_at, id);
CREATE INDEX referrals_by_mission ON referrals (mission_id, created_at, id);
CREATE INDEX referrals_by_referrer ON referrals (referred_by, created_at, id);
CREATE INDEX referrals_by_submission ON referrals (submission_id);

-- Somebody who speaks for us when asked. A person has one profile, whatever missions they answered.
CREATE TABLE reference_profiles (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  -- The user's id, or what stands for somebody without an account.
  person_key TEXT NOT NULL,
  user_id TEXT REFERENCES users(id),
  guest_name TEXT,
  guest_email TEXT,
  activities TEXT NOT NULL,
  topics TEXT NOT NULL,
  search_text TEXT NOT NULL,
  availability TEXT,
  -- Null where they may be asked as often as one likes.
  max_per_quarter INTEGER CHECK (max_per_quarter > 0),
  state TEXT NOT NULL CHECK (state IN ('active', 'paused')),
  mission_id TEXT NOT NULL,
  submission_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX reference_profiles_person ON reference_profiles (organization_id, person_key);
CREATE INDEX reference_profiles_by_creation ON reference_profiles (organization_id, created_at, id);
CREATE INDEX reference_profiles_by_submission ON reference_profiles (submission_id);

-- What a profile's activities are, to find profiles by.
CREATE TABLE reference_activities (
  profile_id TEXT NOT NULL REFERENCES reference_profiles(id) ON DELETE CASCADE,
  activity TEXT NOT NULL,
  PRIMARY KEY (profile_id, activity)
) STRICT;

-- That somebody was asked to speak for us.
CREATE TABLE reference_uses (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  profile_id TEXT NOT NULL REFERENCES reference_profiles(id) ON DELETE CASCADE,
  activity TEXT NOT NULL,
  company TEXT,
  note TEXT,
  used_on TEXT NOT NULL,
  -- Such as 2026-Q1.
  quarter TEXT NOT NULL,
  created_by TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reference_uses_by_creation ON reference_uses (profile_id, created_at, id);
CREATE INDEX reference_uses_by_quarter ON reference_uses (profile_id, quarter);

-- The address of somebody without an account, as it is compared.
ALTER TABLE reward_grants ADD COLUMN guest_key TEXT;
CREATE INDEX reward_grants_by_guest ON reward_grants (organization_id, guest_key) WHERE guest_key IS NOT NULL;
