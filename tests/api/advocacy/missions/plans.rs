//! The lists of missions follow an index in their order, among twenty thousand missions and many segments.

use chrono::TimeDelta;
use diesel::prelude::*;
use rapport::advocacy::missions::assignments::model::{Assignment, AssignmentState};
use rapport::advocacy::missions::assignments::store as assignments;
use rapport::advocacy::missions::filter::{MissionFilter, MissionSort};
use rapport::advocacy::missions::mine::{self, Wanted};
use rapport::advocacy::missions::model::{Mission, MissionState};
use rapport::advocacy::missions::settings::{AudienceKind, MissionVisibility, NotifyMode, TriggerKind};
use rapport::advocacy::missions::{audience, store};
use rapport::advocacy::types::MissionType;
use rapport::db::schema::segment_members;
use rapport::db::{Conn, Intent};
use rapport::kernel::List;
use rapport::kernel::ids::{MissionId, SegmentId, UserId};

use crate::scale::{follows_an_index, plans};
use crate::support::{Campaign, Person, json, wait};

const ROWS: i64 = 20_000;
const SEGMENTS: usize = 300;
const PEOPLE: usize = 60;

struct World {
    campaign: Campaign,
    one: UserId,
    segments: Vec<SegmentId>,
    /// One for a segment, and one that waits for people to enter one.
    missions: [MissionId; 2],
}

/// Missions of every state, type and audience; a fifth of them live. One person is in five segments, the others
/// in half of them each.
fn many() -> World {
    let campaign = Campaign::start();
    let people: Vec<Person> = (0..PEOPLE).map(|number| campaign.advocate(&format!("Person {number}"))).collect();
    let people: Vec<UserId> = people.iter().map(|person| person.id.parse().unwrap()).collect();
    let first: MissionId = campaign.launched(json!({})).parse().unwrap();
    let (org, now, one) = (campaign.org, campaign.now(), people[0]);
    let model = wait(campaign.db().read(move |conn| store::find(conn, org, first))).unwrap();
    let segments: Vec<SegmentId> =
        (0..SEGMENTS).map(|number| campaign.segment(&format!("Segment {number}"), &[]).parse().unwrap()).collect();
    let known = segments.clone();
    let missions = wait(campaign.db().write(Intent::system(), move |tx| {
        let members = people.iter().enumerate().flat_map(|(index, user_id)| {
            let count = if index == 0 { 5 } else { SEGMENTS / 2 };
            let own = (0..count).map(move |step| (index * 5 + step * 7) % SEGMENTS);
            own.map(|number| (known[number], *user_id)).collect::<Vec<_>>()
        });
        for (segment_id, user_id) in members {
            let row = (
                segment_members::segment_id.eq(segment_id),
                segment_members::user_id.eq(user_id),
                segment_members::organization_id.eq(org),
                segment_members::entered_at.eq(now),
            );
            diesel::insert_into(segment_members::table).values(row).execute(tx.conn())?;
        }
        let (mut shown, mut given) = (Vec::new(), Vec::new());
        for number in 0..ROWS {
            let mission = row(tx.new_id(), number, &model);
            store::insert(tx.conn(), &mission)?;
            if mission.audience_kind == AudienceKind::Segment {
                let ids = [known[number as usize % SEGMENTS], known[number as usize * 31 % SEGMENTS]];
                store::replace_segments(tx.conn(), &mission, &ids[..=usize::from(ids[0] != ids[1])])?;
                shown.push(mission.id);
            }
            if mission.trigger_kind == TriggerKind::Segment {
                given.push(assignment(tx.new_id(), &mission, people[number as usize / 10 % PEOPLE]));
            }
        }
        assignments::insert_many(tx.conn(), &given)?;
        diesel::connection::SimpleConnection::batch_execute(tx.conn(), "ANALYZE")?;
        Ok([shown[1], given[0].mission_id])
    }))
    .unwrap();
    World { campaign, one, segments, missions }
}

fn row(id: MissionId, number: i64, model: &Mission) -> Mission {
    let at = model.created_at.plus(TimeDelta::seconds(number));
    let is_armed = number % 10 == 3;
    let mut mission = Mission {
        id,
        title: format!("Mission {:05}", number * 7_919 % ROWS),
        mission_type: MissionType::ALL[number as usize / 3 % 9],
        state: if is_armed { MissionState::Armed } else { MissionState::ALL[number as usize / 7 % 7] },
        audience_kind: AudienceKind::ALL[number as usize % 3],
        trigger_kind: if is_armed { TriggerKind::Segment } else { TriggerKind::Instant },
        notify_mode: Some(if number % 13 == 0 { NotifyMode::LinkOnly } else { NotifyMode::Send }),
        created_at: at,
        launched_at: Some(at),
        ..model.clone()
    };
    mission.derive();
    mission
}

fn assignment(id: rapport::kernel::ids::MissionAssignmentId, mission: &Mission, user_id: UserId) -> Assignment {
    Assignment {
        id,
        organization_id: mission.organization_id,
        mission_id: mission.id,
        user_id,
        segment_id: SegmentId::nil(),
        state: AssignmentState::Assigned,
        entry_no: 1,
        depth: 1,
        assigned_at: mission.created_at,
        ended_at: None,
    }
}

type Check = fn(&mut Conn, &Mission, UserId);

#[test]
fn the_lists_of_missions_follow_an_index_among_twenty_thousand_and_many_segments() {
    let World { campaign, one, segments, missions } = many();
    let org = campaign.org;
    let all = MissionFilter::default;
    let newest = MissionSort::CreatedDesc;
    let cases = [
        ("newest", all(), newest, false),
        ("oldest", all(), MissionSort::CreatedAsc, false),
        ("by title", all(), MissionSort::TitleAsc, false),
        ("from Z to A", all(), MissionSort::TitleDesc, false),
        ("of a state", MissionFilter { status: Some(List(vec![MissionState::Live])), ..all() }, newest, false),
        ("of a type", MissionFilter { mission_type: Some(List(vec![MissionType::CompleteSurvey])), ..all() }, newest, false),
        ("public", MissionFilter { visibility: Some(MissionVisibility::Public), ..all() }, newest, false),
        ("of an audience", MissionFilter { audience: Some(AudienceKind::Registered), ..all() }, newest, false),
        // What one segment is used for is little.
        ("of a segment", MissionFilter { segment_ids: Some(vec![segments[2]]), ..all() }, newest, true),
    ];
    for (what, filter, sort, is_little) in cases {
        follows_an_index(&campaign.app, what, "missions", is_little, move |conn| {
            assert!(!store::list(conn, org, &filter, sort, None, 26).unwrap().is_empty());
        });
    }
    let now = campaign.now();
    let wanted = Wanted { organization_id: org, user_id: one, mission_type: None, now, after: None, limit: 26 };
    let first = wait(campaign.db().read(move |conn| mine::page(conn, &wanted))).unwrap();
    assert_eq!(first.len(), 26);
    for after in [None, first.last().copied()] {
        let wanted = Wanted { after, ..wanted };
        let plans = plans(&campaign.app, move |conn| assert!(!mine::page(conn, &wanted).unwrap().is_empty()));
        assert_eq!(plans.len(), 4);
        for (index, plan) in plans.iter().enumerate() {
            for table in ["missions", "mission_segments", "segment_members", "mission_assignments"] {
                let reads_all = plan.contains(&format!("Seq Scan on {table}")) || plan.contains(&format!("SCAN {table}"));
                assert!(!reads_all, "an advocate's list reads all of {table}:\n{plan}");
            }
            // What somebody is in a segment for, or was assigned, is little; what is for everybody is not.
            let sorts = plan.contains("Sort") || plan.contains("TEMP B-TREE FOR ORDER BY");
            assert!(index >= 2 || !sorts, "an advocate's list is sorted:\n{plan}");
        }
    }
    let [shown, waiting] = missions;
    let checks: [(&str, Check); 2] = [
        ("segment_members", |conn, mission, user| {
            let _: bool = audience::is_in_segments(conn, mission, user).unwrap();
        }),
        ("mission_assignments", |conn, mission, user| {
            let _: bool = audience::is_assigned(conn, mission, user).unwrap();
        }),
    ];
    for ((table, check), id) in checks.into_iter().zip([shown, waiting]) {
        let mission = wait(campaign.db().read(move |conn| store::find(conn, org, id))).unwrap();
        follows_an_index(&campaign.app, "whether it is for somebody", table, true, move |conn| check(conn, &mission, one));
    }
    let used = segments[2];
    follows_an_index(&campaign.app, "what needs a segment", "missions", true, move |conn| {
        assert!(!store::using_segment(conn, org, used, 100).unwrap().is_empty());
    });
    follows_an_index(&campaign.app, "assignments", "mission_assignments", true, move |conn| {
        assert_eq!(assignments::list(conn, waiting, None, None, 26).unwrap().len(), 1);
    });
}
