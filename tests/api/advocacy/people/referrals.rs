//! Who is referred becomes a lead, once, and can be forgotten.

use crate::advocacy::submissions::{Running, own, review};
use crate::support::{Answer, Person, TestApp, Value, at_once, json, racing};

const CONSENT: &str = "They know that I give you their address.";

fn mission(app: &TestApp) -> Running<'_> {
    let asked = json!({"relationships": ["peer", "prospect"], "consent_text": CONSENT});
    Running::start(app, json!({"type": "submit_referral", "title": "Who else?", "submit_referral": asked}))
}

fn entry(email: &str) -> Value {
    json!({"email": email, "name": "Kim Ahn", "company": "Fabrikam", "relationship": "peer"})
}

fn referring(emails: &[&str]) -> Value {
    let referrals: Vec<Value> = emails.iter().map(|email| entry(email)).collect();
    json!({"submit_referral": {"referrals": referrals, "consent_accepted": true}})
}

fn refer(mission: &Running<'_>, by: &Person, emails: &[&str]) -> Answer {
    mission.hand(by, referring(emails)).send()
}

fn leads(staff: &Person) -> Vec<Value> {
    staff.get("/referrals").expect(200).data().to_vec()
}

#[test]
fn everybody_who_is_referred_becomes_a_lead_with_what_was_confirmed() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let made = refer(&mission, &advocate, &["Kim@Fabrikam.example", "lee@fabrikam.example"]);
    assert_eq!(made.status, 201, "{}", made.text());
    let leads = leads(&mission.staff);
    assert_eq!(leads.len(), 2);
    let lead = leads.iter().find(|lead| lead["email"] == "Kim@Fabrikam.example").unwrap();
    assert_eq!((&lead["state"], &lead["referred_by"], &lead["relationship"]), (&json!("received"), &json!(advocate.id), &json!("peer")));
    assert_eq!((&lead["mission_id"], &lead["submission_id"]), (&json!(mission.id), &json!(made.id())));
    assert_eq!((&lead["consent_text"], lead["consented_at"].is_string()), (&json!(CONSENT), true));
    assert_eq!(lead["allowed_actions"], json!(["qualify", "lose", "erase"]));
    let log = mission.staff.get(&format!("/missions/{}/timeline?limit=100", mission.id)).expect(200);
    let told = log.data().iter().filter(|event| event["type"] == "referral.received").count();
    assert_eq!((told, log.text().to_lowercase().contains("fabrikam")), (2, false), "the log says nothing of who it is");
    advocate.get("/referrals").problem(403, "forbidden");
}

#[test]
fn nobody_is_referred_twice_in_an_organization_and_all_who_were_are_told_at_once() {
    let app = TestApp::start();
    let (first, second) = (mission(&app), mission(&app));
    let (avi, bo) = (app.advocate("Avi"), app.advocate("Bo"));
    assert_eq!(refer(&first, &avi, &["kim@fabrikam.example"]).status, 201);
    let again = second.hand(&bo, referring(&["new@fabrikam.example", "KIM@fabrikam.example"])).problem(409, "referral_duplicate");
    assert_eq!(again.faults(), [("/submit_referral/referrals/1/email".to_owned(), "referral_duplicate".to_owned())]);
    assert_eq!(leads(&first.staff).len(), 1);
    // Nobody else's business.
    let other = app.other_org();
    let elsewhere = Running::of(&app, other.admin(), json!({"type": "submit_referral", "submit_referral": {}}));
    let theirs = elsewhere.hand(&other.advocate("Olga"), referring(&["kim@fabrikam.example"])).send();
    assert_eq!(theirs.status, 201, "{}", theirs.text());
    assert_eq!((leads(&first.staff).len(), leads(&elsewhere.staff).len()), (1, 1));
}

#[test]
fn of_many_who_refer_the_same_person_at_once_exactly_one_does() {
    let app = racing();
    let mission = mission(&app);
    let advocates: Vec<Person> = (0..12).map(|number| app.advocate(&format!("Avi {number}"))).collect();
    let answers = at_once(advocates.len(), |index| refer(&mission, &advocates[index], &["kim@fabrikam.example"]));
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((count(201), count(409)), (1, 11), "{:?}", answers.iter().map(Answer::text).collect::<Vec<_>>());
    assert_eq!(leads(&mission.staff).len(), 1);
}

#[test]
fn a_lead_is_qualified_and_then_won_or_lost() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    refer(&mission, &advocate, &["kim@fabrikam.example", "lee@fabrikam.example", "max@fabrikam.example"]);
    let ids = mission.staff.ids("/referrals");
    let act = |id: &str, verb: &str, note: Value| mission.staff.post(&format!("/referrals/{id}/{verb}"), note);
    let refused = act(&ids[0], "win", json!({})).problem(409, "invalid_transition");
    assert_eq!(refused["allowed_actions"], json!(["qualify", "lose"]));
    let qualified = act(&ids[0], "qualify", json!({"note": "Asked for an offer."})).if_match(1).expect(200);
    assert_eq!((&qualified["state"], qualified["qualified_at"].is_string()), (&json!("qualified"), true));
    let won = act(&ids[0], "win", json!({})).expect(200);
    assert_eq!((&won["state"], &won["note"]), (&json!("won"), &json!("Asked for an offer.")));
    act(&ids[0], "lose", json!({})).problem(409, "invalid_transition");
    act(&ids[1], "qualify", json!({})).expect(200);
    act(&ids[1], "lose", json!({"note": "No budget."})).expect(200);
    act(&ids[2], "lose", json!({})).expect(200);
    assert_eq!(mission.staff.ids("/referrals?state=lost").len(), 2);
    assert_eq!(mission.staff.ids("/referrals?state=won,qualified"), [ids[0].as_str()]);
    app.other_org().admin().post(&format!("/referrals/{}/qualify", ids[2]), json!({})).problem(404, "not_found");
    advocate.post(&format!("/referrals/{}/qualify", ids[2]), json!({})).problem(403, "forbidden");
}

#[test]
fn leads_are_found_by_who_they_are_who_referred_them_and_where() {
    let app = TestApp::start();
    let (mission, avi, bo) = (mission(&app), app.advocate("Avi"), app.advocate("Bo"));
    refer(&mission, &avi, &["kim@fabrikam.example"]);
    app.advance("PT1M");
    mission
        .hand(
            &bo,
            json!({"submit_referral": {"referrals": [
        {"email": "zoe@contoso.example", "name": "Zoé", "company": "Contoso", "relationship": "prospect"}
    ], "consent_accepted": true}}),
        )
        .expect(201);
    let all = mission.staff.ids("/referrals");
    let find = |query: &str| mission.staff.ids(&format!("/referrals?{query}"));
    assert_eq!(find("q=zoe"), all[..1]);
    assert_eq!(find("q=fabrikam"), all[1..]);
    assert_eq!(find(&format!("referred_by={}", bo.id)), all[..1]);
    assert_eq!(find(&format!("mission_id={}", mission.id)), all);
    assert_eq!(find("relationship=prospect"), all[..1]);
    assert_eq!(find("created_at_gte=2026-03-01T09:00:30Z"), all[..1]);
    let first = mission.staff.get("/referrals?limit=1").expect(200);
    assert_eq!(find(&format!("limit=1&cursor={}", first.str("next_cursor"))), all[1..]);
}

#[test]
fn leads_of_a_submission_that_counts_no_more_go_unless_somebody_pursues_them() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let one = refer(&mission, &advocate, &["kim@fabrikam.example", "lee@fabrikam.example"]).id();
    let kim = mission.staff.ids("/referrals?q=kim@fabrikam")[0].clone();
    mission.staff.post(&format!("/referrals/{kim}/qualify"), json!({})).expect(200);
    review(&mission.staff, &one, "reject").expect(200);
    assert_eq!(mission.staff.ids("/referrals"), [kim.as_str()]);
    // Who is left can be referred again, who is pursued cannot.
    mission.hand(&advocate, referring(&["kim@fabrikam.example"])).problem(409, "referral_duplicate");
    let two = refer(&mission, &advocate, &["lee@fabrikam.example"]);
    assert_eq!(two.status, 201, "{}", two.text());
    own(&advocate, &two.id(), "withdraw").expect(200);
    assert_eq!(mission.staff.ids("/referrals"), [kim.as_str()]);
}

#[test]
fn who_is_handed_in_again_after_changes_is_a_lead_once() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let one = refer(&mission, &advocate, &["kim@fabrikam.example", "lee@fabrikam.example"]).id();
    let kim = mission.staff.ids("/referrals?q=kim@fabrikam")[0].clone();
    mission.staff.post(&format!("/referrals/{kim}/qualify"), json!({})).expect(200);
    review(&mission.staff, &one, "request-changes").expect(200);
    advocate.patch(&format!("/submissions/{one}"), referring(&["kim@fabrikam.example", "max@fabrikam.example"])).expect(200);
    own(&advocate, &one, "resubmit").expect(200);
    let mut emails: Vec<String> = leads(&mission.staff).iter().map(|lead| lead["email"].as_str().unwrap().to_owned()).collect();
    emails.sort();
    assert_eq!(emails, ["kim@fabrikam.example", "max@fabrikam.example"]);
    assert_eq!(mission.staff.get(&format!("/referrals/{kim}")).expect(200)["state"], "qualified");
}

#[test]
fn whoever_asks_for_it_is_forgotten_here_and_in_the_submission() {
    let app = TestApp::start();
    let (mission, advocate) = (mission(&app), app.advocate("Avi"));
    let one = refer(&mission, &advocate, &["kim@fabrikam.example", "lee@contoso.example"]).id();
    let kim = mission.staff.ids("/referrals?q=kim@fabrikam")[0].clone();
    let path = format!("/referrals/{kim}");
    mission.staff.post(&format!("{path}/qualify"), json!({"note": "Met Kim"})).expect(200);
    let gone = mission.staff.post(&format!("{path}/erase"), ()).expect(200);
    for field in ["name", "email", "company", "note"] {
        assert_eq!(gone[field], Value::Null, "{field}");
    }
    assert_eq!((&gone["state"], &gone["allowed_actions"]), (&json!("qualified"), &json!(["win", "lose"])));
    mission.staff.post(&format!("{path}/erase"), ()).problem(409, "invalid_transition");
    let kept = mission.staff.get(&format!("/submissions/{one}")).expect(200).text();
    assert!(!kept.contains("kim@fabrikam.example") && kept.contains("lee@contoso.example"), "{kept}");
    assert!(mission.staff.ids("/referrals?q=fabrikam").len() == 1, "the other one is at Fabrikam as well");
    // Who was forgotten can be referred anew.
    assert_eq!(refer(&mission, &advocate, &["kim@fabrikam.example"]).status, 201);
}

#[test]
fn who_is_deleted_is_forgotten_as_a_lead_too() {
    let app = TestApp::start();
    let (mission, advocate, admin) = (mission(&app), app.advocate("Avi"), app.admin());
    let later = app.coachee("Emil");
    let one = refer(&mission, &advocate, &[&later.email]).id();
    admin.delete(&format!("/users/{}", later.id)).expect(204);
    let lead = leads(&mission.staff)[0].clone();
    assert_eq!((&lead["email"], lead["erased_at"].is_string()), (&Value::Null, true));
    assert!(!mission.staff.get(&format!("/submissions/{one}")).expect(200).text().contains(&later.email));
    // The advocate who referred them stays, without a name, when they go.
    admin.delete(&format!("/users/{}", advocate.id)).expect(204);
    assert_eq!(leads(&mission.staff)[0]["referred_by"], json!(advocate.id));
}
