mod concurrency;
mod cost;
mod idempotency;
mod limits;
mod requests;
mod system;
mod writes;
