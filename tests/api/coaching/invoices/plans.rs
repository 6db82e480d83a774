//! A page of invoices costs the same among many as among few: as many statements, each of which follows an index.

use chrono::TimeDelta;
use rapport::coaching::invoices::filter::{InvoiceFilter, InvoiceSort, InvoiceStanding};
use rapport::coaching::invoices::model::Invoice;
use rapport::coaching::invoices::state::InvoiceState;
use rapport::coaching::invoices::store;
use rapport::coaching::visibility::Visibility;
use rapport::db::Intent;
use rapport::db::statements::executed;
use rapport::kernel::ids::{EngagementId, UserId};
use rapport::kernel::{Day, List};

use super::Desk;
use crate::scale::follows_an_index;
use crate::support::{Person, alone, json, rows, wait};

fn ids(people: &[Person]) -> Vec<UserId> {
    people.iter().map(|person| person.id.parse().unwrap()).collect()
}

/// So many copies of an invoice, a second apart, shared out among people, engagements and states. Their numbers
/// begin after `known`.
fn fill(desk: &Desk, known: usize, count: usize, coaches: &[Person], coachees: &[Person], engagements: &[EngagementId]) {
    let (org, now, of) = (desk.app.org, desk.app.now(), desk.draft(&json!({})).parse().unwrap());
    let (coaches, coachees, engagements) = (ids(coaches), ids(coachees), engagements.to_vec());
    wait(desk.app.db().write(Intent::system(), move |tx| {
        let pattern = store::find(tx.conn(), org, of)?;
        for number in known..known + count {
            let state = match number % 50 {
                0 => InvoiceState::Draft,
                1 | 2 => InvoiceState::Sent,
                3 => InvoiceState::Void,
                _ => InvoiceState::Paid,
            };
            let day = Day::of(now, chrono_tz::UTC).plus(u32::try_from(number % 300).unwrap());
            let invoice = Invoice {
                id: tx.new_id(),
                coach_id: Some(coaches[number % coaches.len()]),
                billed_to_id: Some(coachees[number % coachees.len()]),
                engagement_id: Some(engagements[number % engagements.len()]),
                state,
                number: Some(format!("MANY-{number}")),
                issued_on: Some(day),
                due_on: Some(day),
                created_at: now.plus(TimeDelta::seconds(i64::try_from(number).unwrap())),
                ..pattern.clone()
            };
            store::insert(tx.conn(), &invoice)?;
        }
        Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn(), "ANALYZE")?)
    }))
    .unwrap();
}

fn people(desk: &Desk) -> (Vec<Person>, Vec<Person>, Vec<EngagementId>) {
    let coaches: Vec<Person> = (0..8).map(|number| desk.app.coach(&format!("Coach {number}"))).collect();
    let coachees: Vec<Person> = (0..250).map(|number| desk.app.coachee(&format!("Coachee {number}"))).collect();
    let some: Vec<&Person> = coaches.iter().collect();
    let engagements = rows::engagements(&desk.app, 400, &some, &[&coachees[0]]).iter().map(|engagement| engagement.id).collect();
    (coaches, coachees, engagements)
}

#[test]
fn a_page_of_invoices_costs_as_many_statements_among_many_as_among_few() {
    alone("coaching::invoices::plans::a_page_of_invoices_costs_as_many_statements_among_many_as_among_few", || {
        let desk = Desk::new();
        let (coaches, coachees, engagements) = people(&desk);
        let cost = || -> Vec<u64> {
            let one = |(by, path): (&Person, &str)| {
                by.get(path).expect(200);
                let before = executed();
                assert!(!by.get(path).expect(200).data().is_empty(), "{path}");
                executed() - before
            };
            let asked = [
                (&desk.admin, "/invoices?limit=100"),
                (&desk.admin, "/invoices?limit=100&state=sent,late&sort=created_at"),
                (&coaches[1], "/invoices?limit=100"),
                (&coachees[1], "/invoices?limit=100"),
                (&coachees[1], "/me/invoices?limit=100"),
            ];
            asked.into_iter().map(one).collect()
        };
        fill(&desk, 0, 500, &coaches, &coachees, &engagements);
        let few = cost();
        fill(&desk, 500, 4_500, &coaches, &coachees, &engagements);
        assert_eq!(cost(), few);
    });
}

#[test]
fn lists_of_invoices_follow_an_index() {
    let desk = Desk::new();
    let (coaches, coachees, engagements) = people(&desk);
    fill(&desk, 0, 20_000, &coaches, &coachees, &engagements);
    let (org, today) = (desk.app.org, Day::of(desk.app.now(), chrono_tz::UTC).plus(200));
    let (coach, coachee) = (ids(&coaches)[1], ids(&coachees)[1]);
    let all = InvoiceFilter::default;
    let standing = |wanted: &[InvoiceStanding]| InvoiceFilter { state: Some(List(wanted.to_vec())), ..all() };
    let of_coach = || InvoiceFilter { coach_id: Some(coach), ..all() };
    let of_coachee = || InvoiceFilter { billed_to_id: Some(coachee), ..all() };
    let everything = Visibility::Everything;
    let cases = [
        ("newest", everything, all(), false),
        ("oldest", everything, InvoiceFilter { sort: Some(InvoiceSort::CreatedAsc), ..all() }, false),
        ("drafts", everything, standing(&[InvoiceStanding::Draft]), false),
        ("paid", everything, standing(&[InvoiceStanding::Paid]), false),
        ("late", everything, standing(&[InvoiceStanding::Late]), false),
        ("sent and late", everything, standing(&[InvoiceStanding::Sent, InvoiceStanding::Late]), true),
        ("paid and void", everything, standing(&[InvoiceStanding::Paid, InvoiceStanding::Void]), true),
        ("of a coach", everything, of_coach(), false),
        ("a coach's own", Visibility::Coach(coach), all(), false),
        ("a coach's that are paid", Visibility::Coach(coach), standing(&[InvoiceStanding::Paid]), false),
        ("of a coachee", everything, of_coachee(), true),
        ("a coachee's own", Visibility::Coachee(coachee), all(), true),
        ("a coachee's that are late", Visibility::Coachee(coachee), standing(&[InvoiceStanding::Late]), true),
        ("theirs who are both", Visibility::CoachAndCoachee(coach), all(), true),
        ("of an engagement", everything, InvoiceFilter { engagement_id: Some(engagements[1]), ..all() }, true),
        ("with a number", everything, InvoiceFilter { number: Some("MANY-7".into()), ..all() }, true),
        ("due by a day", everything, InvoiceFilter { due_on_lte: Some(today), ..all() }, false),
    ];
    for (what, visibility, filter, is_little) in cases {
        follows_an_index(&desk.app, what, "invoices", is_little, move |conn| {
            store::list(conn, org, visibility, &filter, today, None, 26).unwrap();
        });
    }
}
