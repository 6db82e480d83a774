//! The lists of messages follow an index in their order, however many messages there are.

use rapport::db::Intent;
use rapport::kernel::ids::{EngagementId, EventId, MissionId, NotificationId, UserId};
use rapport::messaging::connections::model::ConnectionKind;
use rapport::messaging::deliveries::model::{Delivery, DeliveryState};
use rapport::messaging::deliveries::store as deliveries;
use rapport::messaging::events::reader;
use rapport::messaging::notifications::model::{Channel, Notification, NotificationState};
use rapport::messaging::notifications::store as notifications;

use crate::scale::follows_an_index;
use crate::support::{Person, TestApp, wait, wait_for_the_log};

const ROWS: usize = 20_000;
const PEOPLE: usize = 40;
const TARGETS: usize = 40;

fn person(people: &[Person], number: usize) -> UserId {
    people[number % people.len()].id.parse().unwrap()
}

/// Many deliveries to some targets, and many notifications of some people.
fn fill(app: &TestApp, people: &[Person]) -> (EventId, EngagementId, MissionId) {
    let (org, now) = (app.org, app.now());
    let ids = app.db().ids();
    let (event, engagement, mission): (EventId, EngagementId, MissionId) = (ids.next(now), ids.next(now), ids.next(now));
    let at = |number: usize| now.plus(chrono::TimeDelta::seconds(number as i64));
    let delivery = |number: usize| Delivery {
        target_id: format!("target_{}", number % TARGETS),
        event_id: Some(if number.is_multiple_of(400) { event } else { ids.next(now) }),
        event_type: "item.sent".into(),
        state: if number.is_multiple_of(50) { DeliveryState::Failed } else { DeliveryState::Delivered },
        due_at: None,
        ..Delivery::due(ids.next(now), org, ConnectionKind::Webhook, number.to_string(), at(number))
    };
    let notification = |number: usize| Notification {
        id: ids.next::<rapport::kernel::ids::kind::Notification>(now),
        organization_id: org,
        intent: number.to_string(),
        notification_type: if number.is_multiple_of(60) { "form_sent" } else { "task_sent" }.into(),
        channel: if number.is_multiple_of(2) { Channel::Email } else { Channel::InApp },
        event_id: event,
        event_type: "item.sent".into(),
        subject_id: "item".into(),
        engagement_id: number.is_multiple_of(200).then_some(engagement),
        recipient_id: Some(person(people, number)),
        recipient_name: None,
        address: "ana@people.example".into(),
        state: if number.is_multiple_of(70) { NotificationState::Failed } else { NotificationState::Sent },
        reason: None,
        title: None,
        body: None,
        due_at: at(number),
        sent_at: None,
        read_at: Some(now),
        created_at: at(number),
        mission_id: number.is_multiple_of(100).then_some(mission),
    };
    let (all, heard): (Vec<Delivery>, Vec<Notification>) = ((0..ROWS).map(delivery).collect(), (0..ROWS).map(notification).collect());
    wait(app.db().write(Intent::system(), move |tx| {
        deliveries::insert_new(tx.conn(), &all)?;
        notifications::insert_new(tx.conn(), &heard)?;
        Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn(), "ANALYZE")?)
    }))
    .unwrap();
    (event, engagement, mission)
}

#[test]
fn lists_of_deliveries_follow_an_index() {
    let app = TestApp::start();
    let people: Vec<Person> = (0..PEOPLE).map(|number| app.coachee(&format!("Coachee {number}"))).collect();
    let (event, ..) = fill(&app, &people);
    let org = app.org;
    let cases = [
        ("all", deliveries::Wanted::default(), false),
        ("of a target", deliveries::Wanted { target_id: Some("target_3".into()), ..Default::default() }, false),
        ("of a state", deliveries::Wanted { state: Some(DeliveryState::Failed), ..Default::default() }, false),
        // One event goes to as many as there are connections.
        ("of an event", deliveries::Wanted { event_id: Some(event), ..Default::default() }, true),
    ];
    for (what, wanted, is_little) in cases {
        follows_an_index(&app, what, "deliveries", is_little, move |conn| {
            assert!(!deliveries::list(conn, org, &wanted, None, 26).unwrap().is_empty());
        });
    }
}

#[test]
fn lists_of_notifications_and_events_follow_an_index() {
    let app = TestApp::start();
    let people: Vec<Person> = (0..PEOPLE).map(|number| app.coachee(&format!("Coachee {number}"))).collect();
    let (_, engagement, mission) = fill(&app, &people);
    let (org, one) = (app.org, person(&people, 3));
    let wanted = notifications::Wanted::default;
    let cases = [
        ("all", wanted(), false),
        ("of a person", notifications::Wanted { recipient_id: Some(one), ..wanted() }, true),
        ("of an engagement", notifications::Wanted { engagement_id: Some(engagement), ..wanted() }, true),
        ("of a mission", notifications::Wanted { mission_id: Some(mission), ..wanted() }, true),
        ("of a type", notifications::Wanted { types: Some(vec!["form_sent".into()]), ..wanted() }, false),
        ("of a state", notifications::Wanted { states: Some(vec![NotificationState::Failed]), ..wanted() }, false),
    ];
    for (what, wanted, is_little) in cases {
        follows_an_index(&app, what, "notifications", is_little, move |conn| {
            assert!(!notifications::list(conn, org, wanted, None, 26).unwrap().is_empty());
        });
    }
    let before: Option<(rapport::kernel::Timestamp, NotificationId)> = None;
    follows_an_index(&app, "one's own", "notifications", true, move |conn| {
        assert!(!notifications::inbox(conn, one, false, before, 26).unwrap().is_empty());
    });
    follows_an_index(&app, "unread", "notifications", true, move |conn| assert_eq!(notifications::unread(conn, one).unwrap(), 0));
    wait_for_the_log(app.db());
    follows_an_index(&app, "the log", "events", false, move |conn| {
        assert!(!reader::of_organization(conn, org, None, reader::Position::default(), 26).unwrap().is_empty());
    });
}
