//! Who sees which submissions.

use super::{Running, own, review};
use crate::support::{TestApp, json, without_request_id};

#[test]
fn staff_see_what_was_handed_in_and_advocates_their_own() {
    let app = TestApp::start();
    let (it, other) = (Running::start(&app, json!({})), Running::start(&app, json!({})));
    let (ava, olga) = (app.advocate("Ava"), app.advocate("Olga"));
    let first = it.handed_in(&ava);
    app.advance("PT1M");
    let second = it.handed_in(&olga);
    app.advance("PT1M");
    let (third, draft) = (other.handed_in(&ava), it.draft(&ava));
    let newest_first = [third.clone(), second.clone(), first.clone()];
    assert_eq!(it.staff.ids("/submissions"), newest_first);
    assert_eq!(app.admin().ids("/submissions"), newest_first);
    assert_eq!(it.staff.ids(&format!("/missions/{}/submissions", it.id)), [second.clone(), first.clone()]);
    assert_eq!(ava.ids("/submissions"), [draft.clone(), third.clone(), first.clone()]);
    assert_eq!(ava.ids("/me/submissions"), [draft.clone(), third.clone(), first.clone()]);
    assert_eq!(ava.ids(&format!("/missions/{}/submissions", it.id)), [draft.clone(), first.clone()]);
    assert_eq!(olga.ids("/me/submissions"), std::slice::from_ref(&second));
    assert_eq!(olga.ids(&format!("/submissions?user_id={}", ava.id)), Vec::<String>::new());
    for (path, seen) in [
        (format!("/submissions?user_id={}", ava.id), vec![third.clone(), first.clone()]),
        (format!("/submissions?mission_id={}", other.id), vec![third.clone()]),
        ("/submissions?state=approved".to_owned(), vec![]),
        ("/submissions?state=pending_review,approved&limit=1".to_owned(), vec![third.clone()]),
        ("/submissions?submitted_at_gte=2026-03-01T09:01:00Z&submitted_at_lt=2026-03-01T09:02:00Z".to_owned(), vec![second.clone()]),
    ] {
        assert_eq!(it.staff.ids(&path), seen, "{path}");
    }
    assert_eq!(ava.ids("/me/submissions?state=draft"), [draft]);
    for (stranger, id) in [(&olga, &first), (&ava, &second)] {
        stranger.get(&format!("/submissions/{id}")).problem(404, "not_found");
    }
    app.coach("Cora").get("/submissions").problem(403, "forbidden");
    it.staff.get("/me/submissions").problem(403, "forbidden");
}

#[test]
fn pages_of_submissions_follow_each_other_also_while_they_are_decided() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let ava = app.advocate("Ava");
    let mut ids: Vec<String> = (0..5).map(|_| it.handed_in(&ava)).collect();
    ids.reverse();
    for (by, path) in [(&it.staff, "/submissions?limit=2"), (&ava, "/me/submissions?limit=2")] {
        let (mut seen, mut next) = (Vec::new(), path.to_owned());
        loop {
            let page = by.get(&next).expect(200);
            seen.extend(page.ids());
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            next = format!("{path}&cursor={cursor}");
        }
        assert_eq!(seen, ids, "{path}");
    }
    let cursor = it.staff.get("/submissions?limit=2").expect(200).str("next_cursor");
    it.staff.get(&format!("/submissions?limit=2&state=approved&cursor={cursor}")).problem(400, "invalid_cursor");
    ava.get(&format!("/me/submissions?limit=2&cursor={cursor}")).problem(400, "invalid_cursor");
}

#[test]
fn a3_what_another_organization_has_looks_like_what_nobody_has() {
    let app = TestApp::start();
    let it = Running::start(&app, json!({}));
    let id = it.handed_in(&app.advocate("Ava"));
    let elsewhere = app.other_org();
    let (staff, advocate) = (super::manager(&elsewhere), elsewhere.advocate("Xenia"));
    let unknown = "sub_01kfq8v6n2e9t8w4x3y5z7a1bc";
    for stranger in [&staff, &advocate] {
        let seen = stranger.get(&format!("/submissions/{id}")).problem(404, "not_found");
        let nothing = stranger.get(&format!("/submissions/{unknown}")).problem(404, "not_found");
        assert_eq!(without_request_id(&seen), without_request_id(&nothing));
        stranger.get(&format!("/missions/{}/submissions", it.id)).problem(404, "not_found");
        assert!(stranger.ids("/submissions").is_empty());
    }
    review(&staff, &id, "approve").problem(404, "not_found");
    own(&advocate, &id, "withdraw").problem(404, "not_found");
    it.hand_in(&advocate).problem(404, "not_found");
    assert_eq!(staff.ids(&format!("/submissions?mission_id={}", it.id)), Vec::<String>::new());
}

#[test]
fn whom_a_mission_is_not_for_neither_takes_part_nor_sees_a_list() {
    let app = TestApp::start();
    let staff = super::manager(&app.home());
    let hidden = Running::of(&app, staff, json!({"notify": {"mode": "link_only", "channels": []}}));
    let ava = app.advocate("Ava");
    hidden.hand_in(&ava).problem(404, "not_found");
    ava.get(&format!("/missions/{}/submissions", hidden.id)).problem(404, "not_found");
    // Whoever has the link takes part by it, and then sees what they handed in.
    let made = ava.post(&format!("{}/submissions", hidden.link()), super::done()).expect(200);
    assert_eq!(
        (ava.ids(&format!("/missions/{}/submissions", hidden.id)), made["state"].as_str()),
        (vec![made.id()], Some("pending_review"))
    );
}
