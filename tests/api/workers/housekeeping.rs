//! What is over is forgotten.

use diesel::prelude::*;
use rapport::db::schema::{idempotency_keys, login_sessions, refresh_tokens};

use crate::support::{TestApp, json, wait};

fn keys(app: &TestApp) -> i64 {
    wait(app.db().read(|conn| Ok(idempotency_keys::table.count().get_result(conn)?))).unwrap()
}

fn logins(app: &TestApp) -> (i64, i64) {
    let count = |conn: &mut rapport::db::Conn| {
        Ok((login_sessions::table.count().get_result(conn)?, refresh_tokens::table.count().get_result(conn)?))
    };
    wait(app.db().read(count)).unwrap()
}

#[test]
fn an_idempotency_key_is_forgotten_after_a_day() {
    let app = TestApp::start();
    let machine = app.api_key(&["users:write"]);
    let add = |name: &str| {
        let body = json!({"email": format!("{name}@people.example"), "name": name, "roles": ["coachee"]});
        machine.post("/users", body).key("import").send().status
    };
    assert_eq!((add("ana"), add("ben")), (201, 422));
    app.advance("PT23H59M59S");
    app.run_workers_until_idle();
    assert_eq!((add("ben"), keys(&app)), (422, 1));
    app.advance("PT1S");
    app.run_workers_until_idle();
    assert_eq!(keys(&app), 0);
    assert_eq!(add("ben"), 201);
}

#[test]
fn a_login_is_forgotten_when_it_is_over_and_a_used_one_is_kept() {
    let app = TestApp::with(|config| config.login_days = 10);
    let (idle, used) = (app.coach("Cora"), app.coach("Carl"));
    app.advance("P9D");
    app.guest().post("/auth/refresh", json!({"refresh_token": used.refresh_token})).expect(200);
    app.run_workers_until_idle();
    assert_eq!(logins(&app), (2, 3));
    app.advance("P1D");
    app.guest().post("/auth/refresh", json!({"refresh_token": idle.refresh_token})).problem(401, "invalid_refresh_token");
    app.advance("P1D");
    app.run_workers_until_idle();
    assert_eq!(logins(&app), (1, 2), "the one that was used lasts ten days from then");
    app.advance("P10D");
    app.run_workers_until_idle();
    assert_eq!(logins(&app), (0, 0));
}
