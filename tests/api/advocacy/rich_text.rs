//! HTML that staff write, attacked. What comes back is looked at by code of its own, which knows nothing of
//! how it was made harmless: as it stands, and after a renderer of Markdown.

use crate::support::{Campaign, TestApp, Value, json};

const TAGS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];
const ATTRIBUTES: &[&str] = &["href", "title", "rel", "start", "colspan", "rowspan"];
const SCHEMES: &[&str] = &["http:", "https:", "mailto:", "tel:"];

/// The corpus, each of which does harm where nobody looks.
fn attacks() -> Vec<String> {
    serde_json::from_str(include_str!("attacks.json")).unwrap()
}

/// The first thing in the HTML that could do harm.
fn harm_in(html: &str) -> Option<String> {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let inside = &rest[start + 1..];
        let end = inside.find('>').map_or(inside.len(), |end| end);
        let tag = &inside[..end];
        if let Some(harm) = harm_of_tag(tag) {
            return Some(format!("{harm}: <{tag}>"));
        }
        rest = &inside[end..];
    }
    None
}

fn harm_of_tag(tag: &str) -> Option<&'static str> {
    let (is_end, body) = tag.strip_prefix('/').map_or((false, tag), |name| (true, name));
    let name_end = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    if !TAGS.contains(&&body[..name_end]) {
        return Some("a tag that is not known");
    }
    let mut rest = body[name_end..].trim_start().trim_end_matches('/').trim_end();
    if is_end && !rest.is_empty() {
        return Some("an end tag with attributes");
    }
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once("=\"") else { return Some("an attribute without quotes") };
        let Some((value, after)) = after.split_once('"') else { return Some("an attribute without an end") };
        if !ATTRIBUTES.contains(&name) {
            return Some("an attribute that is not known");
        }
        if name == "href" && !SCHEMES.iter().any(|scheme| value.to_ascii_lowercase().starts_with(scheme)) {
            return Some("a link of another scheme");
        }
        rest = after.trim_start();
    }
    None
}

/// What a frontend shows that takes the text for Markdown.
fn as_markdown(text: &str) -> String {
    let options = pulldown_cmark::Options::all();
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(text, options));
    html
}

/// Whether a rendering of Markdown, which has tags of its own, leads or loads anywhere that it must not.
fn leads_astray(html: &str) -> bool {
    let folded = html.to_ascii_lowercase();
    let mut tags = folded.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    tags.any(|tag| {
        // What stands between quotes is a value.
        let outside: String = tag.split('"').step_by(2).collect();
        let is_loaded = ["img", "script", "svg", "iframe"].iter().any(|name| tag.starts_with(name)) || outside.contains(" src=");
        // Footnotes refer to each other within the page.
        let is_astray = |link: &str| !link.starts_with('#') && !SCHEMES.iter().any(|scheme| link.starts_with(scheme));
        let link = tag.split(" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        is_loaded || outside.contains(" on") || link.is_some_and(is_astray)
    })
}

#[test]
fn the_judge_knows_harm_when_it_sees_it() {
    for harmful in [
        "<script>",
        "<p onclick=\"x\">",
        "<a href=\"javascript:x\">",
        "<a href=\"/x\">",
        "<p x",
        "<img src=\"x\">",
        "<a href=x>",
        "</p x=\"y\">",
        "<",
    ] {
        assert!(harm_in(harmful).is_some(), "{harmful}");
    }
    for harmless in [
        "",
        "a > b &lt;script&gt;",
        "<p>a<br>b</p>",
        "<a href=\"https://a.example\" rel=\"noopener noreferrer\">a</a>",
        "<td colspan=\"2\">",
    ] {
        assert_eq!(harm_in(harmless), None);
    }
    assert!(leads_astray(&as_markdown("[a](javascript:alert(1))")) && leads_astray(&as_markdown("![a](https://evil.example/1.gif)")));
    assert!(leads_astray(&as_markdown("[a]: javascript:alert(1)\n\n[a]")) && !leads_astray(&as_markdown("[a](https://a.example) *b*")));
    let harmful = attacks().into_iter().filter(|attack| harm_in(attack).is_some() || leads_astray(&as_markdown(attack))).count();
    assert!(harmful >= 180, "{harmful} of the corpus do harm as they are");
}

#[test]
fn no_attack_survives_in_what_staff_write() {
    let app = TestApp::start();
    let admin = app.admin();
    let attacks = attacks();
    assert!(attacks.len() >= 200);
    for attack in &attacks {
        for (kind, fields) in [
            ("complete_survey", &["introduction", "thank_you"][..]),
            ("submit_media", &["instructions"]),
            ("send_update", &["body"]),
            ("custom_task", &["instructions"]),
        ] {
            let mut body = json!({"type": kind, "name": "Attacked", "description": attack, kind: {}});
            for field in fields {
                body[kind][*field] = json!(format!("<p>Before</p>{attack}"));
            }
            let made = admin.post("/mission-templates", body).expect(201);
            for field in fields {
                ensure_harmless(attack, &made[kind][*field]);
            }
            ensure_harmless(attack, &made["description"]);
        }
    }
}

/// Fails unless the HTML is as harmless as it stands as a frontend shows it that takes it for Markdown.
#[track_caller]
fn ensure_harmless(attack: &str, html: &Value) {
    // What says nothing once it is clean is left out.
    let html = if html.is_null() { "" } else { html.as_str().unwrap() };
    assert_eq!(harm_in(html), None, "{attack:?} became {html:?}");
    let shown = as_markdown(html);
    assert!(!leads_astray(&shown), "{attack:?} became {html:?}, as Markdown {shown:?}");
}

#[test]
fn no_attack_survives_in_a_mission_whoever_looks_at_it() {
    let campaign = Campaign::start();
    let attacks = attacks();
    let mission = campaign.manager.post("/missions", json!({"type": "complete_survey"})).expect(201).id();
    for attack in &attacks {
        let change = json!({"description": attack, "complete_survey": {"introduction": attack, "thank_you": attack}});
        let changed = campaign.manager.patch(&format!("/missions/{mission}"), change).expect(200);
        ensure_harmless(attack, &changed["description"]);
        ensure_harmless(attack, &changed["complete_survey"]["introduction"]);
        ensure_harmless(attack, &changed["complete_survey"]["thank_you"]);
    }
    // All at once, through every door that a mission is seen by.
    let all = attacks.join("\n");
    let all: String = all.chars().take(20_000).collect();
    let open = json!({"description": all, "type": "send_update", "send_update": {"body": all}, "audience": {"kind": "anyone"}});
    let id = campaign.launched(open);
    let (advocate, token) = (campaign.advocate("Avi"), campaign.token(&id));
    for seen in [
        campaign.mission(&id),
        campaign.manager.get(&format!("/missions/{id}/preview?as=guest")).expect(200),
        advocate.get(&format!("/me/missions/{id}")).expect(200),
        campaign.guest().get(&format!("/public/missions/{token}")).expect(200),
        campaign.manager.post(&format!("/missions/{id}/duplicate"), ()).expect(201),
        campaign.manager.post(&format!("/missions/{id}/save-as-template"), ()).expect(201),
    ] {
        ensure_harmless("all of them", &seen["description"]);
        ensure_harmless("all of them", &seen["send_update"]["body"]);
    }
}

#[test]
fn what_is_kept_is_what_is_shown_again_and_stays_when_it_is_sent_back() {
    let app = TestApp::start();
    let admin = app.admin();
    for attack in attacks() {
        let made =
            admin.post("/mission-templates", json!({"type": "send_update", "name": "A", "send_update": {"body": attack}})).expect(201);
        let path = format!("/mission-templates/{}", made.id());
        let again = admin.patch(&path, json!({"send_update": {"body": made["send_update"]["body"]}})).expect(200);
        assert_eq!((&again["send_update"], &again["version"]), (&made["send_update"], &json!(1)), "{attack:?}");
    }
}

#[test]
fn words_that_are_no_html_are_kept_to_the_letter_and_sent_as_json_only() {
    let app = TestApp::start();
    let admin = app.admin();
    let title = "1 < 2 & <b>bold</b> [a](b)";
    let made = admin.post("/mission-templates", json!({"type": "send_update", "name": title, "title": title})).expect(201);
    assert_eq!((&made["name"], &made["title"]), (&json!(title), &json!(title)));
    assert_eq!((made.header("content-type"), made.header("x-content-type-options")), ("application/json", "nosniff"));
}

#[test]
fn honest_markup_is_kept() {
    let app = TestApp::start();
    let body = "<h2>New</h2><p>One <strong>bold</strong> word,<br>and a <a href=\"https://northwind.example/?a=1&amp;b=2\" rel=\"noopener noreferrer\">link</a>.</p>\
                <ol start=\"3\"><li>One</li></ol><blockquote>Said</blockquote><table><tbody><tr><td colspan=\"2\">A</td></tr></tbody></table>";
    let made =
        app.admin().post("/mission-templates", json!({"type": "send_update", "name": "A", "send_update": {"body": body}})).expect(201);
    assert_eq!(made["send_update"]["body"], body);
}
