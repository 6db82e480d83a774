-- People without an account can be recipients: they have an address instead of a user.
CREATE TABLE item_recipients_anew (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  user_id TEXT REFERENCES users(id),
  is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
  completed_at INTEGER,
  created_at INTEGER NOT NULL,
  name TEXT,
  email TEXT,
  email_key TEXT,
  CHECK ((user_id IS NULL) <> (email_key IS NULL))
) STRICT;
INSERT INTO item_recipients_anew (id, organization_id, item_id, user_id, is_required, completed_at, created_at)
  SELECT id, organization_id, item_id, user_id, is_required, completed_at, created_at FROM item_recipients;
DROP TABLE item_recipients;
ALTER TABLE item_recipients_anew RENAME TO item_recipients;
CREATE UNIQUE INDEX item_recipients_user ON item_recipients (item_id, user_id);
CREATE UNIQUE INDEX item_recipients_email ON item_recipients (item_id, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX item_recipients_by_user ON item_recipients (user_id, created_at, id);

ALTER TABLE notifications ADD COLUMN recipient_name TEXT;
