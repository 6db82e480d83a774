//! What workers ask while they tell people of missions follows an index, however much was told before.

use diesel::prelude::*;
use rapport::advocacy::missions;
use rapport::advocacy::missions::assignments::model::{Assignment, AssignmentState};
use rapport::advocacy::missions::assignments::store as assignments;
use rapport::advocacy::missions::model::Mission;
use rapport::advocacy::notices::model::{Broadcast, BroadcastScope, BroadcastState};
use rapport::advocacy::notices::store;
use rapport::db::Intent;
use rapport::db::schema::users;
use rapport::kernel::ids::{MissionId, UserId};
use rapport::messaging::notifications::model::{Channel, Notification, NotificationState};
use rapport::messaging::notifications::store as notifications;

use super::scene::Scene;
use crate::scale::follows_an_index;
use crate::support::{json, wait};

const MISSIONS: usize = 200;
const PEOPLE: usize = 300;

/// Two hundred missions with a follow-up that waits, one that is over, and people who were told and assigned.
fn fill(it: &Scene) -> Broadcast {
    it.advocates(PEOPLE);
    let model: MissionId = it.draft(&json!({})).parse().unwrap();
    let (org, now) = (it.app.org, it.app.now());
    let of_one = wait(it.app.db().write(Intent::system(), move |tx| {
        let model = missions::store::find(tx.conn(), org, model)?;
        let people: Vec<UserId> = users::table.filter(users::is_advocate).select(users::id).load(tx.conn())?;
        let (mut told, mut given, mut one) = (Vec::new(), Vec::new(), None);
        for number in 0..MISSIONS {
            let mission = Mission { id: tx.new_id(), ..model.clone() };
            missions::store::insert(tx.conn(), &mission)?;
            let over = Broadcast { state: BroadcastState::Done, ..Broadcast::follow_up(tx.new_id(), &mission, 60, now) };
            let waits = Broadcast { due_at: Some(now), ..Broadcast::follow_up(tx.new_id(), &mission, 120, now) };
            store::insert(tx.conn(), &over)?;
            store::insert(tx.conn(), &waits)?;
            for person in people.iter().skip(number % 7 * 40).take(60) {
                told.push(row(tx, &mission, *person));
                given.push(assignment(tx, &mission, *person));
            }
            one = Some(Broadcast { scope: BroadcastScope::Assignments, after_at: Some(now.minus(chrono::TimeDelta::days(1))), ..waits });
        }
        notifications::insert_new(tx.conn(), &told)?;
        assignments::insert_many(tx.conn(), &given)?;
        diesel::connection::SimpleConnection::batch_execute(tx.conn(), "ANALYZE")?;
        Ok(one)
    }));
    of_one.unwrap().unwrap()
}

fn row(tx: &rapport::db::Tx<'_>, mission: &Mission, person: UserId) -> Notification {
    let id: rapport::kernel::ids::NotificationId = tx.new_id();
    Notification {
        id,
        organization_id: mission.organization_id,
        intent: id.to_string(),
        notification_type: "mission_available".into(),
        channel: Channel::Email,
        event_id: tx.new_id(),
        event_type: "mission.available".into(),
        subject_id: mission.id.to_string(),
        engagement_id: None,
        recipient_id: Some(person),
        recipient_name: None,
        address: "ana@people.example".into(),
        state: NotificationState::Sent,
        reason: None,
        title: None,
        body: None,
        due_at: tx.now(),
        sent_at: None,
        read_at: None,
        created_at: tx.now(),
        mission_id: Some(mission.id),
    }
}

fn assignment(tx: &rapport::db::Tx<'_>, mission: &Mission, user_id: UserId) -> Assignment {
    Assignment {
        id: tx.new_id(),
        organization_id: mission.organization_id,
        mission_id: mission.id,
        user_id,
        segment_id: tx.new_id(),
        state: AssignmentState::Assigned,
        entry_no: 1,
        depth: 1,
        assigned_at: tx.now(),
        ended_at: None,
    }
}

#[test]
fn what_workers_look_for_follows_an_index() {
    let it = Scene::new();
    let one = fill(&it);
    let (now, id) = (it.app.now(), one.mission_id);
    let app = &it.app;
    follows_an_index(app, "what is due", "mission_broadcasts", false, move |conn| assert!(store::next_due(conn, now).unwrap().is_some()));
    follows_an_index(app, "of a mission", "mission_broadcasts", true, move |conn| {
        assert_eq!(store::of_mission(conn, id).unwrap().len(), 2);
    });
    follows_an_index(app, "who was told", "notifications", false, move |conn| {
        assert_eq!(store::told_after(conn, id, None, 50).unwrap().len(), 50);
    });
    follows_an_index(app, "what waits", "notifications", true, move |conn| assert!(store::waiting(conn, id).unwrap().is_empty()));
    let row = one.clone();
    follows_an_index(app, "whom to remind", "mission_assignments", false, move |conn| {
        assert_eq!(store::assigned_until(conn, &row, now, 50).unwrap().len(), 50);
    });
    follows_an_index(app, "when", "mission_assignments", true, move |conn| {
        assert_eq!(store::next_assignment_at(conn, &one).unwrap(), Some(now));
    });
}
