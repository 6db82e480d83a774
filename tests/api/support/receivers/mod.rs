//! The world outside, on loopback: an inbox that really receives mail and a receiver of HTTP requests.
//! Both keep everything they get and misbehave as a script says; both are gone when they are dropped.

mod bomb;
mod bucket;
mod inbox;
mod mail;
mod receiver;
mod reply;
mod request;
mod server;
mod smtp;
mod tls;
mod watched;

pub use bucket::Bucket;
pub use inbox::Inbox;
pub use mail::{Attachment, ReceivedMail};
pub use receiver::{Receiver, Refusing};
pub use reply::Reply;
pub use request::ReceivedRequest;
pub use tls::{Authority, Manner, TlsFront};
