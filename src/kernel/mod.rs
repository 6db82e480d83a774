//! What every other module may use and what itself uses nothing of ours: the problem catalogue, ids,
//! time, paging, merge-patch values and the texts that enums are stored as.

pub mod actor;
pub mod clock;
pub mod day;
pub mod duration;
pub mod error;
pub mod html;
pub mod ids;
pub mod list;
pub mod money;
pub mod nul;
pub mod page;
pub mod patch;
pub mod problems;
pub mod resource;
pub mod secrets;
pub mod text;
mod text_enum;
pub mod transitions;
pub mod vault;
pub mod wall_clock;

pub use actor::Actor;
pub use clock::{Clock, Timestamp};
pub use day::Day;
pub use error::{FieldError, Problem, Result};
pub use list::List;
pub use problems::Code;
pub use resource::Resource;
pub(crate) use text_enum::text_enum;
pub use vault::Vault;
