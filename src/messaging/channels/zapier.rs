//! Zapier's REST hooks: a flat object, because Zapier's editor offers the keys of one level, posted
//! without a signature to a URL that is itself the secret.

use serde_json::{Map, Value};

use super::Attempt;
use super::http::Outbound;

const FIRST: [&str; 3] = ["id", "type", "timestamp"];
const SEPARATOR: &str = "__";

/// Nested objects as one, with keys such as `data__coach__name`. A list of plain values becomes text
/// with commas, a list of anything else JSON text. `id`, `type` and `timestamp` come first.
pub fn flatten(payload: &Value) -> Value {
    let mut flat = Map::new();
    for key in FIRST {
        if let Some(value) = payload.get(key) {
            spread(key.to_owned(), value, &mut flat);
        }
    }
    match payload {
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !FIRST.contains(&key.as_str())) {
                spread(key.clone(), value, &mut flat);
            }
        }
        other => spread("value".to_owned(), other, &mut flat),
    }
    Value::Object(flat)
}

/// Posts one flat object. 410 is Zapier's way to unsubscribe.
pub async fn send(outbound: &Outbound, url: &str, body: &Value) -> Attempt {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    outbound.post(url, headers, body.to_string().into_bytes()).await
}

fn spread(key: String, value: &Value, flat: &mut Map<String, Value>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                spread(format!("{key}{SEPARATOR}{name}"), value, flat);
            }
        }
        Value::Array(items) => {
            flat.insert(key, joined(items).unwrap_or_else(|| value.to_string()).into());
        }
        plain => {
            flat.insert(key, plain.clone());
        }
    }
}

/// A list of plain values as text; none when there is an object or a list in it.
fn joined(items: &[Value]) -> Option<String> {
    let text = |item: &Value| match item {
        Value::Object(_) | Value::Array(_) => None,
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    Some(items.iter().map(text).collect::<Option<Vec<_>>>()?.join(","))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_nested_payload_becomes_one_level() {
        let flat = flatten(&json!({
            "organization_id": "org_1", "sequence": 7, "timestamp": "2026-03-01T09:00:00.000000Z", "type": "mission.published",
            "data": {"title": "Share", "tags": ["a", "b", 3, true], "none": null, "empty": [], "nothing": {},
                "coach": {"name": "Ana"}, "links": [{"url": "u"}], "grid": [[1], [2]]},
            "id": "evt_1",
        }));
        let expected = concat!(
            r#"{"id":"evt_1","type":"mission.published","timestamp":"2026-03-01T09:00:00.000000Z","organization_id":"org_1","sequence":7,"#,
            r#""data__title":"Share","data__tags":"a,b,3,true","data__none":null,"data__empty":"","data__coach__name":"Ana","#,
            r#""data__links":"[{\"url\":\"u\"}]","data__grid":"[[1],[2]]"}"#
        );
        assert_eq!(flat.to_string(), expected);
    }

    #[test]
    fn what_is_flat_stays_as_it_is() {
        let flat = json!({"id": "x", "type": "y", "timestamp": "z", "n": 1.5, "b": false});
        assert_eq!(flatten(&flat), flat);
        assert_eq!(flatten(&json!("word")), json!({"value": "word"}));
    }
}
