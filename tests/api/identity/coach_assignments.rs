//! Which coach may serve which coachee.

use crate::support::{TestApp, json};

#[test]
fn an_assignment_is_made_once_and_ends() {
    let app = TestApp::start();
    let (admin, coach, coachee) = (app.admin(), app.coach("Cora"), app.coachee("Emil"));
    let body = json!({"coach_id": coach.id, "coachee_id": coachee.id});
    let made = admin.post("/coach-assignments", body.clone()).expect(201);
    admin.post("/coach-assignments", body.clone()).problem(409, "already_assigned");
    let path = format!("/coach-assignments/{}", made.id());
    admin.delete(&path).expect(204);
    admin.delete(&path).problem(404, "not_found");
    admin.post("/coach-assignments", body).expect(201);
}

#[test]
fn only_a_coach_serves_and_only_a_coachee_is_served() {
    let app = TestApp::start();
    let (admin, coach, coachee) = (app.admin(), app.coach("Cora"), app.coachee("Emil"));
    let stranger = app.other_org().coachee("Olga");
    for (by, whom) in [(&coachee, &coach), (&coach, &coach), (&coachee, &coachee), (&coach, &stranger)] {
        admin.post("/coach-assignments", json!({"coach_id": by.id, "coachee_id": whom.id})).problem(404, "not_found");
    }
}

#[test]
fn a_coach_lists_their_own_assignments_only() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    let colleague = app.coach("Carl");
    app.assign(&colleague, &[&coachee, &app.coachee("Esra")]);
    assert_eq!(coach.get("/coach-assignments").expect(200).data().len(), 1);
    assert_eq!(coach.get(&format!("/coach-assignments?coach_id={}", colleague.id)).expect(200).data().len(), 1);
    let admin = app.admin();
    assert_eq!(admin.get("/coach-assignments").expect(200).data().len(), 3);
    assert_eq!(admin.get(&format!("/coach-assignments?coachee_id={}", coachee.id)).expect(200).data().len(), 2);
    assert_eq!(admin.get(&format!("/coach-assignments?coach_id={}", colleague.id)).expect(200).data().len(), 2);
}
