//! What is acknowledged is in the log.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use rapport::db::Engine;

use super::active;
use crate::support::TestApp;

#[test]
fn what_was_done_is_in_the_timeline_at_once_whatever_else_the_server_is_busy_with() {
    let app = TestApp::start();
    let (coach, coachee) = app.coach_and_coachee();
    // Another transaction, perhaps of another database on this server, that takes long.
    let busy = match app.db().engine() {
        Engine::Sqlite { .. } => None,
        Engine::Postgres { url } => Some(PgConnection::establish(url).unwrap()),
    };
    let busy = busy.map(|mut conn| conn.batch_execute("BEGIN; SELECT pg_current_xact_id()").map(|()| conn).unwrap());
    let id = active(&app, &coach, &coachee);
    let timeline = coach.get(&format!("/engagements/{id}/timeline")).expect(200);
    assert_eq!(timeline.data().len(), 2, "{}", timeline.text());
    drop(busy);
}
