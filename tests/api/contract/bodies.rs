//! The least body of each operation. One that is missing here fails the walk.

use super::advocacy::Advocacy;
use super::fixtures::World;
use crate::support::spec::Operation;
use crate::support::{Value, json};

impl World {
    /// The least body that the operation takes.
    pub fn body(&self, operation: &Operation) -> Value {
        let session = || json!({"kind": "session", "title": "Third", "session": {}});
        let password = "a long enough password";
        match operation.id() {
            "log_in" => json!({"email": self.admin.email, "password": password}),
            "refresh" => json!({"refresh_token": "unknown"}),
            "request_password_reset" => json!({"email": self.admin.email}),
            "confirm_password_reset" => json!({"token": "unknown", "password": password}),
            "accept_invitation" => json!({"password": password}),
            "create_user" => json!({"email": "new@people.example", "name": "New", "roles": ["coachee"]}),
            "import_users" => json!({"csv": "email,name\nnew@people.example,New\n"}),
            "create_api_key" => json!({"name": "Another", "scopes": ["me:read"]}),
            "create_coach_assignment" => json!({"coach_id": self.coach.id, "coachee_id": self.coachee.id}),
            "create_engagement" | "create_engagements" => {
                json!({"title": "New", "coach_id": self.coach.id, "coachee_ids": [self.coachee.id]})
            }
            "cancel_engagement" => json!({"reason": "Moved away."}),
            "replace_engagement_coach" | "request_interview" | "select_coach" => json!({"coach_id": self.coach.id}),
            "save_engagement_as_template" => json!({"title": "From practice"}),
            "create_item" | "create_template_item" => session(),
            "reorder_items" => json!({"item_ids": [self.items[1], self.items[0]]}),
            "reorder_template_items" => json!({"item_ids": [self.template_item]}),
            "schedule_item" => json!({"scheduled_at": "2026-03-02T09:00:00Z", "session": {"location": "Room 7"}}),
            "add_session_attendee" | "add_item_recipient" => json!({"user_id": self.newcomer.id}),
            "add_item_record" => json!({"kind": "note", "note": {"note_id": self.other_note}}),
            "create_goal" => json!({"name": "New"}),
            "create_feedback_request" => json!({"email": "nora@partner.example"}),
            "submit_public_feedback" => json!({"rating": 3}),
            "create_form" => json!({"kind": "form", "title": "New"}),
            "put_form_response" | "put_public_form" => json!({"answers": {}}),
            "create_resource" => json!({"kind": "link", "link": {"url": "https://reading.example/another"}}),
            "put_item_attachments" => json!({"file_ids": []}),
            "create_invoice" => json!({"engagement_id": self.engagement, "billed_to_id": self.coachee.id}),
            "put_stripe_connection" => json!({"secret_key": "sk_test_2", "webhook_secret": "whsec_other"}),
            "create_match" => {
                json!({"coachee_id": self.coachee.id, "coach_ids": [self.coach.id], "template_id": self.template})
            }

            "propose_interview_times" => json!({"starts_at": ["2026-03-05T09:00:00Z"]}),
            "schedule_interview" | "reschedule_session" => json!({"starts_at": "2026-03-05T09:00:00Z"}),

            "put_availability" => json!({"time_zone": "Europe/Berlin", "weekly": []}),
            "create_calendar_feed" => json!({"name": "Another"}),
            "create_note" => json!({"body": "A thought."}),
            "create_mission_template" => json!({"type": "send_update", "name": "News"}),
            "create_program_template" | "create_milestone" => json!({"title": "New"}),
            "create_webhook_endpoint" => json!({"url": "https://crm.example/another"}),
            "recover_webhook_endpoint" => json!({"since": "2026-03-01T00:00:00Z"}),
            "create_channel_connection" => {
                json!({"kind": "slack", "name": "Another", "slack": {"webhook_url": "https://slack.example/services/T/B/Y"}})
            }
            "create_hook" => json!({"target_url": "https://zapier.example/2/", "event_type": "item.sent"}),
            "create_email_suppression" => json!({"email": "another@people.example"}),
            "put_my_notification_preferences" => json!({"preferences": []}),
            "create_export" => json!({"resource": "engagements", "format": "csv"}),
            "create_reward" => json!({"name": "Tea", "kind": "gift_card"}),
            "create_reward_grant" => json!({"reward_id": self.reward, "user_id": self.advocate.id}),
            "create_user_point_entry" => json!({"amount": 5, "reason": "Helped us"}),
            // Changes and acts whose every field may be left out.
            "update_me"
            | "update_organization"
            | "update_user"
            | "update_engagement"
            | "update_item"
            | "update_invoice"
            | "void_invoice"
            | "mark_invoice_paid"
            | "report_stripe_event"
            | "update_note"
            | "update_form"
            | "update_goal"
            | "update_milestone"
            | "submit_form_response"
            | "submit_public_form"
            | "update_program_template"
            | "update_mission_template"
            | "update_template_item"
            | "activate_engagement"
            | "reopen_engagement"
            | "duplicate_engagement"
            | "complete_item"
            | "complete_session"
            | "decline_interview"
            | "reject_selection"
            | "update_session"
            | "update_reward"
            | "redeem_reward"
            | "fulfil_reward_grant"
            | "cancel_reward_grant"
            | "update_webhook_endpoint"
            | "rotate_webhook_secret"
            | "update_channel_connection"
            | "mark_my_notifications_read"
            | "preview_notification_type"
            | "preview_item_notification"
            | "put_notification_template"
            | "put_engagement_notification_template"
            | "put_item_notification" => json!({}),
            other => Advocacy::body(other).unwrap_or_else(|| panic!("{other} takes a body: add the least one to the fixtures")),
        }
    }
}
