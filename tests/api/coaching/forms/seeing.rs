//! Who sees what is answered.

use super::{published_assessment, published_form, response};
use crate::support::{Programme, TestApp, Value, json};

#[test]
fn c51_nobody_but_the_respondent_sees_answers_before_they_are_handed_in() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let (admin, second) = (app.admin(), app.coachee("Sam"));
    let item = it.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": published_form(&it.coach)}}));
    it.also_for(&item, &second.id);
    it.send(&item);
    let mine = response(&it.coachee, &item);
    it.coachee.put(&mine, json!({"answers": {"hope": "A secret"}})).expect(200);
    for manager in [&*it.coach, &*admin] {
        let seen = manager.get(&mine).expect(200);
        assert_eq!((&seen["state"], &seen["answers"], &seen["allowed_actions"]), (&json!("open"), &json!(null), &json!([])));
        assert!(seen["started_at"].is_string() && !seen.text().contains("A secret"));
        manager.put(&mine, json!({"answers": {}})).problem(403, "forbidden");
        manager.post(&format!("{mine}/submit"), ()).problem(403, "forbidden");
    }
    for stranger in [&second, &app.coach("Carl"), &app.coachee("Uwe"), &app.other_org().admin()] {
        stranger.get(&mine).problem(404, "not_found");
        stranger.put(&mine, json!({"answers": {}})).problem(404, "not_found");
    }
    it.coachee.post(&format!("{mine}/submit"), ()).expect(200);
    assert_eq!(it.coach.get(&mine).expect(200)["answers"], json!({"hope": "A secret"}));
    let events = app.admin().get("/events?limit=100").expect(200).text();
    assert!(!events.contains("A secret"), "answers are not told to subscribers");
}

#[test]
fn c51_lists_hold_what_one_may_see() {
    let app = TestApp::start();
    let [one, other] = [Programme::active(&app), Programme::active(&app)];
    let form = app.admin().post("/forms", json!({"kind": "form", "title": "F", "questions": super::questions()})).expect(201).id();
    app.admin().post(&format!("/forms/{form}/publish"), ()).expect(200);
    let first = one.ask("form", &form);
    app.advance("PT1M");
    let second = one.item(json!({"kind": "form", "title": "Answer", "form": {"form_id": form}}));
    one.also_for(&second, &other.coach.id);
    one.send(&second);
    app.advance("PT1M");
    other.ask("form", &published_form(&other.coach));
    // Their engagements' and their own, each once, newest first.
    let all = app.admin().get("/form-responses").expect(200);
    assert_eq!((all.data().len(), one.coach.ids("/form-responses").len(), one.coachee.ids("/form-responses").len()), (4, 3, 2));
    let of_other = other.coach.get("/form-responses").expect(200);
    assert_eq!(
        of_other.data().iter().map(|found| found["respondent"]["user_id"].clone()).collect::<Vec<_>>(),
        [json!(other.coachee.id), json!(other.coach.id)]
    );
    let page = other.coach.get("/form-responses?limit=1").expect(200);
    assert_eq!(other.coach.ids(&format!("/form-responses?limit=1&cursor={}", page.str("next_cursor"))), of_other.ids()[1..]);
    let admin = app.admin();
    for (query, count) in [
        (format!("item_id={first}"), 1),
        (format!("engagement_id={}", one.id), 3),
        (format!("form_id={form}"), 3),
        (format!("user_id={}", one.coachee.id), 2),
        ("state=submitted".to_owned(), 0),
        (format!("state=open,submitted&engagement_id={}&user_id={}", one.id, other.coach.id), 1),
    ] {
        assert_eq!(admin.ids(&format!("/form-responses?{query}")).len(), count, "{query}");
    }
    assert!(one.coach.ids(&format!("/form-responses?engagement_id={}", other.id)).is_empty());
    admin.get("/form-responses?state=lost").problem(400, "invalid_parameter");
    // Handing the engagement over hands over what is answered in it.
    let carl = app.coach("Carl");
    app.assign(&carl, &[&one.coachee]);
    admin.post(&one.path("/replace-coach"), json!({"coach_id": carl.id})).expect(200);
    assert_eq!((carl.ids("/form-responses").len(), one.coach.ids("/form-responses").len()), (3, 0));
}

#[test]
fn respondents_do_not_see_what_answers_are_worth_unless_the_form_shows_it() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let form = published_assessment(&it.coach);
    let worth = |answer: &Value| {
        (answer["form"]["questions"][0]["score"].clone(), answer["form"]["questions"][2]["single_choice"]["choices"][1]["points"].clone())
    };
    for shown in [false, true] {
        if shown {
            it.coach.patch(&format!("/forms/{form}"), json!({"show_score": true})).expect(200);
            it.coach.post(&format!("/forms/{form}/publish"), ()).expect(200);
        }
        let item = it.ask("assessment", &form);
        let mine = response(&it.coachee, &item);
        assert_eq!(worth(&it.coachee.get(&mine).expect(200).body), (json!(null), json!(null)));
        it.coachee.post(&format!("{mine}/submit"), json!({"answers": {"rested": 3, "tired": 3}})).expect(200);
        let (theirs, coachs) = (it.coachee.get(&mine).expect(200), it.coach.get(&mine).expect(200));
        assert_eq!((worth(&theirs.body), worth(&coachs.body).1), ((json!(null), json!(null)), json!(3)));
        assert_eq!((theirs["score"].is_object(), coachs["score"].is_object()), (shown, true));
    }
}
