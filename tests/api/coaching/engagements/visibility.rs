//! Who sees what.

use rapport::identity::permissions::Role;

use crate::support::{Client, Programme, TestApp, json, without_request_id};

#[test]
fn c3_what_belongs_to_another_organization_is_answered_like_what_never_was() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let item = it.task("Write");
    let other = app.other_org();
    let never = ("eng_01h455vb4pex5vsknk084sn02q", "item_01h455vb4pex5vsknk084sn02q");
    for outsider in [other.admin(), other.coach("Otto"), other.coachee("Olga")] {
        let paths = [("/engagements/", it.id.as_str(), never.0), ("/items/", item.as_str(), never.1)];
        for (path, there, nowhere) in paths {
            let [real, unreal] = [there, nowhere].map(|id| outsider.get(&format!("{path}{id}")).problem(404, "not_found"));
            assert_eq!(without_request_id(&real).replace(there, nowhere), without_request_id(&unreal));
        }
    }
    let outsider = other.admin();
    outsider.patch(&format!("/items/{item}"), json!({"title": "Mine"})).problem(404, "not_found");
    outsider.delete(&it.path("")).problem(404, "not_found");
    outsider.get(&it.path("/timeline")).problem(404, "not_found");
    assert!(outsider.ids("/engagements").is_empty());
    assert_eq!(it.seen(&item)["title"], "Write");
}

fn absent_for(client: &Client, it: &Programme) {
    client.get(&it.path("")).problem(404, "not_found");
    client.get(&it.path("/items")).problem(404, "not_found");
    client.get(&it.path("/notes")).problem(404, "not_found");
    assert!(client.ids("/engagements").is_empty());
}

#[test]
fn c31_a_draft_is_seen_by_its_coach_and_admins_only() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let item = it.task("Write");
    absent_for(&it.coachee, &it);
    it.coachee.get(&format!("/items/{item}")).problem(404, "not_found");
    it.show();
    app.admin().get(&it.path("")).expect(200);
    app.api_key(&["engagements:read"]).get(&it.path("")).expect(200);
    app.advocate("Avi").get(&it.path("")).problem(403, "forbidden");
}

#[test]
fn c33_c34_activating_does_not_share() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    let active = it.act("activate");
    assert_eq!((&active["status"], &active["shared"]), (&json!("active"), &json!(false)));
    assert_eq!(active["activated_at"], "2026-03-01T09:00:00.000000Z");
    absent_for(&it.coachee, &it);
}

#[test]
fn c35_what_was_sent_reaches_the_coachee_of_an_unshared_engagement() {
    let app = TestApp::start();
    let it = Programme::active(&app);
    let [sent, dated, session] = [it.task("Sent"), it.task("Dated"), it.session("Meet")];
    it.send(&sent);
    it.schedule(&dated, "2026-03-02T09:00:00Z");
    it.schedule(&session, "2026-03-02T09:00:00Z");
    assert_eq!(it.coachee.get(&format!("/items/{sent}")).expect(200)["allowed_actions"], json!(["complete"]));
    assert_eq!(it.coachee.get(&format!("/items/{session}")).expect(200)["session"]["location"], "Room 7");
    it.coachee.get(&format!("/items/{dated}")).problem(404, "not_found");
    absent_for(&it.coachee, &it);
    app.coachee("Uwe").get(&format!("/items/{sent}")).problem(404, "not_found");
    it.coachee.post(&format!("/items/{sent}/complete"), ()).expect(200);
}

#[test]
fn c36_only_an_active_engagement_is_shared_and_unshare_undoes_it() {
    let app = TestApp::start();
    let it = Programme::draft(&app);
    it.coach.post(&it.path("/share"), ()).problem(409, "engagement_not_active");
    it.coach.post(&it.path("/unshare"), ()).problem(409, "engagement_not_active");
    it.act("activate");
    it.coach.post(&it.path("/unshare"), ()).problem(409, "invalid_transition");
    assert_eq!(it.act("share")["shared"], true);
    assert_eq!(
        it.coach.post(&it.path("/share"), ()).problem(409, "invalid_transition")["allowed_actions"],
        json!(["unshare", "complete", "cancel"])
    );
    it.coachee.get(&it.path("")).expect(200);
    assert_eq!(it.act("unshare")["shared"], false);
    absent_for(&it.coachee, &it);
}

#[test]
fn c37_a_coachee_lists_and_reads_a_shared_engagement_with_every_items_status() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let [_, sent, done] = ["Open", "Sent", "Done"].map(|title| it.task(title));
    it.send(&sent);
    it.complete(&done);
    assert_eq!(it.coachee.ids("/engagements"), [it.id.as_str()]);
    let seen = it.coachee.get(&it.path("")).expect(200);
    let statuses: Vec<_> = seen["items"].as_array().unwrap().iter().map(|item| item["status"].clone()).collect();
    assert_eq!(statuses, ["unscheduled", "scheduled", "completed"]);
    assert_eq!((&seen["allowed_actions"], &seen["items"][0]["allowed_actions"]), (&json!([]), &json!([])));
    assert_eq!(seen["items"][1]["allowed_actions"], json!(["complete"]));
    app.coachee("Uwe").get(&it.path("")).problem(404, "not_found");
    it.coachee.patch(&it.path(""), json!({"title": "Mine"})).problem(403, "forbidden");
    it.coachee.get(&format!("/items/{sent}/recipients")).problem(404, "not_found");
}

#[test]
fn c38_for_a_coachee_what_waits_for_a_prior_item_is_gray() {
    let app = TestApp::start();
    let it = Programme::shared(&app);
    let (first, plain) = (it.task("First"), it.task("Plain"));
    let waiting = it.form_after(&first, None);
    it.schedule(&waiting, "2026-03-02T09:00:00Z");
    it.send(&first);
    let colors = |client: &Client| {
        let items = client.get(&it.path("/items")).expect(200);
        items.data().iter().map(|item| item["color"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(colors(&it.coachee), ["purple", "gray", "gray"]);
    assert_eq!(colors(&it.coach), ["purple", "gray", "purple"]);
    assert_eq!(it.coachee.get(&format!("/items/{waiting}")).expect(200)["waiting"], true);
    it.complete(&first);
    it.complete(&plain);
    assert_eq!(colors(&it.coachee), ["green", "green", "purple"]);
}

#[test]
fn a_coach_who_is_coached_sees_their_own_and_what_is_shared_with_them() {
    let app = TestApp::start();
    let (boss, both, coachee) = (app.coach("Cora"), app.home().person("Bea", &[Role::Coach, Role::Coachee]), app.coachee("Emil"));
    app.assign(&boss, &[&both]);
    app.assign(&both, &[&coachee]);
    let own = both.post("/engagements", json!({"title": "Hers", "coachee_ids": [coachee.id]})).expect(201).id();
    let hers = boss.post("/engagements", json!({"title": "With her", "coachee_ids": [both.id]})).expect(201).id();
    assert_eq!(both.ids("/engagements"), [own.as_str()]);
    both.get(&format!("/engagements/{hers}")).problem(404, "not_found");
    for verb in ["activate", "share"] {
        boss.post(&format!("/engagements/{hers}/{verb}"), ()).expect(200);
    }
    assert_eq!(both.ids("/engagements?sort=title"), [own, hers.clone()]);
    assert_eq!(both.get(&format!("/engagements/{hers}")).expect(200)["allowed_actions"], json!([]));
    both.patch(&format!("/engagements/{hers}"), json!({"title": "Mine"})).problem(403, "forbidden");
}

#[test]
fn c51_a_coachee_sees_their_own_things_and_nobody_elses() {
    let app = TestApp::start();
    let (mine, theirs) = (Programme::shared(&app), Programme::shared(&app));
    let tasks = [&mine, &theirs].map(|it| {
        let task = it.task("Write");
        it.send(&task);
        it.coach.post(&it.path("/notes"), json!({"body": "We began.", "visibility": "shared"})).expect(201);
        task
    });
    app.work();
    let me = &mine.coachee;
    assert_eq!(me.ids("/engagements"), std::slice::from_ref(&mine.id));
    assert_eq!(me.get(&mine.path("/notes")).expect(200).data().len(), 1);
    let heard = me.get("/me/notifications").expect(200);
    assert_eq!(heard["unread_count"], 2, "the engagement and the task: {}", heard.text());
    assert!(heard.data().iter().all(|entry| entry["engagement_id"] == json!(mine.id)));
    for path in [theirs.path(""), theirs.path("/items"), theirs.path("/notes"), format!("/items/{}", tasks[1])] {
        me.get(&path).problem(404, "not_found");
    }
    for path in ["/users", "/events", "/notifications", "/webhook-endpoints", "/deliveries", "/exports", "/program-templates"] {
        me.get(path).problem(403, "forbidden");
    }
    me.get(&mine.path("/forecast")).problem(404, "not_found");
    me.post(&format!("/items/{}/notification/preview", tasks[0]), ()).problem(403, "forbidden");
}
