//! Lists of sessions, of what a person was sent and of matches follow an index, among many.

use diesel::connection::SimpleConnection;
use rapport::coaching::calendar_feeds::model::CalendarFeed;
use rapport::coaching::calendar_feeds::store as feeds;
use rapport::coaching::items::recipients;
use rapport::coaching::matches::store::{self as matches, Whose};
use rapport::coaching::sessions::filter::{SessionFilter, Visibility};
use rapport::coaching::sessions::model::SessionStatus;
use rapport::coaching::sessions::store;
use rapport::db::{Conn, Intent};
use rapport::kernel::List;
use rapport::kernel::ids::{EngagementId, UserId};

use crate::scale::follows_an_index;
use crate::support::{Person, TestApp, rows, wait};

/// A session in each of many engagements, with its coachee as recipient, and a match for each.
fn fill(app: &TestApp, coaches: &[Person], coachees: &[Person]) -> EngagementId {
    let made = rows::engagements(app, 12_000, &coaches.iter().collect::<Vec<_>>(), &coachees.iter().collect::<Vec<_>>());
    wait(app.db().write(Intent::system(), |tx| {
        let cast = if matches!(tx.conn(), Conn::Postgres(_)) { "::jsonb" } else { "" };
        let json = |text: &str| format!("'{text}'{cast}");
        let (details, none) = (json(r#"{"session":{"location":"Room 7"}}"#), json("[]"));
        let statements = [
            format!(
                "INSERT INTO items (id, organization_id, engagement_id, position, kind, title, details, status, completion_rule, \
                 scheduled_at, reminders, version, created_at, updated_at) \
                 SELECT 'item' || substr(id, 4), organization_id, id, 1, 'session', 'Meet', {details}, 'scheduled', 'all', \
                 created_at, {none}, 1, created_at, updated_at FROM engagements"
            ),
            "INSERT INTO sessions (id, organization_id, engagement_id, item_id, coach_id, title, status, is_held, starts_at, ends_at, \
             time_zone, local_starts_at, sequence, version, created_at, updated_at) \
             SELECT 'ses' || substr(items.id, 5), items.organization_id, engagements.id, items.id, coach_id, 'Meet', 'scheduled', \
             is_shared, scheduled_at, scheduled_at, 'UTC', '', 0, 1, items.created_at, items.updated_at \
             FROM items JOIN engagements ON engagements.id = items.engagement_id"
                .to_owned(),
            "INSERT INTO item_recipients (id, organization_id, item_id, user_id, is_required, created_at) \
             SELECT 'rcp' || substr(items.id, 5), items.organization_id, items.id, coachee_id, is_shared, items.created_at \
             FROM items JOIN engagements ON engagements.id = items.engagement_id \
             JOIN engagement_coachees ON engagement_coachees.engagement_id = engagements.id WHERE engagement_coachees.position = 1"
                .to_owned(),
            "INSERT INTO matches (id, organization_id, coachee_id, engagement_id, status, interviews_required, interviews_completed, \
             started_at, version, created_at, updated_at) \
             SELECT 'mtch' || substr(engagements.id, 4), engagements.organization_id, coachee_id, engagements.id, 'started', 1, 0, \
             created_at, 1, created_at, updated_at FROM engagements \
             JOIN engagement_coachees ON engagement_coachees.engagement_id = engagements.id WHERE engagement_coachees.position = 1"
                .to_owned(),
            "INSERT INTO match_coaches (match_id, coach_id, position) \
             SELECT matches.id, coach_id, 1 FROM matches JOIN engagements ON engagements.id = matches.engagement_id"
                .to_owned(),
            "ANALYZE".to_owned(),
        ];
        statements.iter().try_for_each(|statement| Ok(tx.conn().batch_execute(statement)?))
    }))
    .unwrap();
    made[0].id
}

fn people(app: &TestApp) -> (Vec<Person>, Vec<Person>) {
    // So many that one of them is listed in few of all, as coaches are.
    let coaches = (0..200).map(|number| app.coach(&format!("Coach {number}"))).collect();
    (coaches, (0..250).map(|number| app.coachee(&format!("Coachee {number}"))).collect())
}

fn id(person: &Person) -> UserId {
    person.id.parse().unwrap()
}

#[test]
fn lists_of_sessions_items_and_matches_follow_an_index() {
    let app = TestApp::start();
    let (coaches, coachees) = people(&app);
    let engagement = fill(&app, &coaches, &coachees);
    let (org, coach, coachee) = (app.org, id(&coaches[3]), id(&coachees[5]));
    let all = SessionFilter::default;
    let cases = [
        ("all", Visibility::Everything, all(), false),
        ("of a state", Visibility::Everything, SessionFilter { status: Some(List(vec![SessionStatus::Scheduled])), ..all() }, false),
        ("of a coach", Visibility::Everything, SessionFilter { coach_id: Some(coach), ..all() }, false),
        // What one person attends, and what one engagement has, is little and may be sorted.
        ("of an engagement", Visibility::Everything, SessionFilter { engagement_id: Some(engagement), ..all() }, true),
        ("of an attendee", Visibility::Everything, SessionFilter { attendee_id: Some(coachee), ..all() }, true),
        ("a coach's own", Visibility::Of(coach), all(), true),
        ("a coachee's own", Visibility::Of(coachee), all(), true),
    ];
    for (what, visibility, filter, is_little) in cases {
        let mine = matches!(visibility, Visibility::Of(_)) || filter.attendee_id.is_some();
        follows_an_index(&app, what, "sessions", is_little, move |conn| {
            assert!(!store::list(conn, org, visibility, &filter, None, 26).unwrap().is_empty());
        });
        if mine {
            never_everybodys(&app, what, visibility, coachee);
        }
    }
    let now = app.now();
    follows_an_index(&app, "taken", "sessions", true, move |conn| drop(store::taken(conn, coach, now, now).unwrap()));
    follows_an_index(&app, "what one was sent", "item_recipients", false, move |conn| {
        assert!(!recipients::store::received(conn, coachee, None, None, 26).unwrap().is_empty());
    });
    for (what, whose, is_little) in
        [("all", Whose::All, false), ("a coachee's", Whose::Coachee(coachee), false), ("a coach's", Whose::Coach(coach), true)]
    {
        follows_an_index(&app, what, "matches", is_little, move |conn| {
            assert!(!matches::list(conn, org, whose, None, None, None, 26).unwrap().is_empty());
        });
    }
}

/// What one person sees is never looked for among the sessions of all.
fn never_everybodys(app: &TestApp, what: &str, visibility: Visibility, coachee: UserId) {
    let org = app.org;
    let filter = match visibility {
        Visibility::Everything => SessionFilter { attendee_id: Some(coachee), ..SessionFilter::default() },
        Visibility::Of(_) => SessionFilter::default(),
    };
    let plans = crate::scale::plans(app, move |conn| drop(store::list(conn, org, visibility, &filter, None, 26).unwrap()));
    for plan in plans {
        assert!(!plan.contains("sessions_by_start"), "{what} passes over everybody's sessions:\n{plan}");
    }
}

#[test]
fn lists_of_calendar_feeds_follow_an_index() {
    let app = TestApp::start();
    let everybody: Vec<UserId> = (0..40).map(|number| id(&app.coach(&format!("Coach {number}")))).collect();
    let (org, now, one) = (app.org, app.now(), everybody[3]);
    wait(app.db().write(Intent::system(), move |tx| {
        for number in 0..4_000 {
            let feed = CalendarFeed {
                id: tx.new_id(),
                organization_id: org,
                user_id: everybody[number % everybody.len()],
                name: "My telephone".into(),
                token_hash: number.to_string(),
                created_at: now.plus(chrono::TimeDelta::seconds(number as i64)),
            };
            feeds::insert(tx.conn(), &feed)?;
        }
        Ok(tx.conn().batch_execute("ANALYZE")?)
    }))
    .unwrap();
    follows_an_index(&app, "one's own", "calendar_feeds", false, move |conn| {
        assert_eq!(feeds::list(conn, one, None, 26).unwrap().len(), 26);
    });
    follows_an_index(&app, "behind a link", "calendar_feeds", true, |conn| {
        assert_eq!(feeds::find_by_token(conn, "7").unwrap().token_hash, "7");
    });
}
