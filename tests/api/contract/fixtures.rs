//! One of everything, and for each operation the path and the least body that it takes. An operation
//! that is missing here fails the walk.

use super::advocacy::Advocacy;
use crate::support::spec::Operation;
use crate::support::{Org, Person, Value, json};

/// One thing of each kind in one organization.
pub struct World {
    pub admin: Person,
    pub(super) coach: Person,
    pub(super) coachee: Person,
    pub(super) newcomer: Person,
    pub(super) advocate: Person,
    pub(super) assignment: String,
    pub(super) api_key: String,
    pub(super) engagement: String,
    pub(super) items: [String; 2],
    pub(super) chosen: [String; 3],
    pub(super) session: String,
    pub(super) attendee: String,
    pub(super) feed: String,
    pub(super) recipient: String,
    pub(super) record: String,
    pub(super) note: String,
    pub(super) form: String,
    pub(super) form_response: String,
    pub(super) goal: String,
    pub(super) milestone: String,
    pub(super) feedback_request: String,
    pub(super) other_note: String,
    pub(super) template: String,
    pub(super) template_item: String,
    pub(super) export: String,
    pub(super) file: String,
    pub(super) resource: String,
    pub(super) notification: String,
    pub(super) webhook: String,
    pub(super) channel: String,
    pub(super) hook: String,
    pub(super) delivery: String,
    pub(super) suppression: String,
    pub(super) invoice: String,
    pub(super) advocacy: Advocacy,
    pub(super) mission_template: String,
    pub(super) reward: String,
    pub(super) grant: String,
}

impl World {
    pub fn of(org: &Org<'_>) -> Self {
        let (admin, coach, coachee, newcomer) = (org.admin(), org.coach("Cora"), org.coachee("Emil"), org.coachee("Nele"));
        let advocate = org.advocate("Avi");
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
        let meeting = json!({"kind": "session", "title": "Meet", "session": {"location": "Room 7"}});
        let meeting = new(&format!("/engagements/{active}/items"), meeting).id();
        let date = json!({"scheduled_at": "2026-03-04T09:00:00Z"});
        let session = admin.post(&format!("/items/{meeting}/schedule"), date).expect(200)["session"]["id"].as_str().unwrap().to_owned();
        let attendee = new(&format!("/sessions/{session}/attendees"), json!({"user_id": coach.id})).id();
        let feed = new("/calendar-feeds", json!({"name": "My telephone"})).id();
        let choice = json!({"coachee_id": coachee.id, "coach_ids": [coach.id], "template_id": template, "interviews_required": 0});
        let matched = new("/matches", choice).id();
        admin.post(&format!("/matches/{matched}/start"), ()).expect(200);
        let interview = new(&format!("/matches/{matched}/interviews"), json!({"coach_id": coach.id})).id();
        admin.patch("/organization", json!({"settings": {"selection_approval": true}})).expect(200);
        let selected = admin.post(&format!("/matches/{matched}/selection"), json!({"coach_id": coach.id})).expect(200);
        let chosen = [matched, interview, selected["selection"]["id"].as_str().unwrap().to_owned()];
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
        let advocacy = Advocacy::of(org, &admin);
        let reward = new("/rewards", json!({"name": "Coffee", "kind": "gift_card", "cost_points": 10})).id();
        let grant = new("/reward-grants", json!({"reward_id": reward, "user_id": advocate.id})).id();
        org.app.work();
        let mission_template = new("/mission-templates", json!({"type": "complete_survey", "name": "NPS"})).id();
        Self {
            admin,
            coach,
            coachee,
            newcomer,
            advocate,
            assignment,
            api_key,
            engagement,
            items,
            chosen,
            session,
            attendee,
            feed,
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
            advocacy,
            mission_template,
            reward,
            grant,
        }
    }

    /// Somebody who may use the operation: the admin, but where it is an advocate's own business.
    pub fn somebody_for(&self, operation: &Operation) -> &Person {
        if operation.roles().contains(&"admin") { &self.admin } else { &self.advocate }
    }

    /// The ids that a path names, from the first to the last.
    pub fn ids(&self, path: &str) -> Vec<String> {
        let resource = path.strip_prefix("/api/v1/").unwrap_or_default().split('/').next().unwrap_or_default();
        let id = match resource {
            "users" if path.ends_with("/slots") || path.contains("/availability") => &self.coach.id,
            "users" => &self.newcomer.id,
            "coach-assignments" => &self.assignment,
            "api-keys" => &self.api_key,
            "engagements" => &self.engagement,
            "items" => &self.items[0],
            "matches" => &self.chosen[0],
            "interviews" => &self.chosen[1],
            "selections" => &self.chosen[2],
            "sessions" => &self.session,
            "calendar-feeds" => &self.feed,
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
            "mission-templates" => &self.mission_template,
            "rewards" => &self.reward,
            "reward-grants" => &self.grant,
            other => self.advocacy.id(other).unwrap_or_else(|| panic!("no id for /{other}/{{id}}: add it to the fixtures")),
        };
        let child = path.split_once("/{child_id}").map(|(before, _)| match before.rsplit('/').next() {
            Some("recipients") => &self.recipient,
            Some("attendees") => &self.attendee,
            Some("records") => &self.record,
            Some("items") => &self.template_item,
            other => {
                let part = other.unwrap_or_default();
                self.advocacy.child(part).unwrap_or_else(|| panic!("no id for {part}/{{child_id}}: add it to the fixtures"))
            }
        });
        [Some(id), child].into_iter().flatten().cloned().collect()
    }

    /// The operation's address with these ids.
    pub fn path(operation: &Operation, ids: &[String]) -> String {
        let mut ids = ids.iter();
        let parts = operation.path.split('/').map(|part| match part {
            "{token}" => "a-token",
            "{token}.ics" => "a-token.ics",
            "{key}" => "task_sent",
            "{name}" => "account.tier",
            "{type}" => "complete_survey",
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
}
