-- People without an account can be recipients: they have an address instead of a user.
ALTER TABLE item_recipients ALTER COLUMN user_id DROP NOT NULL;
ALTER TABLE item_recipients ADD COLUMN name TEXT;
ALTER TABLE item_recipients ADD COLUMN email TEXT;
ALTER TABLE item_recipients ADD COLUMN email_key TEXT COLLATE "C";
ALTER TABLE item_recipients ADD CONSTRAINT item_recipients_one CHECK ((user_id IS NULL) <> (email_key IS NULL));
CREATE UNIQUE INDEX item_recipients_email ON item_recipients (item_id, email_key) WHERE email_key IS NOT NULL;

ALTER TABLE notifications ADD COLUMN recipient_name TEXT;
