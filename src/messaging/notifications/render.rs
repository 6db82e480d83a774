//! Putting facts into words: `{{name}}` and nothing else. No expression, loop or filter, so that a
//! template can neither reach what it was not given nor grow without bound.

use std::collections::BTreeMap;

/// What the variables of one notification stand for.
pub type Facts = BTreeMap<&'static str, String>;

/// A longer fact is cut.
const MAX_FACT: usize = 5_000;

enum Piece<'a> {
    Text(&'a str),
    Variable(&'a str),
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, following)) = after.split_once("}}") else { break };
        pieces.push(Piece::Text(before));
        pieces.push(Piece::Variable(name.trim()));
        rest = following;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// Names in a template that are not among the known ones.
pub fn unknown_variables(template: &str, known: &[&str]) -> Vec<String> {
    let unknown = pieces(template).into_iter().filter_map(|piece| match piece {
        Piece::Variable(name) if !known.contains(&name) => Some(name.to_owned()),
        _ => None,
    });
    unknown.collect()
}

/// For a subject: on one line.
pub fn line(template: &str, facts: &Facts) -> String {
    one_line(&fill(template, facts, str::to_owned)).trim().chars().take(300).collect()
}

/// A space for whatever ends a line; U+2028 and U+2029 do so for some readers too.
pub fn one_line(text: &str) -> String {
    let ends_line = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.split(ends_line).collect::<Vec<_>>().join(" ")
}

/// For the text of a mail. Paragraphs that were left empty are closed up.
pub fn text(template: &str, facts: &Facts) -> String {
    let rendered = fill(template, facts, |fact| fact.replace('\r', ""));
    let paragraphs = rendered.split("\n\n").map(|paragraph| paragraph.trim_matches('\n')).filter(|paragraph| !paragraph.trim().is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// For HTML that somebody wrote: facts are text in it, never markup.
pub fn html(template: &str, facts: &Facts) -> String {
    fill(template, facts, escape)
}

fn fill(template: &str, facts: &Facts, transform: impl Fn(&str) -> String) -> String {
    let mut rendered = String::with_capacity(template.len());
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => rendered.push_str(text),
            Piece::Variable(name) => {
                if let Some(fact) = facts.get(name) {
                    let cut: String = fact.chars().take(MAX_FACT).collect();
                    rendered.push_str(&transform(&cut));
                }
            }
        }
    }
    rendered
}

pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text of a mail as HTML: paragraphs, lines, and addresses that can be followed.
pub fn paragraphs(text: &str) -> String {
    let paragraph = |text: &str| {
        let lines: Vec<String> = text.lines().map(linked).collect();
        format!("<p>{}</p>", lines.join("<br>"))
    };
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n")
}

/// A word that is an address becomes a link; everything else stays text.
fn linked(line: &str) -> String {
    let word = |word: &str| {
        let shown = escape(word);
        let is_address = (word.starts_with("https://") || word.starts_with("http://")) && word.len() > "https://".len();
        if is_address { format!("<a href=\"{shown}\">{shown}</a>") } else { shown }
    };
    line.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts::from([("name", "Ana <b>".to_owned()), ("evil", "a\r\nBcc: x@y".to_owned()), ("nothing", String::new())])
    }

    #[test]
    fn variables_are_filled_in_and_nothing_else_happens() {
        assert_eq!(text("Hi {{name}}, {{ name }}!", &facts()), "Hi Ana <b>, Ana <b>!");
        assert_eq!(text("{% for x in y %}{{ 'a' * 9 }} {{", &facts()), "{% for x in y %} {{");
        assert_eq!(text("{{recipient}}", &Facts::from([("recipient", "{{name}}".to_owned())])), "{{name}}");
    }

    #[test]
    fn a_subject_is_one_line_whatever_goes_into_it() {
        assert_eq!(line("Re: {{evil}}\nX: y", &facts()), "Re: a  Bcc: x@y X: y");
        assert_eq!(line("One\u{2028}two\u{2029}three\u{85}four", &facts()), "One two three four");
    }

    #[test]
    fn facts_are_text_in_html() {
        assert_eq!(html("<i>{{name}}</i>", &facts()), "<i>Ana &lt;b&gt;</i>");
        assert_eq!(
            paragraphs("See https://a.example/?x=1&y=2 <now>"),
            "<p>See <a href=\"https://a.example/?x=1&amp;y=2\">https://a.example/?x=1&amp;y=2</a> &lt;now&gt;</p>"
        );
        assert_eq!(paragraphs("javascript:alert(1)"), "<p>javascript:alert(1)</p>");
    }

    #[test]
    fn paragraphs_that_stay_empty_close_up() {
        assert_eq!(text("One\n\n{{nothing}}\n\nTwo", &facts()), "One\n\nTwo");
    }

    #[test]
    fn unknown_names_are_told() {
        assert_eq!(unknown_variables("{{a}} {{ b }} {{c.d}}", &["a"]), ["b", "c.d"]);
    }
}
