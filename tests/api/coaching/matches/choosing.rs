//! Who sees which coaches.

use super::Choice;
use crate::support::receivers::Inbox;
use crate::support::{Person, TestApp, json};

#[test]
fn c57_an_admin_puts_a_coachee_and_coaches_together() {
    let app = TestApp::start();
    let it = Choice::draft(&app);
    let seen = it.admin.get(&it.path("")).expect(200);
    let names: Vec<_> = seen["coaches"].as_array().unwrap().iter().map(|coach| coach["name"].as_str().unwrap()).collect();
    assert_eq!((seen.str("status"), names, &seen["allowed_actions"]), ("draft".into(), vec!["Cora", "Carl"], &json!(["start", "cancel"])));
    it.cora.post("/matches", json!({"coachee_id": it.coachee.id, "coach_ids": [it.cora.id]})).problem(403, "forbidden");
    let body = |coachee: &Person, coach: &Person| json!({"coachee_id": coachee.id, "coach_ids": [coach.id], "template_id": it.template});
    it.admin.post("/matches", body(&it.cora, &it.carl)).problem(404, "not_found");
    it.admin.post("/matches", body(&it.coachee, &it.coachee)).problem(404, "not_found");
    let stranger = app.other_org().coach("Stella");
    it.admin.post("/matches", body(&it.coachee, &stranger)).problem(404, "not_found");
    let neither = json!({"coachee_id": it.coachee.id, "coach_ids": [it.cora.id]});
    let faults = it.admin.post("/matches", neither).problem(422, "validation_failed").faults();
    assert_eq!(faults, [("/template_id".to_owned(), "one_of".to_owned())]);
}

#[test]
fn c58_c59_starting_mails_the_coachee_who_sees_those_coaches_and_no_other() {
    let inbox = Inbox::start();
    let app = TestApp::with_inbox(&inbox);
    let it = Choice::draft(&app);
    it.coachee.get(&it.path("")).problem(404, "not_found");
    it.cora.get(&it.path("")).problem(404, "not_found");
    it.admin.post(&it.path("/start"), ()).expect(200);
    app.work();
    assert_eq!(inbox.subjects(&it.coachee), ["Choose your coach"]);
    assert!(inbox.mails_to(&it.coachee.email)[0].text.contains("Take your time."));
    assert_eq!(inbox.mails().len(), 1);
    assert_eq!((it.coachee.ids("/matches"), it.coachee.ids("/me/matches")), (vec![it.id.clone()], vec![it.id.clone()]));
    let coaches = it.coachee.get(&it.path("/coaches")).expect(200);
    assert_eq!(coaches.ids(), [it.cora.id.clone(), it.carl.id.clone()]);
    let other = app.coach("Olga");
    it.coachee.post(&it.path("/interviews"), json!({"coach_id": other.id})).problem(404, "not_found");
    // A coach sees that they are listed, and nobody else's part.
    assert_eq!(it.cora.get(&it.path("/coaches")).expect(200).ids(), std::slice::from_ref(&it.cora.id));
    it.request(&it.carl);
    let seen = it.cora.get(&it.path("")).expect(200);
    assert_eq!((seen["coaches"].as_array().unwrap().len(), &seen["interviews"]), (1, &json!([])));
    for stranger in [&other, &app.coachee("Gus")] {
        stranger.get(&it.path("")).problem(404, "not_found");
        assert_eq!(stranger.ids("/matches"), [""; 0]);
    }
}
