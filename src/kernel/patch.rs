//! Values of a JSON merge patch (RFC 7396): a field that is absent stays, `null` clears, a value sets.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "clearable")]` on `Option<Option<T>>`: tells `null`
/// (`Some(None)`) from an absent field (`None`).
pub fn clearable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// Puts the patch's value in place when there is one, and tells whether that changed anything.
pub fn apply<T: PartialEq>(field: &mut T, value: Option<T>) -> bool {
    match value {
        Some(value) if *field != value => {
            *field = value;
            true
        }
        _ => false,
    }
}
