//! Sessions as iCalendar (RFC 5545), for mails (RFC 5546) and feeds. The organizer is the address that our
//! mail comes from, because calendars take changes from nobody else; who holds the session is its chair.
//! An invitation names the one who gets it and nobody else who was invited.

use chrono::{DateTime, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};
use icalendar::{Calendar as Document, Component, Event, EventLike, EventStatus, Property};

use super::model::{Session, SessionStatus};
use crate::identity::people::Person;
use crate::kernel::{Timestamp, wall_clock};

/// Whose calendar speaks.
#[derive(Debug, Clone)]
pub struct Organizer {
    pub name: String,
    pub email: String,
}

/// What all entries have in common.
#[derive(Debug)]
pub struct Calendar<'a> {
    /// `REQUEST`, `CANCEL` or `PUBLISH`.
    pub method: &'a str,
    pub name: Option<&'a str>,
    pub organizer: &'a Organizer,
    pub now: Timestamp,
}

/// One session.
#[derive(Debug)]
pub struct Entry {
    pub session: Session,
    pub description: Option<String>,
    pub coach: Option<Person>,
    /// Whom the invitation is for.
    pub attendee: Option<Person>,
}

/// The calendar as text, with the time zones that its entries name.
pub fn write(calendar: &Calendar<'_>, entries: &[Entry]) -> String {
    let mut document = Document::empty();
    document.append_property(Property::new("VERSION", "2.0"));
    document.append_property(Property::new("PRODID", "-//Rapport//Rapport//EN"));
    document.append_property(Property::new("CALSCALE", "GREGORIAN"));
    document.append_property(Property::new("METHOD", calendar.method));
    if let Some(name) = calendar.name {
        document.name(&plain(name));
    }
    for entry in entries {
        document.push(event(calendar, entry));
    }
    let text = document.to_string();
    let zones = time_zones(entries);
    // The library knows no time zones; they stand before the first entry.
    match text.find("BEGIN:VEVENT") {
        Some(at) => format!("{}{zones}{}", &text[..at], &text[at..]),
        None => text,
    }
}

fn event(calendar: &Calendar<'_>, entry: &Entry) -> Event {
    let session = &entry.session;
    let is_cancelled = session.status == SessionStatus::Cancelled;
    let mut event = Event::with_uid(&session.calendar_uid());
    event.summary(&plain(&session.title));
    event.timestamp(calendar.now.datetime());
    event.append_property(moment("DTSTART", session.starts_at, &session.time_zone));
    event.append_property(moment("DTEND", session.ends_at, &session.time_zone));
    event.add_property("SEQUENCE", session.sequence.to_string());
    event.add_property("LAST-MODIFIED", utc(session.updated_at.datetime()));
    event.status(if is_cancelled {
        EventStatus::Cancelled
    } else if session.is_held {
        EventStatus::Tentative
    } else {
        EventStatus::Confirmed
    });
    if let Some(location) = &session.location {
        event.location(&plain(location));
    }
    if let Some(description) = &entry.description {
        event.description(&plain(description));
    }
    event.append_property(person("ORGANIZER", &calendar.organizer.name, &calendar.organizer.email));
    for (who, role) in [(&entry.coach, "CHAIR"), (&entry.attendee, "REQ-PARTICIPANT")] {
        let Some(who) = who else { continue };
        let mut attendee = person("ATTENDEE", who.name(), who.email());
        attendee.add_parameter("ROLE", role);
        attendee.add_parameter("PARTSTAT", if role == "CHAIR" { "ACCEPTED" } else { "NEEDS-ACTION" });
        attendee.add_parameter("RSVP", "FALSE");
        event.append_multi_property(attendee);
    }
    event
}

fn person(property: &str, name: &str, email: &str) -> Property {
    let mut person = Property::new(property, format!("mailto:{}", plain(email)));
    person.add_parameter("CN", &plain(name).replace(['"', '\n'], " "));
    person
}

/// Text without what would end a line or is not text at all; line feeds are written as `\n`.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// By the clock of its zone; in UTC where that says something else, the second time that the clock shows it.
fn moment(property: &str, at: Timestamp, zone: &str) -> Property {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let local = wall_clock::shown(at, zone);
    if zone == Tz::UTC || wall_clock::meant(local, zone).seconds() != at.seconds() {
        return Property::new(property, utc(at.datetime()));
    }
    let mut moment = Property::new(property, local.format("%Y%m%dT%H%M%S").to_string());
    moment.add_parameter("TZID", zone.name());
    moment
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A VTIMEZONE for each zone that entries name, with every change of its clock that matters to them.
fn time_zones(entries: &[Entry]) -> String {
    let mut zones: Vec<(Tz, DateTime<Utc>, DateTime<Utc>)> = Vec::new();
    for session in entries.iter().map(|entry| &entry.session) {
        let Some(zone) = session.time_zone.parse::<Tz>().ok().filter(|zone| *zone != Tz::UTC) else { continue };
        let (from, to) = (session.starts_at.datetime(), session.ends_at.datetime());
        match zones.iter_mut().find(|(known, ..)| *known == zone) {
            Some((_, first, last)) => (*first, *last) = ((*first).min(from), (*last).max(to)),
            None => zones.push((zone, from, to)),
        }
    }
    zones.into_iter().map(|(zone, from, to)| time_zone(zone, from, to)).collect()
}

fn time_zone(zone: Tz, from: DateTime<Utc>, to: DateTime<Utc>) -> String {
    // Clocks change twice a year where they do, so that a year before the first entry holds the rule
    // that it falls under.
    let begin = from - TimeDelta::days(370);
    let mut parts = vec![observance(zone, begin, begin)];
    parts.extend(changes(zone, begin, to).into_iter().map(|at| observance(zone, at, at - TimeDelta::seconds(1))));
    format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n{}END:VTIMEZONE\r\n", zone.name(), parts.concat())
}

/// The moments at which the clock of a zone changes, to the second.
fn changes(zone: Tz, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let offset = |at: DateTime<Utc>| zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    let mut found = Vec::new();
    let mut day = from;
    while day < to {
        let next = (day + TimeDelta::days(1)).min(to);
        if offset(day) != offset(next) {
            let (mut before, mut after) = (day, next);
            while after - before > TimeDelta::seconds(1) {
                let middle = before + (after - before) / 2;
                if offset(middle) == offset(day) { before = middle } else { after = middle }
            }
            found.push(DateTime::from_timestamp(after.timestamp(), 0).unwrap_or(after));
        }
        day = next;
    }
    found
}

/// What the clock of a zone shows from a moment on, told by how it was before.
fn observance(zone: Tz, at: DateTime<Utc>, before: DateTime<Utc>) -> String {
    let (was, is) = (zone.offset_from_utc_datetime(&before.naive_utc()), zone.offset_from_utc_datetime(&at.naive_utc()));
    let kind = if is.dst_offset().is_zero() { "STANDARD" } else { "DAYLIGHT" };
    let onset: NaiveDateTime = at.naive_utc() + was.fix();
    let name = is.abbreviation().map_or(String::new(), |name| format!("TZNAME:{name}\r\n"));
    format!(
        "BEGIN:{kind}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n{name}END:{kind}\r\n",
        onset.format("%Y%m%dT%H%M%S"),
        hours(was.fix().local_minus_utc()),
        hours(is.fix().local_minus_utc()),
    )
}

/// `+0130`.
fn hours(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}
