//! Exports: CSV at once, and files that are made in the background.

mod advocacy;
mod filters;
mod formulas;
mod jobs;
mod leases;
mod snapshot;
mod tables;
mod users;

use crate::support::{Client, Person, TestApp, Value, json};

/// A CSV file, read back by a reader that knows nothing of ours.
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn read(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let lines = reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect::<Vec<_>>());
        let mut lines: Vec<_> = lines.collect();
        let header = lines.remove(0);
        Self { header, rows: lines }
    }

    pub fn column(&self, name: &str) -> Vec<&str> {
        let place = self.header.iter().position(|known| known == name).unwrap_or_else(|| panic!("no column {name}"));
        self.rows.iter().map(|row| row[place].as_str()).collect()
    }
}

/// Everything that this query exports.
fn export(client: &Client, query: &str) -> Table {
    Table::read(&client.get(&format!("/engagements/export.csv{query}")).expect(200).bytes)
}

/// The titles of what it exports.
fn titles(client: &Client, query: &str) -> Vec<String> {
    export(client, query).column("title").into_iter().map(str::to_owned).collect()
}

/// A new engagement of these people; `by` is an admin or a machine.
fn engage(by: &Client, title: &str, coach: &Person, coachees: &[&Person]) -> String {
    let ids: Vec<_> = coachees.iter().map(|coachee| &coachee.id).collect();
    by.post("/engagements", json!({"title": title, "coach_id": coach.id, "coachee_ids": ids})).expect(201).id()
}

/// Asks for an export, lets the workers make it, and gives its id.
fn made(app: &TestApp, client: &Client, body: Value) -> String {
    let id = client.post("/exports", body).expect(202).id();
    app.run_workers_until_idle();
    id
}
