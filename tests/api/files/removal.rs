//! Bytes are there before a file names them and go after it was forgotten, and a crash between any two
//! steps loses nothing.

use std::path::{Path, PathBuf};

use diesel::prelude::*;
use rapport::db::Intent;
use rapport::db::schema::{files, loose_files};
use rapport::files::commands;

use crate::support::files::PDF;
use crate::support::{TestApp, wait};

impl TestApp {
    /// Bytes that no file names.
    pub fn loose_files(&self) -> i64 {
        wait(self.db().read(|conn| Ok(loose_files::table.count().get_result(conn)?))).unwrap()
    }

    pub fn kept_files(&self) -> i64 {
        wait(self.db().read(|conn| Ok(files::table.count().get_result(conn)?))).unwrap()
    }

    /// Where this organization's bytes are.
    fn folder(&self) -> PathBuf {
        self.app.config.data_dir.join("files").join(self.org.to_string())
    }
}

fn entries(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

#[test]
fn a_deleted_file_is_gone_at_once_and_its_bytes_soon() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let file = coach.upload("a.pdf", PDF).expect(201);
    let (path, url) = (format!("/files/{}", file.id()), file.str("url"));
    assert_eq!(std::fs::read(app.folder().join(file.id()).join("content")).unwrap(), PDF);
    coach.delete(&path).expect(204);
    coach.get(&path).problem(404, "not_found");
    coach.delete(&path).problem(404, "not_found");
    app.guest().follow(&url).problem(410, "token_expired");
    assert_eq!((entries(&app.folder()), app.loose_files()), (1, 1));
    assert_eq!(app.run_workers_until_idle(), 1);
    assert_eq!((entries(&app.folder()), app.loose_files()), (0, 0));
}

#[test]
fn bytes_that_became_no_file_are_removed_after_a_day() {
    let app = TestApp::start();
    let org = app.org;
    let stored = wait(app.app.storage.put(org, "report.pdf", PDF)).unwrap();
    assert_eq!((entries(&app.folder()), app.loose_files()), (1, 1));
    app.advance("PT23H59M59S");
    assert_eq!(app.run_workers_until_idle(), 0);
    // In time it can still become one.
    let file = wait(app.db().write(Intent::system(), move |tx| commands::keep(tx, &stored, None))).unwrap();
    app.advance("P2D");
    app.run_workers_until_idle();
    assert_eq!(wait(app.app.storage.get(&file)).unwrap(), PDF);
    assert_eq!((file.uploaded_by, file.media_type.as_str()), (None, "application/pdf"));

    let late = wait(app.app.storage.put(org, "late.pdf", PDF)).unwrap();
    app.advance("P1D");
    assert_eq!(app.run_workers_until_idle(), 1);
    assert_eq!((entries(&app.folder()), app.loose_files()), (1, 0));
    let kept = wait(app.db().write(Intent::system(), move |tx| commands::keep(tx, &late, None)));
    assert!(kept.is_err(), "its bytes are gone");
}

#[test]
fn bytes_whose_removal_was_cut_short_are_removed_the_next_time() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    let file = coach.uploaded("a.pdf", PDF);
    coach.delete(&format!("/files/{file}")).expect(204);
    // As if the process had ended after it took them and before it removed them, half an upload beside.
    let take = |conn: &mut rapport::db::Conn, later| {
        let all = diesel::update(loose_files::table);
        Ok(all.set((loose_files::is_going.eq(true), loose_files::due_at.eq(later))).execute(conn)?)
    };
    let later = app.now().plus(chrono::TimeDelta::minutes(15));
    wait(app.db().write(Intent::system(), move |tx| take(tx.conn(), later))).unwrap();
    std::fs::write(app.folder().join(&file).join("content#1"), b"half of it").unwrap();
    assert_eq!((app.run_workers_until_idle(), entries(&app.folder())), (0, 1));
    app.advance("PT15M");
    assert_eq!((app.run_workers_until_idle(), entries(&app.folder()), app.loose_files()), (1, 0, 0));

    // And once more after the bytes went and before that was noted.
    let file = coach.uploaded("b.pdf", PDF);
    coach.delete(&format!("/files/{file}")).expect(204);
    std::fs::remove_dir_all(app.folder().join(&file)).unwrap();
    assert_eq!((app.run_workers_until_idle(), app.loose_files()), (1, 0));
}

#[test]
fn many_files_are_removed_one_batch_after_the_other() {
    let app = TestApp::start();
    let coach = app.coach("Cora");
    for _ in 0..60 {
        let file = coach.uploaded("a.txt", b"a");
        coach.delete(&format!("/files/{file}")).expect(204);
    }
    assert_eq!((app.run_workers_until_idle(), entries(&app.folder())), (60, 0));
}
