//! Commands that meet in the database.

use std::thread;

use diesel::prelude::*;
use rapport::db::schema::organizations;
use rapport::db::{Db, Intent};
use rapport::identity::organizations::commands;
use rapport::identity::organizations::model::Settings;
use rapport::kernel::{Clock, Code};

use crate::support::database::{Database, is_postgres};
use crate::support::wait;

fn open(database: &Database) -> Db {
    Db::open(database.engine(), Clock::frozen_at("2026-03-01T09:00:00Z".parse().unwrap()), 16).unwrap()
}

fn add(db: &Db, name: &str) -> rapport::kernel::Result<()> {
    let name = name.to_owned();
    wait(db.write(Intent::system(), move |tx| commands::create(tx, &name, Settings::default()).map(|_| ())))
}

/// How many of these are there.
fn count(db: &Db, names: impl Iterator<Item = String>) -> i64 {
    let names: Vec<_> = names.collect();
    let query = organizations::table.filter(organizations::name.eq_any(names)).count();
    wait(db.read(move |conn| Ok(query.get_result(conn)?))).unwrap()
}

#[test]
fn two_hundred_writers_at_once_all_write() {
    let database = Database::fresh();
    let db = open(&database);
    thread::scope(|scope| {
        for index in 0..200 {
            let db = &db;
            scope.spawn(move || add(db, &format!("Organization {index}")).unwrap());
        }
    });
    assert_eq!(count(&db, (0..200).map(|index| format!("Organization {index}"))), 200);
}

#[test]
fn a_command_that_panics_fails_alone() {
    let database = Database::fresh();
    let db = open(&database);
    thread::scope(|scope| {
        for index in 0..40 {
            let db = &db;
            scope.spawn(move || {
                if index % 10 == 0 {
                    let result = wait(db.write(Intent::system(), move |tx| -> rapport::kernel::Result<()> {
                        commands::create(tx, &format!("Bad {index}"), Settings::default())?;
                        panic!("this command panics, as the test wants it")
                    }));
                    assert_eq!(result.unwrap_err().code(), Code::Internal);
                } else {
                    add(db, &format!("Good {index}")).unwrap();
                }
            });
        }
    });
    assert_eq!(count(&db, (0..40).map(|index| format!("Good {index}"))), 36);
    assert_eq!(count(&db, (0..40).map(|index| format!("Bad {index}"))), 0);
}

#[test]
fn a_command_that_fails_leaves_nothing_behind() {
    let database = Database::fresh();
    let db = open(&database);
    let result: rapport::kernel::Result<()> = wait(db.write(Intent::system(), |tx| {
        commands::create(tx, "Half", Settings::default())?;
        Err(rapport::kernel::Problem::not_found())
    }));
    assert_eq!(result.unwrap_err().code(), Code::NotFound);
    assert_eq!(count(&db, std::iter::once("Half".to_owned())), 0);
}

#[test]
fn what_was_acknowledged_is_there_when_the_database_is_opened_again() {
    let database = Database::fresh();
    add(&open(&database), "Kept").unwrap();
    assert_eq!(count(&open(&database), std::iter::once("Kept".to_owned())), 1);
}

#[test]
fn a_copy_made_in_use_is_whole() {
    if is_postgres() {
        return;
    }
    let database = Database::fresh();
    let db = open(&database);
    (0..20).for_each(|index| add(&db, &format!("Organization {index}")).unwrap());
    let copy = Database::empty();
    let rapport::db::Engine::Sqlite { path } = copy.engine() else { panic!("not SQLite") };
    wait(db.backup(path)).unwrap();
    assert_eq!(count(&open(&copy), (0..20).map(|index| format!("Organization {index}"))), 20);
}
