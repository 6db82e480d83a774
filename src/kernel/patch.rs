//! Values of a JSON merge patch (RFC 7396): a field that is absent stays, `null` clears, a value sets.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

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

/// Merges a patch into an object: objects field by field, everything else as a whole.
pub fn merge(target: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match (value, target.get_mut(&name)) {
            (Value::Null, _) => _ = target.remove(&name),
            (Value::Object(inner), Some(Value::Object(below))) => merge(below, inner),
            (Value::Object(inner), _) => {
                let mut fresh = Map::new();
                merge(&mut fresh, inner);
                target.insert(name, Value::Object(fresh));
            }
            (value, _) => _ = target.insert(name, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The examples at the end of RFC 7396 that are about objects.
    #[test]
    fn a_patch_is_merged_as_the_rfc_says() {
        for (target, patch, merged) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            let (Value::Object(mut target), Value::Object(patch)) = (target, patch) else { unreachable!("objects") };
            merge(&mut target, patch);
            assert_eq!(Value::Object(target), merged);
        }
    }
}
