//! Tests that count something of the whole process run in a process of their own.

use std::process::Command;

const MARK: &str = "RAPPORT_TEST_ALONE";

/// Runs the body in a fresh process with no other test in it. `test` is the test's full name:
/// `http::cost::a_page_costs_the_same`.
#[expect(clippy::disallowed_methods, reason = "the mark must cross a process boundary")]
pub fn alone(test: &str, body: impl FnOnce()) {
    if std::env::var(MARK).is_ok_and(|marked| marked == test) {
        return body();
    }
    let output = Command::new(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]).env(MARK, test).output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.contains("1 passed"), "{test} alone:\n{printed}");
}
