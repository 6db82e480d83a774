//! The lists of rewards, grants, entries, referrals and references follow an index, however many there are.

use diesel::connection::SimpleConnection;
use rapport::advocacy::points::model::{EntryKind, PointEntry};
use rapport::advocacy::points::store as ledger;
use rapport::advocacy::references::model::ReferenceProfile;
use rapport::advocacy::references::requests::ReferenceProfileFilter;
use rapport::advocacy::references::state::ProfileState;
use rapport::advocacy::references::store as references;
use rapport::advocacy::referrals::model::Referral;
use rapport::advocacy::referrals::requests::ReferralFilter;
use rapport::advocacy::referrals::state::ReferralState;
use rapport::advocacy::referrals::store as referrals;
use rapport::advocacy::rewards::grants::model::{GrantSource, RewardGrant};
use rapport::advocacy::rewards::grants::state::GrantState;
use rapport::advocacy::rewards::grants::store as grants;
use rapport::advocacy::rewards::model::{Reward, RewardKind};
use rapport::advocacy::rewards::state::RewardState;
use rapport::advocacy::rewards::store as rewards;
use rapport::advocacy::types::details::{ReferenceActivity, Relationship};
use rapport::db::{Intent, Json, Tx};
use rapport::kernel::ids::{MissionId, OrganizationId, RewardId, UserId};
use rapport::kernel::{List, Timestamp};

use crate::scale::follows_an_index;
use crate::support::{TestApp, wait};

const ROWS: usize = 12_000;
const PEOPLE: usize = 100;

fn reward(tx: &Tx<'_>, organization_id: OrganizationId, number: usize, at: Timestamp) -> Reward {
    let mut reward = Reward {
        id: tx.new_id(),
        organization_id,
        name: String::new(),
        search_name: String::new(),
        description: None,
        kind: if number.is_multiple_of(3) { RewardKind::Swag } else { RewardKind::GiftCard },
        cost_points: Some(10),
        stock: None,
        image_file_id: None,
        state: if number.is_multiple_of(10) { RewardState::Archived } else { RewardState::Active },
        granted_count: 0,
        version: 1,
        created_at: at,
        updated_at: at,
        deleted_at: None,
    };
    reward.set_name(&format!("Reward {number}"));
    reward
}

fn grant(tx: &Tx<'_>, reward: &Reward, user_id: UserId, number: usize, at: Timestamp) -> RewardGrant {
    RewardGrant {
        id: tx.new_id(),
        organization_id: reward.organization_id,
        reward_id: reward.id,
        user_id: Some(user_id),
        guest_name: None,
        guest_email: None,
        source: GrantSource::Redemption,
        state: if number.is_multiple_of(50) { GrantState::Pending } else { GrantState::Fulfilled },
        cost_points: 10,
        mission_id: None,
        submission_id: None,
        round: None,
        message: None,
        fulfilment_note: None,
        cancel_reason: None,
        created_by: None,
        fulfilled_at: None,
        cancelled_at: None,
        version: 1,
        created_at: at,
        updated_at: at,
        guest_key: None,
    }
}

fn entry(tx: &Tx<'_>, organization_id: OrganizationId, user_id: UserId, number: usize, at: Timestamp) -> PointEntry {
    PointEntry {
        id: tx.new_id(),
        organization_id,
        user_id,
        position: (number / PEOPLE) as i64 + 1,
        kind: if number.is_multiple_of(7) { EntryKind::Award } else { EntryKind::Adjustment },
        amount: 1,
        balance: 1,
        reason: None,
        mission_id: None,
        submission_id: None,
        round: None,
        grant_id: None,
        created_by: None,
        created_at: at,
    }
}

fn referral(
    tx: &Tx<'_>,
    organization_id: OrganizationId,
    user_id: UserId,
    mission_id: MissionId,
    number: usize,
    at: Timestamp,
) -> Referral {
    let email = format!("lead.{number}@fabrikam.example");
    Referral {
        id: tx.new_id(),
        organization_id,
        mission_id,
        submission_id: tx.new_id(),
        referred_by: Some(user_id),
        relationship: Relationship::Peer,
        name: None,
        email: Some(email.clone()),
        email_key: Some(email.clone()),
        company: None,
        search_text: email,
        fields: Json(serde_json::Map::new()),
        consent_text: None,
        consented_at: None,
        state: if number.is_multiple_of(50) { ReferralState::Won } else { ReferralState::Received },
        note: None,
        qualified_at: None,
        won_at: None,
        lost_at: None,
        erased_at: None,
        version: 1,
        created_at: at,
        updated_at: at,
    }
}

fn profile(tx: &Tx<'_>, organization_id: OrganizationId, number: usize, at: Timestamp) -> ReferenceProfile {
    ReferenceProfile {
        id: tx.new_id(),
        organization_id,
        person_key: format!("guest:{number}"),
        user_id: None,
        guest_name: None,
        guest_email: Some(format!("{number}@people.example")),
        activities: Json(vec![if number.is_multiple_of(20) { ReferenceActivity::Webinar } else { ReferenceActivity::Quote }]),
        topics: Json(Vec::new()),
        search_text: String::new(),
        availability: None,
        max_per_quarter: None,
        state: if number.is_multiple_of(10) { ProfileState::Paused } else { ProfileState::Active },
        mission_id: tx.new_id(),
        submission_id: tx.new_id(),
        version: 1,
        created_at: at,
        updated_at: at,
    }
}

/// Many of each, shared out among people, and one of the rewards and missions.
fn fill(app: &TestApp) -> (UserId, RewardId, MissionId) {
    let people: Vec<UserId> = (0..PEOPLE).map(|number| app.advocate(&format!("Avi {number}")).id.parse().unwrap()).collect();
    let (org, now) = (app.org, app.now());
    wait(app.db().write(Intent::system(), move |tx| {
        let at = |number: usize| now.plus(chrono::TimeDelta::seconds(number as i64));
        let catalogue: Vec<Reward> = (0..ROWS / 4).map(|number| reward(tx, org, number, at(number))).collect();
        catalogue.iter().try_for_each(|one| rewards::insert(tx.conn(), one))?;
        let missions: Vec<MissionId> = (0..PEOPLE).map(|_| tx.new_id()).collect();
        let leads: Vec<Referral> =
            (0..ROWS).map(|number| referral(tx, org, people[number % PEOPLE], missions[number / 7 % PEOPLE], number, at(number))).collect();
        referrals::insert_many(tx.conn(), &leads)?;
        for number in 0..ROWS {
            let (user_id, at) = (people[number % PEOPLE], at(number));
            let given = grant(tx, &catalogue[number / 3 % 200], user_id, number, at);
            grants::insert(tx.conn(), &given)?;
            let entry = entry(tx, org, user_id, number, at);
            ledger::insert(tx.conn(), &entry)?;
            if number.is_multiple_of(4) {
                let profile = profile(tx, org, number, at);
                references::insert(tx.conn(), &profile)?;
            }
        }
        tx.conn().batch_execute("ANALYZE")?;
        Ok((people[3], catalogue[5].id, missions[3]))
    }))
    .unwrap()
}

#[test]
fn lists_of_rewards_grants_entries_referrals_and_references_follow_an_index() {
    let app = TestApp::start();
    let (user, reward, mission) = fill(&app);
    let org = app.org;
    let cases = [
        ("rewards", rewards::Wanted::default()),
        ("active rewards", rewards::Wanted { states: Some(vec![RewardState::Active]), ..Default::default() }),
    ];
    for (what, wanted) in cases {
        follows_an_index(&app, what, "rewards", false, move |conn| {
            assert!(!rewards::list(conn, org, &wanted, None, 26).unwrap().is_empty());
        });
    }
    let cases = [
        ("grants", grants::Wanted::default()),
        ("grants of a state", grants::Wanted { states: Some(vec![GrantState::Pending]), ..Default::default() }),
        ("grants of an advocate", grants::Wanted { user_id: Some(user), ..Default::default() }),
        ("grants of a reward", grants::Wanted { reward_id: Some(reward), ..Default::default() }),
    ];
    for (what, wanted) in cases {
        let is_little = wanted.user_id.is_some() || wanted.reward_id.is_some();
        follows_an_index(&app, what, "reward_grants", is_little, move |conn| {
            assert!(!grants::list(conn, org, &wanted, None, 26).unwrap().is_empty());
        });
    }
    for kinds in [None, Some(vec![EntryKind::Award])] {
        follows_an_index(&app, "a ledger", "point_entries", kinds.is_some(), move |conn| {
            assert!(!ledger::list(conn, org, user, kinds.as_deref(), Some(90), 26).unwrap().is_empty());
        });
    }
    let all = ReferralFilter::default;
    let cases = [
        ("referrals", all(), false),
        ("referrals of a state", ReferralFilter { state: Some(List(vec![ReferralState::Won])), ..all() }, false),
        ("referrals of a mission", ReferralFilter { mission_id: Some(mission), ..all() }, true),
        ("referrals of an advocate", ReferralFilter { referred_by: Some(user), ..all() }, true),
    ];
    for (what, filter, is_little) in cases {
        follows_an_index(&app, what, "referrals", is_little, move |conn| {
            assert!(!referrals::list(conn, org, &filter, None, 26).unwrap().is_empty());
        });
    }
    let all = ReferenceProfileFilter::default;
    let cases = [
        ("references", all(), false),
        ("references of a state", ReferenceProfileFilter { state: Some(List(vec![ProfileState::Active])), ..all() }, false),
        ("references who do something", ReferenceProfileFilter { activity: Some(ReferenceActivity::Quote), ..all() }, false),
    ];
    for (what, filter, is_little) in cases {
        follows_an_index(&app, what, "reference_profiles", is_little, move |conn| {
            assert!(!references::list(conn, org, &filter, None, 26).unwrap().is_empty());
        });
    }
}
