//! The README's table of settings holds every setting.

use super::{none, root};

#[test]
fn every_setting_is_in_the_readme() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    if readme.lines().count() < 20 {
        // The README is still a stub.
        return;
    }
    let config = std::fs::read_to_string(root().join("src/config.rs")).unwrap();
    let (_, fields) = config.split_once("pub struct Config {").unwrap();
    let (fields, _) = fields.split_once("\n}").unwrap();
    let keys = fields.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':').map(|(key, _)| key));
    let missing = keys.filter(|key| !readme.contains(&format!("`{key}`")) && !readme.contains(&format!("RAPPORT_{}", key.to_uppercase())));
    let faults: Vec<_> = missing.map(|key| format!("README.md does not mention {key}")).collect();
    none(&faults);
}
