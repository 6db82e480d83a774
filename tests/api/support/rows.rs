//! Many engagements at once, past the API.

use chrono::TimeDelta;
use rapport::coaching::engagements::model::{Engagement, EngagementCoachee, EngagementStatus, Progress};
use rapport::coaching::engagements::store;
use rapport::db::Intent;
use rapport::kernel::ids::UserId;

use super::actors::Person;
use super::app::{TestApp, wait};

/// So many engagements, a second apart, shared out among coaches, coachees and states. The last begins
/// now; oldest first.
pub fn engagements(app: &TestApp, count: i64, coaches: &[&Person], coachees: &[&Person]) -> Vec<Engagement> {
    let (organization_id, now) = (app.org, app.now());
    let coaches: Vec<UserId> = coaches.iter().map(|coach| coach.id.parse().unwrap()).collect();
    let coachees: Vec<UserId> = coachees.iter().map(|coachee| coachee.id.parse().unwrap()).collect();
    wait(app.db().write(Intent::system(), move |tx| {
        let (mut rows, mut places) = (Vec::new(), Vec::new());
        for number in 0..count {
            let (at, index) = (now.minus(TimeDelta::seconds(count - 1 - number)), number as usize);
            let mut row = Engagement {
                id: tx.new_id(),
                organization_id,
                coach_id: Some(coaches[index % coaches.len()]),
                batch_id: None,
                template_id: None,
                template_version: None,
                title: String::new(),
                search_title: String::new(),
                description: None,
                status: EngagementStatus::ALL[index / 7 % EngagementStatus::ALL.len()],
                is_shared: index % 3 == 0,
                progress: Progress::default(),
                cancel_reason: None,
                activated_at: None,
                completed_at: None,
                cancelled_at: None,
                version: 1,
                created_at: at,
                updated_at: at,
            };
            row.set_title(&format!("Engagement {:05}", number * 7919 % count));
            let coachee_id = coachees[index % coachees.len()];
            places.push(EngagementCoachee { engagement_id: row.id, coachee_id, organization_id, position: 1 });
            rows.push(row);
        }
        store::insert_many(tx.conn(), &rows, &places)?;
        Ok(rows)
    }))
    .unwrap()
}
