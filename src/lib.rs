//! Rapport, a headless backend for engagement.
//!
//! ```text
//! request → routes → commands / queries → model (rules) → store → db
//!                         │ same transaction
//!                         ▼
//!                      events → notifications (who hears what) → deliveries → channels (how it leaves)
//!                                             └── workers turn the wheel
//! ```
//!
//! Two wings, coaching and advocacy, stand on one ground floor and do not know each other.
//! `http::router` is the table of contents.
//!
//! # Rules, each with its reason
//! 1. A command is one transaction, and effects leave only through [`messaging::events::emit`] inside
//!    it: a crash can neither lose nor invent a message.
//! 2. No network, hashing or waiting while a transaction is open: SQLite has one writer.
//! 3. No store function without an organization, or without a row that was found through one.
//! 4. A handler's permission stands in its signature ([`http::Read`], [`http::Command`]); the policy is
//!    one table, [`identity::permissions::TABLE`].
//! 5. Only [`db`] names an engine. Ids and timestamps are made in Rust, without column defaults.
//! 6. A body is parsed once, at the edge, against the schema that is published; every fault is told.
//! 7. Errors come from the catalogue, [`kernel::Code`]; nothing is swallowed or guessed.
//! 8. Time, ids and the environment are given, never fetched, so that tests freeze the world.
//! 9. Generated files are committed and checked; the failing check prints the command that mends it.
//! 10. A state machine is one table: `allowed_actions`, errors and checks come from it.
//!
//! # Reads and writes
//! [`db::Db::read`] is for bounded, indexed queries: inline on SQLite, on a pool with PostgreSQL.
//! [`db::Db::scan`] is for exports: one snapshot, off the async threads. [`db::Db::write`] runs a command:
//! on SQLite one writer thread commits many commands at once and answers after the disk has them; on
//! PostgreSQL each has a transaction of its own, and commands on one engagement take turns by locking
//! its row.
//!
//! # Messages
//! Events are written with the change that they tell of. One follower reads the log
//! ([`messaging::events::reader`]) and writes, in the transaction in which it moves on, a row for each
//! recipient ([`messaging::notifications::rules`] says who hears what) and one for each connection that
//! subscribes. What leaves by network is a delivery: claimed under a lease, sent with no transaction open,
//! settled under the lease's token ([`messaging::deliveries`]). Nothing is sent twice but by an unknown
//! outcome, and then with the same `webhook-id` or Message-ID. Nobody calls an address that
//! [`messaging::channels::guard`] has not let through.
//!
//! # Files
//! Bytes are in a folder or a bucket ([`files::storage`]), written before the transaction that names them
//! and removed after the one that forgets them; in between a row says that they are loose.
//!
//! # Workers
//! Workers find due rows by an index, never by scanning: a schedule is an item's `send_due_at`, set only
//! while the engagement runs, so nothing of a draft can go out. Jobs that take long (exports) are leased
//! rows; whoever loses the lease stops, and the next begins anew.

pub mod advocacy;
pub mod app;
pub mod cli;
pub mod coaching;
pub mod config;
pub mod db;
pub mod exports;
pub mod files;
pub mod http;
pub mod identity;
pub mod kernel;
pub mod messaging;
pub mod questions;
pub mod workers;
