//! Coachees choose a coach.

mod choosing;
mod interviews;
mod selections;

use crate::support::{Answer, Person, Request, TestApp, json};

struct Choice {
    admin: Person,
    coachee: Person,
    cora: Person,
    carl: Person,
    template: String,
    id: String,
}

impl Choice {
    fn draft(app: &TestApp) -> Self {
        let (admin, cora, carl, coachee) = (app.admin(), app.coach("Cora"), app.coach("Carl"), app.coachee("Emil"));
        let template = admin.post("/program-templates", json!({"title": "Ninety days"})).expect(201).id();
        let body =
            json!({"coachee_id": coachee.id, "coach_ids": [cora.id, carl.id], "template_id": template, "message": "Take your time."});
        let id = admin.post("/matches", body).expect(201).id();
        Self { admin, coachee, cora, carl, template, id }
    }

    fn started(app: &TestApp) -> Self {
        let it = Self::draft(app);
        it.admin.post(&it.path("/start"), ()).expect(200);
        it
    }

    fn path(&self, rest: &str) -> String {
        format!("/matches/{}{rest}", self.id)
    }

    #[track_caller]
    fn request(&self, coach: &Person) -> Answer {
        self.coachee.post(&self.path("/interviews"), json!({"coach_id": coach.id})).expect(201)
    }

    /// An interview that was held.
    #[track_caller]
    fn interview(&self, app: &TestApp, coach: &Person, at: &str) {
        let interview = self.request(coach).id();
        coach.post(&format!("/interviews/{interview}/propose-times"), json!({"starts_at": [at]})).expect(200);
        self.coachee.post(&format!("/interviews/{interview}/schedule"), json!({"starts_at": at})).expect(200);
        coach.post(&format!("/interviews/{interview}/complete"), ()).expect(200);
        app.work();
    }

    fn select(&self, coach: &Person) -> Request {
        self.coachee.post(&self.path("/selection"), json!({"coach_id": coach.id}))
    }
}

fn share(coach: &Person) {
    let path = format!("/users/{}/availability", coach.id);
    let mornings =
        json!({"time_zone": "Europe/Berlin", "weekly": [{"day": "monday", "start": "09:00", "end": "12:00"}], "location": "Room 3"});
    coach.put(&path, mornings).expect(200);
    coach.post(&format!("{path}/share"), ()).expect(200);
}
