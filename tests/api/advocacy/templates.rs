//! Templates of missions, built in and of one's own.

use rapport::identity::permissions::Role;

use crate::support::{Campaign, Client, TestApp, Value, json};

/// Every template that the list has, page by page.
fn all(client: &Client, query: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("/mission-templates?limit=7{query}{cursor}")).expect(200);
        found.extend(page.data().to_vec());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

fn names(found: &[Value]) -> Vec<&str> {
    found.iter().map(|template| template["name"].as_str().unwrap()).collect()
}

#[test]
fn a11_templates_are_listed_by_type_built_in_ones_first() {
    let app = TestApp::start();
    let admin = app.admin();
    let make = |kind: &str, name: &str| admin.post("/mission-templates", json!({"type": kind, "name": name})).expect(201).id();
    let own = [make("submit_review", "Ours"), make("be_a_reference", "First"), make("submit_review", "Another")];
    let found = all(&admin, "");
    let places: Vec<(&str, bool)> =
        found.iter().map(|entry| (entry["type"].as_str().unwrap(), !entry["is_builtin"].as_bool().unwrap())).collect();
    assert!(places.is_sorted(), "{places:?}");
    let ids: Vec<&str> = found.iter().filter(|entry| entry["is_builtin"] == false).map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [&own[1], &own[0], &own[2]]);
    let mut unique: Vec<&str> = found.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), found.len());
    assert_eq!(all(&admin, "&is_builtin=false").len() + all(&admin, "&is_builtin=true").len(), found.len());
}

#[test]
fn a12_the_list_is_filtered_by_type() {
    let app = TestApp::start();
    let admin = app.admin();
    let surveys = all(&admin, "&type=complete_survey");
    assert!(surveys.len() > 3 && surveys.iter().all(|entry| entry["type"] == "complete_survey"));
    let two = all(&admin, "&type=complete_survey,record_video");
    assert!(two.len() > surveys.len() && two.iter().any(|entry| entry["type"] == "record_video"));
    admin.get("/mission-templates?type=poll").problem(400, "invalid_parameter");
    let page = admin.get("/mission-templates?limit=1&type=complete_survey").expect(200);
    let stray = format!("/mission-templates?limit=1&type=record_video&cursor={}", page.str("next_cursor"));
    admin.get(&stray).problem(400, "invalid_cursor");
}

#[test]
fn a13_templates_are_found_by_their_words_whatever_their_case() {
    let app = TestApp::start();
    let admin = app.admin();
    let body = json!({"type": "send_update", "name": "Größte Neuigkeit", "about": "Im 100% Überblick", "title": "Lesen_Sie"});
    let own = admin.post("/mission-templates", body).expect(201).id();
    for (words, hit) in [("NPS", "NPS"), ("nps", "NPS"), ("TESTIMONIAL", "Testimonial in a minute"), ("trustpilot", "Review for consumers")]
    {
        assert!(names(&all(&admin, &format!("&q={words}"))).contains(&hit), "{words}");
    }
    for words in ["grosste", "%C3%BCberblick", "100%25", "n_s", "l_s"] {
        let found = all(&admin, &format!("&q={words}"));
        assert_eq!(found.iter().any(|entry| entry["id"] == own.as_str()), words != "l_s", "{words}: {:?}", names(&found));
    }
    let nothing = admin.get("/mission-templates?q=no-such-word-anywhere").expect(200);
    assert_eq!(nothing.body, json!({"data": [], "has_more": false, "next_cursor": null}));
}

#[test]
fn a14_each_type_has_one_blank_template_and_what_is_built_in_stays() {
    let app = TestApp::start();
    let admin = app.admin();
    let found = all(&admin, "");
    let types = admin.get("/mission-types").expect(200);
    for entry in types.data() {
        let (kind, blank) = (entry["type"].as_str().unwrap(), format!("Blank {}", entry["label"].as_str().unwrap()));
        let of_type: Vec<&Value> = found.iter().filter(|template| template["type"] == kind).collect();
        assert_eq!(of_type[0]["name"], blank.as_str());
        assert!(of_type.len() >= 3, "{kind} has useful ones");
        assert_eq!(of_type.iter().filter(|template| template["name"].as_str().unwrap().starts_with("Blank")).count(), 1);
        assert!(of_type[0]["title"].is_null() && of_type[0]["description"].is_null());
    }
    assert!(names(&found).contains(&"Blank Survey"));
    for template in &found {
        let path = format!("/mission-templates/{}", template["id"].as_str().unwrap());
        assert_eq!((&template["is_builtin"], &template["allowed_actions"]), (&json!(true), &json!([])));
        assert_eq!(admin.get(&path).expect(200).body, *template);
        admin.patch(&path, json!({"name": "Mine"})).problem(409, "builtin_template");
        admin.delete(&path).problem(409, "builtin_template");
    }
    assert_eq!(all(&admin, ""), found);
    assert_eq!(all(&app.other_org().admin(), ""), found, "the same in every organization");
}

#[test]
fn a_template_is_made_changed_and_deleted() {
    let app = TestApp::start();
    let admin = app.admin();
    let body = json!({
        "type": "complete_survey", "name": " NPS ", "about": "Quarterly", "title": "Would you?", "summary": "Short", "description": "<p>Hi</p>",
        "complete_survey": {"questions": [{"id": "nps", "kind": "nps", "label": "Would you?"}]}
    });
    let made = admin.post("/mission-templates", body).expect(201);
    assert_eq!(made.header("location"), format!("/api/v1/mission-templates/{}", made.id()));
    assert_eq!((&made["name"], &made["created_by"], &made["version"]), (&json!("NPS"), &json!(admin.id), &json!(1)));
    assert_eq!((&made["allowed_actions"], &made["send_update"]), (&json!(["update", "delete"]), &json!(null)));
    let path = format!("/mission-templates/{}", made.id());
    assert_eq!(admin.get(&path).expect(200).body, made.body);
    let change = json!({"about": null, "complete_survey": {"thank_you": "<p>Thanks</p>"}});
    let changed = admin.patch(&path, change).if_match(1).expect(200);
    assert_eq!((&changed["about"], &changed["title"], &changed["version"]), (&json!(null), &json!("Would you?"), &json!(2)));
    assert_eq!(changed["complete_survey"]["thank_you"], "<p>Thanks</p>");
    assert_eq!(changed["complete_survey"]["questions"], made["complete_survey"]["questions"]);
    admin.patch(&path, json!({"name": "Stale"})).if_match(1).problem(412, "version_mismatch");
    assert_eq!(admin.patch(&path, json!({"name": "NPS", "type": "complete_survey"})).expect(200)["version"], 2, "nothing changed");
    admin.delete(&path).if_match(1).problem(412, "version_mismatch");
    admin.delete(&path).expect(204);
    admin.get(&path).problem(404, "not_found");
    let events = admin.get("/events?type=mission_template.created,mission_template.updated,mission_template.deleted").expect(200);
    let types: Vec<_> = events.data().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(types, ["mission_template.created", "mission_template.updated", "mission_template.deleted"]);
}

#[test]
fn a_type_stays_and_another_types_field_is_refused() {
    let app = TestApp::start();
    let admin = app.admin();
    let path =
        format!("/mission-templates/{}", admin.post("/mission-templates", json!({"type": "send_update", "name": "A"})).expect(201).id());
    let refused = admin.patch(&path, json!({"type": "custom_task"})).problem(422, "immutable_field");
    assert_eq!(refused.faults(), [("/type".to_owned(), "immutable_field".to_owned())]);
    for (method, body) in [
        ("post", json!({"type": "send_update", "name": "A", "custom_task": {}, "record_video": {}})),
        ("patch", json!({"custom_task": {}, "record_video": {}})),
    ] {
        let request = if method == "post" { admin.post("/mission-templates", body) } else { admin.patch(&path, body) };
        let faults = request.problem(422, "kind_mismatch").faults();
        assert_eq!(faults, ["/custom_task", "/record_video"].map(|at| (at.to_owned(), "kind_mismatch".to_owned())));
    }
    admin.post("/mission-templates", json!({"name": "A"})).problem(422, "validation_failed");
}

#[test]
fn a_template_is_copied_by_value_and_its_type_has_to_fit() {
    let app = TestApp::start();
    let admin = app.admin();
    let nps = all(&admin, "&q=nps&type=complete_survey").remove(0);
    let copy = json!({"template_id": nps["id"], "name": "Ours", "title": "Ours", "complete_survey": {"thank_you": null}});
    let made = admin.post("/mission-templates", copy).expect(201);
    assert_eq!((&made["type"], &made["is_builtin"], &made["title"]), (&json!("complete_survey"), &json!(false), &json!("Ours")));
    assert_eq!(made["complete_survey"]["questions"], nps["complete_survey"]["questions"]);
    assert_eq!((&made["complete_survey"]["thank_you"], &made["description"]), (&json!(null), &nps["description"]));
    let again = admin.post("/mission-templates", json!({"template_id": made.id(), "name": "Copy", "type": "complete_survey"})).expect(201);
    admin
        .patch(&format!("/mission-templates/{}", made.id()), json!({"title": "Changed", "complete_survey": {"questions": []}}))
        .expect(200);
    let after = admin.get(&format!("/mission-templates/{}", again.id())).expect(200);
    assert_eq!((&after["title"], &after["complete_survey"]), (&json!("Ours"), &made["complete_survey"]));
    let refused = admin.post("/mission-templates", json!({"template_id": made.id(), "name": "A", "type": "send_update"}));
    assert_eq!(refused.problem(422, "template_type_mismatch").faults(), [("/type".to_owned(), "template_type_mismatch".to_owned())]);
    let foreign = app.other_org().admin().post("/mission-templates", json!({"template_id": made.id(), "name": "A"}));
    assert_eq!(foreign.problem(422, "validation_failed").faults(), [("/template_id".to_owned(), "invalid_choice".to_owned())]);
}

#[test]
fn templates_are_staffs_and_those_of_ones_own_organization() {
    let app = TestApp::start();
    let manager = app.home().person("Max", &[Role::Manager]);
    let path =
        format!("/mission-templates/{}", manager.post("/mission-templates", json!({"type": "send_update", "name": "A"})).expect(201).id());
    for other in [app.advocate("Avi"), app.coach("Cora"), app.coachee("Emil")] {
        other.get("/mission-templates").problem(403, "forbidden");
        other.get(&path).problem(403, "forbidden");
        other.post("/mission-templates", json!({"type": "send_update", "name": "A"})).problem(403, "forbidden");
        other.patch(&path, json!({"name": "B"})).problem(403, "forbidden");
        other.delete(&path).problem(403, "forbidden");
    }
    let stranger = app.other_org().admin();
    stranger.get(&path).problem(404, "not_found");
    stranger.patch(&path, json!({"name": "B"})).problem(404, "not_found");
    stranger.delete(&path).problem(404, "not_found");
    assert!(all(&stranger, "&is_builtin=false").is_empty());
    assert_eq!(app.api_key(&["missions:read"]).get(&path).expect(200)["created_by"], json!(manager.id));
}

#[test]
fn what_a_mission_is_worth_and_how_often_it_can_be_done_is_copied_both_ways() {
    let campaign = Campaign::start();
    let manager = &campaign.manager;
    let set = json!({
        "recognition": {"kind": "points", "points": 40}, "auto_approve": true, "follow_ups": {"enabled": true, "offsets": ["P7D", "P1D"]},
        "participation_limit": {"kind": "times", "max": 2}
    });
    let mut body = json!({"type": "custom_task", "name": "Task"});
    body.as_object_mut().unwrap().extend(set.as_object().unwrap().clone());
    let template = manager.post("/mission-templates", body).expect(201);
    assert_eq!(template["follow_ups"], json!({"enabled": true, "offsets": ["P1D", "P7D"]}));
    let mission = manager.post("/missions", json!({"template_id": template.id(), "auto_approve": false})).expect(201);
    assert_eq!((&mission["recognition"]["points"], &mission["auto_approve"]), (&json!(40), &json!(false)));
    assert_eq!(mission["participation_limit"], template["participation_limit"]);
    assert_eq!((&mission["follow_ups"]["offsets"], &mission["follow_ups"]["enabled"]), (&json!(["P1D", "P7D"]), &json!(true)));
    let saved = manager.post(&format!("/missions/{}/save-as-template", mission.id()), json!({"name": "Back"})).expect(201);
    for name in ["recognition", "follow_ups", "participation_limit", "custom_task"] {
        assert_eq!(saved[name], template[name], "{name}");
    }
    assert_eq!(saved["auto_approve"], false);
    let path = format!("/mission-templates/{}", template.id());
    let wrong = json!({
        "recognition": {"kind": "none", "points": 1}, "follow_ups": {"offsets": ["PT0S"]},
        "participation_limit": {"kind": "times"}
    });
    let faults = manager.patch(&path, wrong).problem(422, "validation_failed").faults();
    let expected =
        [("/follow_ups/offsets", "out_of_range"), ("/participation_limit/max", "required"), ("/recognition/points", "kind_mismatch")];
    assert_eq!(faults, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    let update = json!({"type": "send_update", "name": "A", "recognition": {"kind": "points", "points": 1}});
    manager.post("/mission-templates", update).problem(422, "recognition_not_allowed");
    let update = json!({"type": "send_update", "name": "A", "follow_ups": {"enabled": true}});
    manager.post("/mission-templates", update).problem(422, "follow_ups_not_allowed");
}

#[test]
fn a_mission_from_any_useful_built_in_template_can_be_launched_once_it_has_a_picture() {
    let campaign = Campaign::start();
    for template in all(&campaign.manager, "") {
        let body = json!({"template_id": template["id"], "image_file_id": campaign.image, "notify": {"mode": "link_only"}});
        let id = campaign.manager.post("/missions", body).expect(201).id();
        let check = campaign.manager.get(&format!("/missions/{id}/launch-check")).expect(200);
        let is_blank = template["name"].as_str().unwrap().starts_with("Blank ");
        assert_eq!(check["can_launch"], !is_blank, "{}: {}", template["name"], check.body);
    }
}

#[test]
fn a_templates_picture_is_a_picture_that_staff_see_and_nobody_deletes() {
    let app = TestApp::start();
    let (admin, manager, advocate) = (app.admin(), app.home().person("Max", &[Role::Manager]), app.advocate("Avi"));
    let picture = admin.uploaded("a.png", &crate::support::files::png(8, 8));
    let paper = admin.uploaded("a.pdf", crate::support::files::PDF);
    let body = |file: &str| json!({"type": "send_update", "name": "A", "image_file_id": file});
    let refused = admin.post("/mission-templates", body(&paper)).problem(422, "validation_failed");
    assert_eq!(refused.faults(), [("/image_file_id".to_owned(), "file_type".to_owned())]);
    manager.post("/mission-templates", body(&picture)).problem(422, "validation_failed");
    manager.get(&format!("/files/{picture}")).problem(404, "not_found");
    let path = format!("/mission-templates/{}", admin.post("/mission-templates", body(&picture)).expect(201).id());
    manager.get(&format!("/files/{picture}")).expect(200);
    advocate.get(&format!("/files/{picture}")).problem(404, "not_found");
    admin.delete(&format!("/files/{picture}")).problem(409, "file_in_use");
    assert_eq!(manager.patch(&path, json!({"name": "B"})).expect(200)["image_file_id"], picture.as_str());
    manager.patch(&path, json!({"image_file_id": null})).expect(200);
    admin.delete(&format!("/files/{picture}")).expect(204);
}
