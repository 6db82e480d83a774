//! Random histories of approvals, redemptions, cancellations and corrections, also twice and at once: whatever
//! happens, the ledger adds up.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rapport::kernel::ids::SubmissionId;

use super::{approval, give, points, reward, submission, take_back};
use crate::support::{Person, TestApp, Value, at_once, json, racing};

const SUBMISSIONS: usize = 3;
const STOCK: i64 = 3;

#[derive(Debug, Clone, Copy)]
enum Act {
    Approve(usize, i32),
    Revoke(usize, i32),
    Redeem(usize),
    Cancel(usize),
    Fulfil(usize),
    Adjust(i64),
}

/// What is done, and how many do it at once.
fn steps() -> impl Strategy<Value = Vec<(Act, usize)>> {
    let act = prop_oneof![
        4 => (0..SUBMISSIONS, 1..3).prop_map(|(one, round)| Act::Approve(one, round)),
        2 => (0..SUBMISSIONS, 1..3).prop_map(|(one, round)| Act::Revoke(one, round)),
        4 => (0..2_usize).prop_map(Act::Redeem),
        2 => (0..6_usize).prop_map(Act::Cancel),
        1 => (0..6_usize).prop_map(Act::Fulfil),
        1 => (-60..60_i64).prop_filter("something", |amount| *amount != 0).prop_map(Act::Adjust),
    ];
    prop::collection::vec((act, prop_oneof![3 => Just(1), 1 => Just(2), 1 => Just(4)]), 1..25)
}

/// One advocate, what they handed in, and two rewards.
struct Story<'a> {
    app: &'a TestApp,
    admin: &'a Person,
    advocate: Person,
    submissions: Vec<SubmissionId>,
    rewards: [String; 2],
}

impl<'a> Story<'a> {
    fn new(app: &'a TestApp, admin: &'a Person) -> Self {
        let submissions = (0..SUBMISSIONS).map(|_| submission(app)).collect();
        Self { app, admin, advocate: app.advocate("Avi"), submissions, rewards: [reward(admin, 40, STOCK), reward(admin, 70, STOCK)] }
    }

    fn grants(&self) -> Vec<Value> {
        self.admin.get(&format!("/reward-grants?limit=100&user_id={}", self.advocate.id)).expect(200).data().to_vec()
    }

    /// Oldest first.
    fn entries(&self) -> Vec<Value> {
        let mut all = self.admin.get(&format!("/users/{}/points/entries?limit=100", self.advocate.id)).expect(200).data().to_vec();
        all.reverse();
        all
    }

    fn run(&self, act: Act, times: usize) {
        let end = |index: usize, verb: &str| {
            let Some(id) = self.grants().get(index).map(|grant| grant["id"].as_str().unwrap().to_owned()) else { return };
            let statuses = at_once(times, |_| self.admin.post(&format!("/reward-grants/{id}/{verb}"), ()).send().status);
            assert!(statuses.iter().all(|status| matches!(status, 200 | 409)), "{statuses:?}");
        };
        match act {
            Act::Approve(one, round) => {
                let id = self.submissions[one];
                let paid = at_once(times, |_| give(self.app, approval(self.app, &self.advocate, id, round), points(50)).unwrap());
                assert!(paid.iter().filter(|paid| **paid).count() <= 1);
            }
            Act::Revoke(one, round) => {
                let taken = at_once(times, |_| take_back(self.app, self.submissions[one], round).unwrap());
                assert!(taken.iter().filter(|taken| **taken).count() <= 1);
            }
            Act::Redeem(which) => {
                let path = format!("/rewards/{}/redeem", self.rewards[which]);
                let statuses = at_once(times, |_| self.advocate.post(&path, ()).send().status);
                assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
            }
            Act::Cancel(index) => end(index, "cancel"),
            Act::Fulfil(index) => end(index, "fulfil"),
            Act::Adjust(amount) => {
                let path = format!("/users/{}/points/entries", self.advocate.id);
                let body = json!({"amount": amount, "reason": "Corrected"});
                let statuses = at_once(times, |_| self.admin.post(&path, body.clone()).send().status);
                assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
            }
        }
    }

    fn check(&self) {
        let entries = self.entries();
        let number = |entry: &Value, key: &str| entry[key].as_i64().unwrap();
        let mut sum = 0;
        for (index, entry) in entries.iter().enumerate() {
            sum += number(entry, "amount");
            assert_eq!((number(entry, "position"), number(entry, "balance")), (index as i64 + 1, sum), "{entry}");
            let spends = entry["kind"] == "redemption" || (entry["kind"] == "adjustment" && number(entry, "amount") < 0);
            assert!(!spends || sum >= 0, "spent what was not there: {entry}");
        }
        let seen = self.advocate.get("/me/points").expect(200);
        assert_eq!((&seen["balance"], &seen["entries"]), (&json!(sum), &json!(entries.len())));
        self.check_grants(&entries);
    }

    /// What was cancelled was given back, what was not was not, and the shelf holds the rest.
    fn check_grants(&self, entries: &[Value]) {
        let mut of: BTreeMap<String, i64> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry["grant_id"].is_string()) {
            *of.entry(entry["grant_id"].as_str().unwrap().to_owned()).or_default() += entry["amount"].as_i64().unwrap();
        }
        let grants = self.grants();
        assert_eq!(of.len(), grants.len());
        for grant in &grants {
            let cost = if grant["state"] == "cancelled" { 0 } else { -grant["cost_points"].as_i64().unwrap() };
            assert_eq!(of[grant["id"].as_str().unwrap()], cost, "{grant}");
        }
        for id in &self.rewards {
            let given = grants.iter().filter(|grant| grant["reward"]["id"] == json!(id) && grant["state"] != "cancelled").count() as i64;
            let reward = self.admin.get(&format!("/rewards/{id}")).expect(200);
            assert_eq!((&reward["stock"], &reward["granted_count"]), (&json!(STOCK - given), &json!(given)));
            assert!(given <= STOCK);
        }
    }

    /// Each approval paid once at most, and was taken back once at most, after it was paid.
    fn check_approvals(&self, acts: &[(Act, usize)]) {
        let entries = self.entries();
        for (one, id) in self.submissions.iter().enumerate() {
            let count = |kind: &str| {
                entries.iter().filter(|entry| entry["submission_id"] == json!(id.to_string()) && entry["kind"] == kind).count()
            };
            let mut rounds: Vec<i32> = acts
                .iter()
                .filter_map(|(act, _)| match act {
                    Act::Approve(other, round) if *other == one => Some(*round),
                    _ => None,
                })
                .collect();
            rounds.sort_unstable();
            rounds.dedup();
            assert_eq!(count("award"), rounds.len());
            assert!(count("reversal") <= rounds.len());
        }
    }
}

#[test]
fn whatever_happens_the_ledger_adds_up() {
    let app = racing();
    let admin = app.admin();
    let mut runner = TestRunner::new(Config { cases: 24, failure_persistence: None, max_shrink_iters: 40, ..Config::default() });
    runner
        .run(&steps(), |acts| {
            let story = Story::new(&app, &admin);
            for (act, times) in &acts {
                story.run(*act, *times);
                story.check();
            }
            story.check_approvals(&acts);
            Ok(())
        })
        .unwrap();
}
