-- Where a deleted person is known by their address, which is looked for when they are deleted.
CREATE INDEX item_recipients_by_email ON item_recipients (organization_id, email_key) WHERE email_key IS NOT NULL;
CREATE INDEX form_responses_by_email ON form_responses (organization_id, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX feedback_requests_by_email ON feedback_requests (organization_id, email_key);
CREATE INDEX notifications_by_address ON notifications (organization_id, lower(address)) WHERE recipient_id IS NULL;
