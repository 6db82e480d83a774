ALTER TABLE notifications DROP COLUMN recipient_name;
DELETE FROM item_recipients WHERE user_id IS NULL;
DROP INDEX item_recipients_email;
ALTER TABLE item_recipients DROP CONSTRAINT item_recipients_one;
ALTER TABLE item_recipients DROP COLUMN email_key;
ALTER TABLE item_recipients DROP COLUMN email;
ALTER TABLE item_recipients DROP COLUMN name;
ALTER TABLE item_recipients ALTER COLUMN user_id SET NOT NULL;
