//! Things that have an address of their own.

use serde::Serialize;

/// What a created thing's `Location` and an answer's `ETag` are made from.
pub trait Resource: Serialize {
    /// Its address below `/api/v1`.
    fn path(&self) -> String;
    /// The version that its `ETag` shows; `None` for things that never change.
    fn version(&self) -> Option<i64>;
}
