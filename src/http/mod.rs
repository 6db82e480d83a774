//! Transport: what turns requests into calls of commands and queries, and their results into answers.
//! No rule of the product lives here.
//!
//! A handler names its permission in its signature: [`Read`] for queries, [`Command`] for changes,
//! [`Public`] for routes that need no login, [`Link`] for those behind a token. Idempotency, dry runs and `If-Match` are `Command`'s.

mod access;
mod body;
mod command;
mod idempotency;
mod link;
mod middleware;
pub mod openapi;
mod params;
mod problem;
mod rate_limit;
mod reply;
mod router;
mod schema;
mod server;
mod system;
mod upload;

pub use access::{Public, Read};
pub use body::{Body, JsonValue, NoBody, RawBody};
pub use command::{Command, Target};
pub use link::Link;
pub use openapi::Problems;
pub use params::Params;
pub use problem::ProblemBody;
pub use rate_limit::RateLimits;
pub use reply::{Answer, Reply};
pub use router::document;
pub use server::{Server, start};
pub use upload::Upload;
