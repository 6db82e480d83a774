//! An organization that has missions, and where everything that they tell arrives.

use diesel::prelude::*;
use rapport::db::schema::notifications;
use rapport::db::{Conn, Intent, Tx};
use rapport::identity::permissions::Role;
use rapport::identity::users;
use rapport::identity::users::model::{CreateUser, UserState};
use rapport::kernel::ids::MissionId;
use rapport::messaging::notifications::model::Channel;

use crate::support::files::png;
use crate::support::receivers::{Inbox, Receiver};
use crate::support::{Answer, Person, TestApp, Value, json, wait};

pub struct Scene {
    pub app: TestApp,
    pub admin: Person,
    pub inbox: Inbox,
    pub receiver: Receiver,
}

impl Scene {
    pub fn new() -> Self {
        let inbox = Inbox::start();
        let app = TestApp::with_inbox(&inbox);
        let admin = app.admin();
        Self { app, admin, inbox, receiver: Receiver::start() }
    }

    /// A draft that lacks nothing, told by mail to every advocate; `change` is laid over it.
    #[track_caller]
    pub fn draft(&self, change: &Value) -> String {
        let image = self.admin.uploaded("card.png", &png(1200, 630));
        let mut mission = json!({
            "type": "custom_task",
            "title": "Try the beta",
            "summary": "Ten minutes, and we hear what breaks.",
            "image_file_id": image,
            "audience": {"kind": "registered"},
            "notify": {"mode": "send", "channels": ["email"]},
            "recognition": {"kind": "points", "points": 50},
            "participation_limit": {"kind": "once"},
            "custom_task": {"instructions": "<p>Try it.</p>"},
        });
        for (key, value) in change.as_object().unwrap() {
            mission[key] = value.clone();
        }
        self.admin.post("/missions", mission).expect(201).id()
    }

    /// The same, launched; nothing has been told yet.
    #[track_caller]
    pub fn launched(&self, change: &Value) -> String {
        let id = self.draft(change);
        self.act(&id, "launch");
        id
    }

    #[track_caller]
    pub fn act(&self, mission: &str, verb: &str) -> Answer {
        self.admin.post(&format!("/missions/{mission}/{verb}"), ()).expect(200)
    }

    #[track_caller]
    pub fn change(&self, mission: &str, change: Value) -> Answer {
        self.admin.patch(&format!("/missions/{mission}"), change).expect(200)
    }

    /// A list of advocates.
    #[track_caller]
    pub fn segment(&self, name: &str) -> String {
        self.admin.post("/segments", json!({"name": name, "kind": "static"})).expect(201).id()
    }

    /// Puts somebody on it, and lets everything follow that does at once.
    #[track_caller]
    pub fn enters(&self, segment: &str, person: &Person) {
        self.admin.put(&format!("/segments/{segment}/members/{}", person.id), ()).send();
        self.app.work();
    }
    #[track_caller]
    pub fn leaves(&self, segment: &str, person: &Person) {
        self.admin.delete(&format!("/segments/{segment}/members/{}", person.id)).send();
        self.app.work();
    }

    /// Waits for people to enter a segment, and has done all that follows from its launch.
    #[track_caller]
    pub fn armed(&self, segment: &str, change: &Value) -> String {
        let mut mission = json!({"trigger": {"kind": "segment", "segment_id": segment}});
        for (key, value) in change.as_object().unwrap() {
            mission[key] = value.clone();
        }
        let id = self.launched(&mission);
        self.app.work();
        id
    }

    /// Hands something in, which is what reminders are for.
    #[track_caller]
    pub fn takes_part(person: &Person, mission: &str) -> String {
        let submission = json!({"custom_task": {"confirmed": true}});
        person.post(&format!("/missions/{mission}/submissions"), submission).expect(201).id()
    }

    /// Lets this much time pass and everything be done that is due then.
    pub fn after(&self, time: &str) {
        self.app.advance(time);
        self.app.work();
    }

    /// A Slack workspace that hears of what nobody has to ask for.
    #[track_caller]
    pub fn slack(&self) -> String {
        let slack = json!({"kind": "slack", "name": "Community", "slack": {"webhook_url": self.receiver.url("/slack")}});
        self.admin.post("/channel-connections", slack).expect(201).id()
    }

    /// An endpoint that hears of everything.
    #[track_caller]
    pub fn webhook(&self) -> String {
        self.admin.post("/webhook-endpoints", json!({"url": self.receiver.url("/hook")})).expect(201).id()
    }

    #[track_caller]
    pub fn zap(&self, event_type: &str) -> String {
        let hook = json!({"target_url": self.receiver.url("/zap"), "event_type": event_type});
        self.admin.post("/hooks", hook).expect(201).id()
    }

    /// The types of events that reached this path.
    pub fn heard(&self, path: &str) -> Vec<String> {
        let name = |body: Value| body["type"].as_str().unwrap_or_default().to_owned();
        self.receiver.requests(path).iter().map(|request| name(request.json())).collect()
    }

    /// The headings of posts in Slack that say anything of missions, segments or submissions. That a picture
    /// was uploaded or somebody logged in is posted as well where nobody says what is wanted.
    pub fn posts(&self) -> Vec<String> {
        let heading = |body: Value| body["blocks"][0]["text"]["text"].as_str().unwrap_or_default().to_owned();
        let is_ours = |body: &Value| {
            let event = body["blocks"].as_array().and_then(|blocks| blocks.last()).map(|last| last["elements"][0]["text"].to_string());
            let of_advocacy = ["mission.", "segment.", "submission.", "points.", "reward"];
            body.to_string().contains("Try the") || of_advocacy.iter().any(|thing| event.as_ref().is_some_and(|name| name.contains(thing)))
        };
        self.receiver.requests("/slack").iter().map(|request| request.json()).filter(is_ours).map(heading).collect()
    }

    /// State and reason of each mail of a mission by kind, oldest first.
    #[track_caller]
    pub fn mails_of(&self, mission: &str, kind: &str) -> Vec<String> {
        self.app.told(&format!("mission_id={mission}&type={kind}"))
    }

    /// Events of a mission by type, oldest first.
    #[track_caller]
    pub fn logged(&self, mission: &str, event: &str) -> Vec<Value> {
        let all = self.admin.get(&format!("/missions/{mission}/timeline?limit=100")).expect(200);
        all.data().iter().filter(|entry| entry["type"] == event).cloned().collect()
    }

    #[track_caller]
    pub fn forecast(&self, mission: &str) -> Vec<Value> {
        self.admin.get(&format!("/missions/{mission}/forecast")).expect(200)["data"].as_array().unwrap().clone()
    }

    /// Mails that a launch would send, as launch-check tells.
    #[track_caller]
    pub fn mails_expected(&self, mission: &str) -> i64 {
        let check = self.admin.get(&format!("/missions/{mission}/launch-check")).expect(200);
        let channels = check["channels"].as_array().unwrap();
        channels.iter().find(|line| line["channel"] == "email").map_or(0, |line| line["messages"].as_i64().unwrap())
    }

    /// Mails that are made of a mission.
    pub fn queued(&self, mission: &str) -> i64 {
        let id: MissionId = mission.parse().unwrap();
        let count = move |conn: &mut Conn| {
            let own = notifications::table.filter(notifications::mission_id.eq(id)).filter(notifications::channel.eq(Channel::Email));
            Ok(own.count().get_result(conn)?)
        };
        wait(self.app.db().read(count)).unwrap()
    }

    /// So many active advocates, past the API.
    pub fn advocates(&self, count: usize) {
        self.advocates_from(0, count);
    }

    /// The same, with numbers from this one on.
    pub fn advocates_from(&self, first: usize, count: usize) {
        let organization_id = self.app.org;
        wait(self.app.db().write(Intent::system(), move |tx| {
            let person = |number: usize, tx: &Tx<'_>| {
                let new = CreateUser {
                    email: format!("advocate-{number}@many.example"),
                    name: format!("Advocate {number}"),
                    roles: vec![Role::Advocate],
                    time_zone: None,
                };
                let mut user = users::commands::draft(tx, organization_id, &new, "Europe/Berlin");
                user.state = UserState::Active;
                user
            };
            let rows: Vec<_> = (first..first + count).map(|number| person(number, tx)).collect();
            users::store::insert_many(tx.conn(), &rows)
        }))
        .unwrap();
    }
}
