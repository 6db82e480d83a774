mod concurrency;
mod idempotency;
mod limits;
mod requests;
mod system;
mod writes;
