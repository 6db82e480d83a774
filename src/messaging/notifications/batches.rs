//! Telling many people of one event, a batch at a time. Who they are and how far it has come is the business of
//! whoever tells it; here a batch becomes rows.

use std::collections::HashSet;

use super::catalogue::NotificationType;
use super::fan_out::{Queue, intent, plan_for};
use super::model::{Channel, Reason};
use super::{store, subject};
use crate::db::{Conn, Tx};
use crate::identity::people::Person;
use crate::kernel::{Result, Timestamp};
use crate::messaging::events::EventRow;
use crate::messaging::{Messaging, connections, deliveries};

/// Makes messages of an event to these people: a batch of those who are too many to be taken together with
/// the event. Some come with a reason why they do not hear of it. How many do.
pub fn to_people(tx: &mut Tx<'_>, messaging: &Messaging, telling: &Telling<'_>, people: Vec<(Person, Option<Reason>)>) -> Result<i64> {
    let now = tx.now();
    let event = telling.event;
    let enabled = connections::store::enabled_of(tx.conn(), &[event.organization_id])?;
    let subject = subject::of_event(tx.conn(), event)?;
    let plan = plan_for(tx.conn(), telling.entry, subject, people, telling.since, now)?;
    let heard: HashSet<String> =
        plan.people.iter().filter(|planned| planned.reason.is_none()).map(|planned| planned.person.key()).collect();
    let mut queue = Queue::default();
    queue.add(tx, messaging, event, plan, &enabled);
    queue.write(tx)?;
    Ok(heard.len() as i64)
}

/// What people are told in batches.
pub struct Telling<'a> {
    pub event: &'a EventRow,
    pub entry: &'static NotificationType,
    /// When it was to be told; later than `max_lateness` it is not any more.
    pub since: Timestamp,
}

impl Telling<'_> {
    /// What the mail to somebody is known by.
    fn intent(&self, person: &Person) -> String {
        intent(self.event, self.entry, person, Channel::Email)
    }

    /// Those of these people who have been told, or not told for a reason.
    pub fn told_already(&self, conn: &mut Conn, people: &[Person]) -> Result<HashSet<String>> {
        let intents: Vec<String> = people.iter().map(|person| self.intent(person)).collect();
        let known: HashSet<String> = store::known(conn, &intents)?.into_iter().collect();
        Ok(people.iter().filter(|person| known.contains(&self.intent(person))).map(Person::key).collect())
    }

    /// Lets mails go that were stopped for this reason. How many.
    pub fn revive(&self, tx: &mut Tx<'_>, people: &[Person], reason: Reason) -> Result<i64> {
        let now = tx.now();
        let intents: Vec<String> = people.iter().map(|person| self.intent(person)).collect();
        let revived = store::revive(tx.conn(), &intents, reason, now)?;
        deliveries::store::revive(tx.conn(), &revived, now)?;
        Ok(revived.len() as i64)
    }
}
