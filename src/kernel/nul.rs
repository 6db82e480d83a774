//! U+0000, which PostgreSQL keeps in no text. It is refused at the door, so that both databases take the same.

use serde_json::Value;

use super::error::FieldError;

/// Every text and every name in a document that holds one, by where it stands.
pub fn faults(document: &Value) -> Vec<FieldError> {
    let mut faults = Vec::new();
    collect(document, "", &mut faults);
    faults
}

fn collect(value: &Value, pointer: &str, faults: &mut Vec<FieldError>) {
    let fault = || FieldError::at(pointer, "control_character", "must not hold U+0000");
    match value {
        Value::String(text) if text.contains('\0') => faults.push(fault()),
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                collect(entry, &format!("{pointer}/{index}"), faults);
            }
        }
        Value::Object(fields) => {
            for (name, entry) in fields {
                if name.contains('\0') {
                    faults.push(fault());
                }
                collect(entry, &format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")), faults);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_is_found_in_texts_and_names_at_any_depth() {
        let document = json!({"a": ["b", "\0"], "c/d": {"e\0": 1}, "f": "\\u0000"});
        let pointers: Vec<_> = faults(&document).into_iter().filter_map(|fault| fault.pointer).collect();
        assert_eq!(pointers, ["/a/1", "/c~1d"]);
        assert!(faults(&json!([null, true, 0, ""])).is_empty());
    }
}
