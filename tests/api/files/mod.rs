//! Files: uploads, links to their bytes, and where these are.

mod buckets;
mod hostile;
mod links;
mod logo;
mod memory;
mod removal;
mod uploads;
