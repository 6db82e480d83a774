-- What can be earned or redeemed.
CREATE TABLE rewards (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  name TEXT NOT NULL,
  search_name TEXT NOT NULL,
  description TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('gift_card', 'product', 'swag', 'donation', 'other')),
  -- Null where it is not sold for points.
  cost_points INTEGER CHECK (cost_points > 0),
  -- Null where there is no end of it.
  stock INTEGER CHECK (stock >= 0),
  image_file_id TEXT REFERENCES files(id),
  state TEXT NOT NULL CHECK (state IN ('active', 'archived')),
  granted_count INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- Grants still name it.
  deleted_at INTEGER
) STRICT;
CREATE INDEX rewards_by_creation ON rewards (organization_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX rewards_by_image ON rewards (image_file_id) WHERE image_file_id IS NOT NULL;

-- A reward that somebody gets. For somebody without an account it has their name and address.
CREATE TABLE reward_grants (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  reward_id TEXT NOT NULL REFERENCES rewards(id),
  user_id TEXT REFERENCES users(id),
  guest_name TEXT,
  guest_email TEXT,
  source TEXT NOT NULL CHECK (source IN ('redemption', 'mission', 'staff')),
  state TEXT NOT NULL CHECK (state IN ('pending', 'fulfilled', 'cancelled')),
  cost_points INTEGER NOT NULL CHECK (cost_points >= 0),
  mission_id TEXT,
  submission_id TEXT,
  -- Which approval of the submission it is for, the first, the second …
  round INTEGER,
  message TEXT,
  fulfilment_note TEXT,
  cancel_reason TEXT,
  created_by TEXT,
  fulfilled_at INTEGER,
  cancelled_at INTEGER,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reward_grants_by_creation ON reward_grants (organization_id, created_at, id);
CREATE INDEX reward_grants_by_state ON reward_grants (organization_id, state, created_at, id);
CREATE INDEX reward_grants_by_user ON reward_grants (user_id, created_at, id);
CREATE INDEX reward_grants_by_reward ON reward_grants (reward_id, created_at, id);
CREATE UNIQUE INDEX reward_grants_once ON reward_grants (submission_id, round) WHERE submission_id IS NOT NULL;

-- What the entries of the ledger add up to, and how many there are. Its row is held while one is added.
CREATE TABLE advocate_totals (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users(id),
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  points INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  submissions_approved INTEGER NOT NULL
) STRICT;

-- The ledger of points. Rows are added, never changed and never deleted.
CREATE TABLE point_entries (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  user_id TEXT NOT NULL REFERENCES users(id),
  -- The first of this person, the second …
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('award', 'reversal', 'redemption', 'refund', 'adjustment')),
  amount INTEGER NOT NULL CHECK (amount <> 0),
  -- The sum of this one and all before it.
  balance INTEGER NOT NULL,
  reason TEXT,
  mission_id TEXT,
  submission_id TEXT,
  round INTEGER,
  grant_id TEXT REFERENCES reward_grants(id),
  created_by TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX point_entries_by_user ON point_entries (user_id, position);
CREATE INDEX point_entries_by_creation ON point_entries (organization_id, created_at, id);
-- An approval is paid once and taken back once.
CREATE UNIQUE INDEX point_entries_of_submission ON point_entries (submission_id, round, kind) WHERE submission_id IS NOT NULL;
CREATE UNIQUE INDEX point_entries_of_grant ON point_entries (grant_id, kind) WHERE grant_id IS NOT NULL;
