//! One of everything of the wing of advocacy.

use crate::support::{Org, Person, Value, json};

/// One thing of each kind.
pub struct Advocacy {
    pub advocate: Person,
    pub segment: String,
}

impl Advocacy {
    pub fn of(org: &Org<'_>, admin: &Person) -> Self {
        let new = |path: &str, body: Value| admin.post(path, body).expect(201);
        let advocate = org.advocate("Avi");
        new("/attribute-definitions", json!({"name": "account.tier", "type": "text"}));
        let segment = new("/segments", json!({"name": "Friends of the house", "kind": "static"})).id();
        admin.put(&format!("/segments/{segment}/members/{}", advocate.id), ()).expect(200);
        Self { advocate, segment }
    }

    /// The id that a path below this resource names.
    pub fn id(&self, resource: &str) -> Option<&String> {
        match resource {
            "segments" => Some(&self.segment),
            _ => None,
        }
    }

    /// The id that comes after this part of a path.
    pub fn child(&self, part: &str) -> Option<&String> {
        match part {
            "members" | "explain" => Some(&self.advocate.id),
            _ => None,
        }
    }

    /// The least body that the operation takes.
    pub fn body(operation: &str) -> Option<Value> {
        Some(match operation {
            "create_attribute_definition" => json!({"name": "new", "type": "number"}),
            "put_user_attributes" | "update_user_attributes" => json!({"attributes": {}}),
            "create_segment" => json!({"name": "New", "kind": "static"}),
            "preview_segment" => json!({"rule": {"field": "points", "op": "gte", "value": 1}}),
            "update_segment" => json!({}),
            _ => return None,
        })
    }
}
