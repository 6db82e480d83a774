//! One of everything, and for each operation the path and the least body that it takes. An operation
//! that is missing here fails the walk.

use crate::support::spec::Operation;
use crate::support::{Org, Person, Value, json};

/// One thing of each kind in one organization.
pub struct World {
    pub admin: Person,
    coach: Person,
    coachee: Person,
    newcomer: Person,
    assignment: String,
    api_key: String,
    engagement: String,
    items: [String; 2],
    recipient: String,
    record: String,
    note: String,
    form: String,
    form_response: String,
    goal: String,
    milestone: String,
    feedback_request: String,
    other_note: String,
    template: String,
    template_item: String,
    export: String,
    file: String,
    resource: String,
    notification: String,
    webhook: String,
    channel: String,
    hook: String,
    delivery: String,
    suppression: String,
    invoice: String,
}

impl World {
    pub fn of(org: &Org<'_>) -> Self {
        let (admin, coach, coachee, newcomer) = (org.admin(), org.coach("Cora"), org.coachee("Emil"), org.coachee("Nele"));
        org.assign(&coach, &[&newcomer]);
        let new = |path: &str, body: Value| admin.post(path, body).expect(201);
        let assignment = new("/coach-assignments", json!({"coach_id": coach.id, "coachee_id": coachee.id})).id();
        let api_key = new("/api-keys", json!({"name": "A machine", "scopes": ["me:read"]})).id();
        let engagement = new("/engagements", json!({"title": "Growing", "coach_id": coach.id, "coachee_ids": [coachee.id]})).id();
        let item =
            |title: &str| new(&format!("/engagements/{engagement}/items"), json!({"kind": "session", "title": title, "session": {}})).id();
        let items = [item("First"), item("Second")];
        let recipients = admin.get(&format!("/items/{}/recipients", items[0])).expect(200);
        let recipient = recipients.data()[0]["id"].as_str().unwrap().to_owned();
        let note = |body: &str| new(&format!("/engagements/{engagement}/notes"), json!({"body": body, "visibility": "shared"})).id();
        let (note, other_note) = (note("We began."), note("We went on."));
        let record = new(&format!("/items/{}/records", items[0]), json!({"kind": "note", "note": {"note_id": note}})).id();
        let template = new("/program-templates", json!({"title": "Ninety days"})).id();
        let with_item = new(&format!("/program-templates/{template}/items"), json!({"kind": "task", "title": "Think", "task": {}}));
        let template_item = match with_item["items"][0]["id"].as_str() {
            Some(id) => id.to_owned(),
            None => with_item.id(),
        };
        let exported = admin.post("/exports", json!({"resource": "engagements", "format": "csv"})).send();
        let export = if exported.status == 202 { exported.id() } else { String::new() };
        let file = admin.uploaded("a.pdf", crate::support::files::PDF);
        let link = json!({"kind": "link", "link": {"url": "https://reading.example/"}});
        let resource = new(&format!("/engagements/{engagement}/resources"), link).id();
        let active = new("/engagements", json!({"title": "Going", "coach_id": coach.id, "coachee_ids": [coachee.id]})).id();
        let task = new(&format!("/engagements/{active}/items"), json!({"kind": "task", "title": "Write"})).id();
        let asked = json!([{"id": "hope", "kind": "short_text", "label": "What do you hope for?"}]);
        let form = new("/forms", json!({"kind": "form", "title": "Before we begin", "questions": asked})).id();
        admin.post(&format!("/forms/{form}/publish"), ()).expect(200);
        let ask = json!({"kind": "form", "title": "Answer", "form": {"form_id": form}});
        let ask = new(&format!("/engagements/{active}/items"), ask).id();
        new(&format!("/items/{ask}/recipients"), json!({"user_id": admin.id}));
        admin.post(&format!("/engagements/{active}/activate"), ()).expect(200);
        admin.post(&format!("/items/{ask}/send"), ()).expect(200);
        let goal = new(&format!("/engagements/{active}/goals"), json!({"name": "Speak up"})).id();
        let milestone = new(&format!("/goals/{goal}/milestones"), json!({"title": "Ask a question"})).id();
        let feedback_request = new(&format!("/goals/{goal}/feedback-requests"), json!({"email": "erik@partner.example"})).id();
        let form_response = admin.ids(&format!("/form-responses?user_id={}", admin.id))[0].clone();
        admin.post(&format!("/items/{task}/send"), ()).expect(200);
        org.app.work();
        let notification = admin.ids("/notifications")[0].clone();
        let webhook = new("/webhook-endpoints", json!({"url": "https://crm.example/hook"})).id();
        let slack = json!({"kind": "slack", "name": "Team", "slack": {"webhook_url": "https://slack.example/services/T/B/X"}});
        let channel = new("/channel-connections", slack).id();
        let hook = new("/hooks", json!({"target_url": "https://zapier.example/1/", "event_type": "item.sent"})).id();
        let delivery = admin.post(&format!("/webhook-endpoints/{webhook}/test"), ()).expect(200).id();
        let suppression = new("/email-suppressions", json!({"email": "gone@people.example"})).id();
        let lines = json!([{"description": "Session", "unit_price_minor": 18000}]);
        let invoice = new("/invoices", json!({"engagement_id": engagement, "billed_to_id": coachee.id, "lines": lines})).id();
        admin.post(&format!("/invoices/{invoice}/send"), ()).expect(200);
        admin.put("/payment-providers/stripe", json!({"secret_key": "sk_test_1", "webhook_secret": "whsec_test"})).expect(200);
        org.app.work();
        Self {
            admin,
            coach,
            coachee,
            newcomer,
            assignment,
            api_key,
            engagement,
            items,
            recipient,
            record,
            note,
            form,
            form_response,
            goal,
            milestone,
            feedback_request,
            other_note,
            template,
            template_item,
            export,
            file,
            resource,
            notification,
            webhook,
            channel,
            hook,
            delivery,
            suppression,
            invoice,
        }
    }

    /// The ids that a path names, from the first to the last.
    pub fn ids(&self, path: &str) -> Vec<String> {
        let resource = path.strip_prefix("/api/v1/").unwrap_or_default().split('/').next().unwrap_or_default();
        let id = match resource {
            "users" => &self.newcomer.id,
            "coach-assignments" => &self.assignment,
            "api-keys" => &self.api_key,
            "engagements" => &self.engagement,
            "items" => &self.items[0],
            "notes" => &self.note,
            "forms" => &self.form,
            "goals" => &self.goal,
            "milestones" => &self.milestone,
            "feedback-requests" => &self.feedback_request,
            "form-responses" => &self.form_response,
            "program-templates" => &self.template,
            "exports" => &self.export,
            "files" => &self.file,
            "resources" => &self.resource,
            "notifications" => &self.notification,
            "webhook-endpoints" => &self.webhook,
            "channel-connections" => &self.channel,
            "hooks" => &self.hook,
            "deliveries" => &self.delivery,
            "invoices" => &self.invoice,
            "email-suppressions" => &self.suppression,
            other => panic!("no id for /{other}/{{id}}: add it to the fixtures"),
        };
        let child = path.split_once("/{child_id}").map(|(before, _)| match before.rsplit('/').next() {
            Some("recipients") => &self.recipient,
            Some("records") => &self.record,
            Some("items") => &self.template_item,
            other => panic!("no id for {other:?}/{{child_id}}: add it to the fixtures"),
        });
        [Some(id), child].into_iter().flatten().cloned().collect()
    }

    /// The operation's address with these ids.
    pub fn path(operation: &Operation, ids: &[String]) -> String {
        let mut ids = ids.iter();
        let parts = operation.path.split('/').map(|part| match part {
            "{token}" => "a-token",
            "{key}" => "task_sent",
            "{event_type}" => "item.sent",
            slot if slot.starts_with('{') => ids.next().map_or("", String::as_str),
            literal => literal,
        });
        let path = parts.collect::<Vec<_>>().join("/");
        path.strip_prefix("/api/v1").map_or_else(|| format!("/{path}"), str::to_owned)
    }

    /// The operation's own address.
    pub fn own_path(&self, operation: &Operation) -> String {
        let ids = if operation.path.contains("{id}") { self.ids(operation.path) } else { Vec::new() };
        Self::path(operation, &ids)
    }

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
            "replace_engagement_coach" => json!({"coach_id": self.coach.id}),
            "save_engagement_as_template" => json!({"title": "From practice"}),
            "create_item" | "create_template_item" => session(),
            "reorder_items" => json!({"item_ids": [self.items[1], self.items[0]]}),
            "reorder_template_items" => json!({"item_ids": [self.template_item]}),
            "schedule_item" => json!({"scheduled_at": "2026-03-02T09:00:00Z", "session": {"location": "Room 7"}}),
            "add_item_recipient" => json!({"user_id": self.newcomer.id}),
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
            "create_note" => json!({"body": "A thought."}),
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
            | "update_template_item"
            | "activate_engagement"
            | "reopen_engagement"
            | "duplicate_engagement"
            | "complete_item"
            | "update_webhook_endpoint"
            | "rotate_webhook_secret"
            | "update_channel_connection"
            | "mark_my_notifications_read"
            | "preview_notification_type"
            | "preview_item_notification"
            | "put_notification_template"
            | "put_engagement_notification_template"
            | "put_item_notification" => json!({}),
            other => panic!("{other} takes a body: add the least one to the fixtures"),
        }
    }
}
