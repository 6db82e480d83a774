//! U+0000, which PostgreSQL keeps in no text. It is refused at the door, so that both databases take the same.

use serde_json::Value;

use crate::kernel::{FieldError, Problem, Result};

/// Every text of a body that holds one, by where it stands.
pub(super) fn collect(value: &Value, pointer: &str, faults: &mut Vec<FieldError>) {
    let fault = |pointer: &str| FieldError::at(pointer, "control_character", "must not hold U+0000");
    match value {
        Value::String(text) if text.contains('\0') => faults.push(fault(pointer)),
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                collect(entry, &format!("{pointer}/{index}"), faults);
            }
        }
        Value::Object(fields) => {
            for (name, entry) in fields {
                if name.contains('\0') {
                    faults.push(fault(pointer));
                }
                collect(entry, &format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), faults);
            }
        }
        _ => {}
    }
}

/// The same for a query string. Cursors have a check of their own.
pub(super) fn ensure_none(query: &str) -> Result<()> {
    if !query.contains("%00") {
        return Ok(());
    }
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let name = pairs
        .filter(|(name, value)| name != "cursor" && (name.contains('\0') || value.contains('\0')))
        .map(|(name, _)| name.replace('\0', ""))
        .next();
    match name {
        Some(name) => Err(Problem::parameter(&name, "must not hold U+0000")),
        None => Ok(()),
    }
}
