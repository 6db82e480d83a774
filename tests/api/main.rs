//! One black-box suite over real HTTP with a real database; folders as in `src`. It runs on SQLite, and
//! with `RAPPORT_TEST_ENGINE=postgres` on PostgreSQL (see `tests/with-postgres`).
//!
//! Tests are sentences. A test of a promise begins with the promise's number; `tests/promises.md` lists
//! them all.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

mod advocacy;
mod coaching;
mod contract;
mod crash;
mod db;
mod exports;
mod files;
mod house;
mod http;
mod identity;
mod messaging;
mod receivers;
mod scale;
mod workers;
