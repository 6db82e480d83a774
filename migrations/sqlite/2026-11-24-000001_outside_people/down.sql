ALTER TABLE notifications DROP COLUMN recipient_name;
CREATE TABLE item_recipients_before (
  id TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations(id),
  item_id TEXT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users(id),
  is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
  completed_at INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
INSERT INTO item_recipients_before (id, organization_id, item_id, user_id, is_required, completed_at, created_at)
  SELECT id, organization_id, item_id, user_id, is_required, completed_at, created_at FROM item_recipients
  WHERE user_id IS NOT NULL;
DROP TABLE item_recipients;
ALTER TABLE item_recipients_before RENAME TO item_recipients;
CREATE UNIQUE INDEX item_recipients_user ON item_recipients (item_id, user_id);
CREATE INDEX item_recipients_by_user ON item_recipients (user_id, created_at, id);
