//! Missions, made and launched as staff do it: by the API, so that they have whatever a mission has.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use super::advocates::{Advocates, POINTS};
use super::client;

/// Staff, and where they find the server.
pub struct Staff {
    pub server: SocketAddr,
    pub token: String,
}

impl Staff {
    /// The id of a draft that lacks nothing: a survey that approves by itself and pays points, as often as
    /// somebody likes, and then what `change` says.
    pub fn draft(&self, change: &Value) -> String {
        let mut body = json!({
            "type": "complete_survey",
            "title": "Tell us what you think",
            "summary": "Two questions, one minute.",
            "image_file_id": Advocates::image(),
            "recognition": {"kind": "points", "points": POINTS},
            "auto_approve": true,
            "participation_limit": {"kind": "unlimited"},
            "complete_survey": {"questions": [
                {"id": "nps", "kind": "nps", "label": "Would you recommend us?", "required": true},
                {"id": "why", "kind": "long_text", "label": "What is the main reason?"},
            ]},
        });
        for (name, value) in change.as_object().expect("an object") {
            body[name] = value.clone();
        }
        let (made, _) = client::ask(self.server, "/missions", &self.token, &body);
        made["id"].as_str().expect("a mission has an id").to_owned()
    }

    /// How long it took until the launch was answered.
    pub fn launch(&self, id: &str) -> Duration {
        let (launched, took) = client::ask(self.server, &format!("/missions/{id}/launch"), &self.token, &Value::Null);
        assert_eq!(launched["status"], "live", "{launched}");
        took
    }
}
