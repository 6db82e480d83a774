//! Rules asked the plain way: from the JSON that was sent, of everybody, anew each time. What is kept must
//! come to the same.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::support::Value;

/// What is so, as whoever sent the requests knows it.
#[derive(Debug, Default)]
pub struct World {
    pub now: DateTime<Utc>,
    pub people: Vec<Person>,
    /// Rules of dynamic segments, lists of static ones.
    pub segments: Vec<Segment>,
}

#[derive(Debug)]
pub struct Person {
    pub id: String,
    pub is_active: bool,
    pub created_at: DateTime<Utc>,
    pub attributes: BTreeMap<String, Value>,
}

#[derive(Debug)]
pub enum Segment {
    Rule(Value),
    List(BTreeSet<usize>),
}

impl World {
    /// Who is inside, by their places among people.
    pub fn inside(&self, segment: usize) -> BTreeSet<String> {
        let inside = (0..self.people.len()).filter(|person| self.is_inside(segment, *person));
        inside.map(|person| self.people[person].id.clone()).collect()
    }

    fn is_inside(&self, segment: usize, person: usize) -> bool {
        self.people[person].is_active
            && match &self.segments[segment] {
                Segment::List(listed) => listed.contains(&person),
                Segment::Rule(rule) => self.holds(rule, person),
            }
    }

    fn holds(&self, rule: &Value, person: usize) -> bool {
        if let Some(rules) = rule["all"].as_array() {
            return rules.iter().all(|rule| self.holds(rule, person));
        }
        if let Some(rules) = rule["any"].as_array() {
            return rules.iter().any(|rule| self.holds(rule, person));
        }
        if rule["not"].is_object() {
            return !self.holds(&rule["not"], person);
        }
        if let Some(place) = rule["segment"].as_u64() {
            return self.is_inside(place as usize, person);
        }
        let (op, wanted) = (rule["op"].as_str().unwrap(), &rule["value"]);
        match (op, self.value(rule["field"].as_str().unwrap(), person)) {
            ("is_set", value) => value.is_some(),
            ("is_not_set", value) => value.is_none(),
            (_, None) => false,
            (op, Some(value)) => self.compares(op, &value, wanted),
        }
    }

    fn value(&self, field: &str, person: usize) -> Option<Value> {
        let person = &self.people[person];
        match field {
            "created_at" => Some(person.created_at.to_rfc3339().into()),
            "points" | "submissions_approved" => Some(0.into()),
            name => person.attributes.get(name).cloned(),
        }
    }

    fn compares(&self, op: &str, value: &Value, wanted: &Value) -> bool {
        let number = |value: &Value| value.as_f64().unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let has = |list: &Value, one: &Value| list.as_array().unwrap().contains(one);
        match op {
            "eq" if value.is_number() => number(value).total_cmp(&number(wanted)).is_eq(),
            "ne" if value.is_number() => number(value).total_cmp(&number(wanted)).is_ne(),
            "eq" => value == wanted,
            "ne" => value != wanted,
            "in" => has(wanted, value),
            "not_in" => !has(wanted, value),
            "contains" => text(value).contains(&text(wanted)),
            "starts_with" => text(value).starts_with(&text(wanted)),
            "lt" => number(value) < number(wanted),
            "lte" => number(value) <= number(wanted),
            "gt" => number(value) > number(wanted),
            "gte" => number(value) >= number(wanted),
            "between" if value.is_number() => number(value) >= number(&wanted[0]) && number(value) <= number(&wanted[1]),
            "between" => first(value) >= first(&wanted[0]) && first(value) < beyond(&wanted[1]),
            "before" => first(value) < first(wanted),
            "after" => first(value) >= beyond(wanted),
            "within_last" => {
                let days = text(wanted).trim_start_matches('P').trim_end_matches('D').parse().unwrap();
                first(value) <= self.now && first(value) >= self.now - TimeDelta::days(days)
            }
            "includes_any" => wanted.as_array().unwrap().iter().any(|one| has(value, one)),
            "includes_all" => wanted.as_array().unwrap().iter().all(|one| has(value, one)),
            other => panic!("no operator {other}"),
        }
    }
}

fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str().unwrap().parse().ok()
}

fn moment(value: &Value) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap().to_utc()
}

/// The first moment of a date.
fn first(value: &Value) -> DateTime<Utc> {
    day(value).map_or_else(|| moment(value), |day| day.and_hms_opt(0, 0, 0).unwrap().and_utc())
}

/// The first moment after a date.
fn beyond(value: &Value) -> DateTime<Utc> {
    let after = day(value).map(|day| day.succ_opt().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc());
    after.unwrap_or_else(|| moment(value) + TimeDelta::microseconds(1))
}
