DROP INDEX notifications_by_address;
DROP INDEX feedback_requests_by_email;
DROP INDEX form_responses_by_email;
DROP INDEX item_recipients_by_email;
