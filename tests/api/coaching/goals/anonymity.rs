//! Who said what stays with those who said it.

use rapport::coaching::goals::feedback::token_of;

use crate::support::{Programme, TestApp, Value, json};

/// Asks somebody about the goal, who then says this.
fn say(app: &TestApp, it: &Programme, goal: &str, email: &str, said: Value) {
    let id = it.coach.post(&format!("{goal}/feedback-requests"), json!({"email": email})).expect(201).id();
    let token = token_of(&app.app.messaging, id.parse().unwrap()).unwrap();
    app.guest().post(&format!("/public/feedback/{token}/submit"), said).expect(204);
}

#[test]
fn c88_nothing_but_how_many_shows_until_enough_have_answered() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let goal = it.goal("Speak up");
    let said = [(4, Some("Often.")), (3, None), (4, Some("A bit.")), (2, Some("Seldom."))];
    for (number, (rating, feedback)) in said.iter().enumerate() {
        say(&app, &it, &goal, &format!("person{number}@partner.example"), json!({"rating": rating, "feedback": feedback}));
        for reader in [&it.coach, &it.coachee, &app.admin()] {
            let feedback = reader.get(&goal).expect(200)["feedback"].clone();
            assert_eq!((&feedback["answered"], &feedback["min_raters"]), (&json!(number + 1), &json!(3)));
            let keys = ["average", "ratings", "comments"].map(|key| feedback[key].is_null());
            assert_eq!(keys, [number < 2; 3], "{feedback}");
        }
    }
    let feedback = it.coachee.get(&goal).expect(200)["feedback"].clone();
    assert_eq!((&feedback["average"], &feedback["ratings"]), (&json!(3.3), &json!([0, 1, 1, 2, 0])));
    let mut comments: Vec<_> = feedback["comments"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    comments.sort_unstable();
    assert_eq!(comments, ["A bit.", "Often.", "Seldom."]);
    app.set(&json!({"feedback_min_raters": 5}));
    assert_eq!(it.coach.get(&goal).expect(200)["feedback"]["average"], json!(null));
    app.admin().patch("/organization", json!({"settings": {"feedback_min_raters": 0}})).problem(422, "validation_failed");
}

#[test]
fn c88_what_somebody_said_stands_nowhere_beside_who_they_are() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let goal = it.goal("Speak up");
    for number in 0..3 {
        app.advance("PT1H");
        say(&app, &it, &goal, &format!("person{number}@partner.example"), json!({"rating": 5, "feedback": format!("Comment {number}.")}));
    }
    let requests = it.coach.get(&format!("{goal}/feedback-requests")).expect(200);
    assert!(!requests.text().contains("Comment") && !requests.text().contains("rating"));
    for one in requests.data() {
        let mut keys: Vec<_> = one.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        let expected = [
            "allowed_actions",
            "created_at",
            "email",
            "expires_at",
            "goal_id",
            "id",
            "message",
            "name",
            "reminded_at",
            "requested_by",
            "state",
            "version",
        ];
        assert_eq!(keys, expected, "and no time at which they answered");
    }
    app.work();
    let log = app.admin().get("/events?limit=100").expect(200);
    assert!(!log.text().contains("Comment"));
    let received: Vec<_> = log.data().iter().filter(|event| event["type"] == "goal.feedback_received").collect();
    assert_eq!(received.len(), 3);
    assert!(received.iter().all(|event| !event.to_string().contains("fbr_") && !event.to_string().contains("partner.example")));
    let told = app.notifications("type=feedback_received");
    assert!(
        !told.is_empty() && told.iter().all(|one| !one.to_string().contains("Comment") && !one.to_string().contains("partner.example"))
    );
}
