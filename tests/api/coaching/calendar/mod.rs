//! Sessions in calendars, when coaches can be booked, and calendars that others subscribe to.

mod availability;
mod feeds;
mod invitations;
mod overlaps;
mod plans;
mod sessions;

use crate::support::receivers::ReceivedMail;

/// An iCalendar text as lines that are unfolded.
pub fn lines(ics: &str) -> Vec<String> {
    assert!(ics.split("\r\n").all(|line| line.len() <= 75), "a line is longer than 75 bytes");
    ics.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n").map(str::to_owned).collect()
}

/// The one value of a property, without its parameters.
#[track_caller]
pub fn value(ics: &str, property: &str) -> String {
    let all: Vec<String> = lines(ics).into_iter().filter(|line| line.split([':', ';']).next() == Some(property)).collect();
    assert_eq!(all.len(), 1, "{property} in {ics}");
    all[0].split_once(':').expect("a value").1.to_owned()
}

/// The calendar that a mail carries.
#[track_caller]
pub fn calendar_of(mail: &ReceivedMail) -> String {
    mail.calendar.clone().unwrap_or_else(|| panic!("{} has no calendar", mail.subject))
}
