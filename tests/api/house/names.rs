//! Names of schemas: of two types with one name the contract keeps only one, and requests for the other
//! would be held against it.

use std::collections::BTreeMap;

use super::{none, sources};

/// The name of the type that a line declares.
fn declared(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub").map_or(line, |rest| rest.split_once(' ').map_or(rest, |(_, rest)| rest));
    let name = line.strip_prefix("struct ").or_else(|| line.strip_prefix("enum "))?;
    let name = name.split(|letter: char| !letter.is_alphanumeric()).next()?;
    (!name.is_empty()).then_some(name)
}

/// The name that the attributes above a type give its schema.
fn renamed(above: &str) -> Option<&str> {
    let (_, rest) = above.split_once("schema(as = ")?;
    rest.split(|letter: char| !letter.is_alphanumeric()).next()
}

#[test]
fn no_two_schemas_have_one_name() {
    let mut types: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in sources("src") {
        let mut above = String::new();
        for line in file.text.lines().map(str::trim) {
            if let Some(name) = declared(line) {
                if above.contains("ToSchema") || above.contains("text_enum!") {
                    types.entry(renamed(&above).unwrap_or(name).to_owned()).or_default().push(format!("{} ({name})", file.path));
                }
                above.clear();
            } else if line == "}" || line.ends_with(';') {
                above.clear();
            } else {
                above.push_str(line);
            }
        }
    }
    assert!(types.len() > 250, "only {} schemas were found", types.len());
    let faults: Vec<_> = types.iter().filter(|(_, files)| files.len() > 1).map(|(name, files)| format!("{name}: {files:?}")).collect();
    none(&faults);
}
