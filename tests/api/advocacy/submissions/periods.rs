//! Limits by the day, the week and the month, by the calendar of the organization's zone.

use rapport::kernel::Timestamp;

use super::{Running, review};
use crate::support::{Person, TestApp, json};

struct Calendar<'a> {
    it: Running<'a>,
    ava: Person,
}

impl<'a> Calendar<'a> {
    fn new(app: &'a TestApp, zone: &str, period: &str, max: u32) -> Self {
        app.set(&json!({"time_zone": zone}));
        let limit = json!({"kind": "per_period", "max": max, "period": period});
        Self { it: Running::start(app, json!({"participation_limit": limit})), ava: app.advocate("Ava") }
    }

    /// Moves the clock on to this moment.
    fn at(&self, moment: &str) -> &Self {
        let moment: Timestamp = moment.parse().unwrap();
        let seconds = moment.seconds() - self.it.app.now().seconds();
        assert!(seconds >= 0, "{moment} has passed");
        self.it.app.advance(&format!("PT{seconds}S"));
        self
    }

    #[track_caller]
    fn takes(&self) -> &Self {
        self.it.handed_in(&self.ava);
        self
    }

    #[track_caller]
    fn refuses(&self) -> &Self {
        let refused = self.it.hand_in(&self.ava).problem(409, "participation_limit_reached");
        assert_eq!(refused["limit"]["kind"], "per_period");
        self
    }
}

#[test]
fn a87_a_day_is_as_long_as_the_clock_makes_it() {
    let app = TestApp::start();
    let it = Calendar::new(&app, "Europe/Berlin", "day", 1);
    // The 29th of March has 23 hours there.
    it.at("2026-03-28T22:59:59Z").takes().refuses();
    it.at("2026-03-28T23:00:00Z").takes().refuses();
    it.at("2026-03-29T21:59:59Z").refuses();
    it.at("2026-03-29T22:00:00Z").takes().refuses();
    // And the 25th of October 25.
    it.at("2026-10-24T22:00:00Z").takes().refuses();
    it.at("2026-10-25T22:00:00Z").refuses();
    it.at("2026-10-25T22:59:59Z").refuses();
    it.at("2026-10-25T23:00:00Z").takes().refuses();
}

#[test]
fn a87_a_day_begins_also_where_midnight_is_left_out() {
    let app = TestApp::start();
    let it = Calendar::new(&app, "Asia/Beirut", "day", 1);
    it.at("2026-03-28T21:59:59Z").takes().refuses();
    it.at("2026-03-28T22:00:00Z").takes().refuses();
    it.at("2026-03-29T20:59:59Z").refuses();
    it.at("2026-03-29T21:00:00Z").takes().refuses();
}

#[test]
fn a87_a_week_begins_on_monday() {
    let app = TestApp::start();
    let it = Calendar::new(&app, "Europe/Berlin", "week", 2);
    // A Sunday, and the one on which the clock goes forward.
    it.at("2026-03-22T22:59:59Z").takes().takes().refuses();
    it.at("2026-03-22T23:00:00Z").takes().takes().refuses();
    it.at("2026-03-29T21:59:59Z").refuses();
    it.at("2026-03-29T22:00:00Z").takes().takes().refuses();
    // One that two years share.
    it.at("2026-12-27T23:00:00Z").takes();
    it.at("2027-01-03T22:59:59Z").takes().refuses();
    it.at("2027-01-03T23:00:00Z").takes();
}

#[test]
fn a87_a_month_ends_where_the_calendar_there_says() {
    let app = TestApp::start();
    let it = Calendar::new(&app, "Europe/Berlin", "month", 1);
    it.at("2026-03-31T21:59:59Z").takes().refuses();
    it.at("2026-03-31T22:00:00Z").takes().refuses();
    it.at("2026-04-30T21:59:59Z").refuses();
    it.at("2026-04-30T22:00:00Z").takes().refuses();
    // The last day of February, in a leap year.
    it.at("2028-02-28T23:00:00Z").takes();
    it.at("2028-02-29T22:59:59Z").refuses();
    it.at("2028-02-29T23:00:00Z").takes().refuses();
}

#[test]
fn a87_a_month_is_the_organizations_wherever_the_advocate_is() {
    let app = TestApp::start();
    let it = Calendar::new(&app, "Pacific/Auckland", "month", 1);
    it.ava.patch("/me", json!({"time_zone": "America/Los_Angeles"})).expect(200);
    it.at("2026-03-31T10:59:59Z").takes().refuses();
    it.at("2026-03-31T11:00:00Z").takes().refuses();
}

#[test]
fn a_place_that_was_given_back_is_free_in_its_period() {
    let app = TestApp::start();
    let it = Calendar::new(&app, "Europe/Berlin", "day", 1);
    let id = it.it.handed_in(&it.ava);
    it.refuses();
    review(&it.it.staff, &id, "reject").expect(200);
    it.takes().refuses();
}

#[test]
fn what_is_handed_in_again_keeps_the_period_that_it_was_made_in() {
    let app = TestApp::start();
    let it = Calendar::new(&app, "Europe/Berlin", "day", 1);
    let id = it.it.handed_in(&it.ava);
    review(&it.it.staff, &id, "request-changes").expect(200);
    it.at("2026-03-02T09:00:00Z");
    super::own(&it.ava, &id, "resubmit").expect(200);
    it.takes().refuses();
}
