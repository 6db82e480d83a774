//! Events in words, as Slack shows them.

use serde_json::Value;

use crate::messaging::channels::slack::SlackMessage;
use crate::messaging::events::catalogue;

/// What is said of an event; `place` is where the mission that it is of is found.
pub(super) fn of(message: &Value, place: Option<String>) -> SlackMessage {
    let data = &message["data"];
    let title = data["title"].as_str().unwrap_or_default();
    let said = match message["type"].as_str() {
        Some("mission.available") => format!("New: {title}"),
        Some("mission.entries_gathered") => match data["entries"].as_i64() {
            Some(1) => format!("One person more can take part: {title}"),
            entries => format!("{} people more can take part: {title}", entries.unwrap_or_default()),
        },
        _ => return of_any(message),
    };
    let lines = data["summary"].as_str().map(str::to_owned).into_iter().collect();
    SlackMessage { text: said.clone(), title: said, lines, link: place.map(|url| ("Take part".to_owned(), url)), context: Vec::new() }
}

/// An event that has no words of its own.
fn of_any(message: &Value) -> SlackMessage {
    let name = message["type"].as_str().unwrap_or_default();
    let what = catalogue::ALL.iter().find(|entry| entry.name == name).map_or("This is a test.", |entry| entry.description);
    let of = |key: &str| message["data"][key].as_str().map(str::to_owned);
    let thing = of("title").or_else(|| of("name")).or_else(|| of("email"));
    let details = ["kind", "status", "scheduled_at", "reason"].iter().filter_map(|key| of(key).map(|value| format!("{key}: {value}")));
    let lines: Vec<String> = thing.iter().cloned().chain(details).collect();
    let text = thing.map_or_else(|| what.to_owned(), |thing| format!("{what} {thing}"));
    let context = vec![name.to_owned(), message["timestamp"].as_str().unwrap_or_default().to_owned()];
    SlackMessage { text, title: what.to_owned(), lines, link: None, context }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mission_is_told_in_words_with_a_way_to_it() {
        let place = || Some("https://app.example/missions/msn_1".to_owned());
        let launch = json!({"type": "mission.available", "data": {"title": "Share our release", "summary": "Two minutes."}});
        let said = of(&launch, place());
        assert_eq!((said.title.as_str(), said.lines), ("New: Share our release", vec!["Two minutes.".to_owned()]));
        assert_eq!(said.link, Some(("Take part".to_owned(), "https://app.example/missions/msn_1".to_owned())));
        let entries = |count: i64| json!({"type": "mission.entries_gathered", "data": {"title": "T", "summary": null, "entries": count}});
        assert_eq!(of(&entries(1), place()).title, "One person more can take part: T");
        assert_eq!(of(&entries(12), place()).title, "12 people more can take part: T");
    }
}
