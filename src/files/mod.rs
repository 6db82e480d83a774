//! Files: what people upload and what the server makes (an invoice's PDF). Metadata is a row, bytes are
//! in the [`storage`]. Bytes are written before the transaction that names them, and removed after the
//! one that forgets them: until then they stand in `loose_files`, from where housekeeping takes them.
//!
//! A feature that keeps a file does it in two steps: `app.storage.put(…)` before its transaction, and
//! [`commands::keep`] in it. A feature that has files attached adds a line to [`access::HOLDERS`].

pub mod access;
pub mod commands;
mod events;
mod inspect;
mod kinds;
pub mod links;
pub mod model;
mod names;
pub mod queries;
pub mod routes;
pub mod storage;
mod store;
