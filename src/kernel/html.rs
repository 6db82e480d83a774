//! HTML that people write, made harmless before it is kept. Everybody who keeps HTML does it here.

use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};

/// What the words of a mission may be marked up with. No picture: whoever hosts one learns who reads it.
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
/// What these tags may say besides; the others nothing.
const ATTRIBUTES: &[(&str, &[&str])] =
    &[("a", &["href", "title"]), ("ol", &["start"]), ("td", &["colspan", "rowspan"]), ("th", &["colspan", "rowspan"])];
/// Where links may lead.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// The signs of Markdown that make links, pictures and attributes, and the same as text.
const NO_MARKDOWN: &[(&str, &str)] = &[("](", "]&#40;"), ("]:", "]&#58;"), ("[[", "[&#91;"), ("{", "&#123;")];

/// Until what was cleaned stays as it is; real texts do at once.
const MOST_PASSES: usize = 4;

/// Rich text: words with simple markup, and links that say where they lead. What is left is as harmless to
/// a frontend that hands it on to a renderer of Markdown, for the signs that would make links there are
/// written as entities.
pub fn rich_text(html: &str) -> String {
    let mut builder = Builder::empty();
    builder
        .add_tags(TAGS)
        .clean_content_tags(HashSet::from(["script", "style", "noscript", "template", "title", "iframe", "object", "svg", "math"]))
        .tag_attributes(ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect())
        .generic_attributes(HashSet::new())
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"));
    let pass = |html: &str| {
        let clean = builder.clean(html).to_string();
        NO_MARKDOWN.iter().fold(clean, |text, (sign, entity)| text.replace(sign, entity)).trim().to_owned()
    };
    // A parser may put tags that cross each other into another order when it sees them again.
    let mut clean = pass(html);
    for _ in 0..MOST_PASSES {
        let again = pass(&clean);
        if again == clean {
            break;
        }
        clean = again;
    }
    clean
}

/// The HTML of a mail: no script, no style sheet, and no image or other content from elsewhere. Variables
/// may stand where addresses do.
pub fn mail(html: &str) -> String {
    Builder::default().rm_tags(["img", "map", "area"]).link_rel(Some("noopener noreferrer")).clean(html).to_string()
}

/// Whether rich text says anything.
pub fn is_blank(html: &str) -> bool {
    Builder::empty().clean(html).to_string().replace("&nbsp;", " ").trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_markup_and_nothing_else() {
        let kept = "<h2>Tell us</h2><p>What <strong>you</strong> think,<br>and <a href=\"https://a.example/?b=1&amp;c=2\" title=\"A\" rel=\"noopener noreferrer\">why</a></p>";
        assert_eq!(rich_text(kept), kept);
        let dirty =
            "<p style='x' onclick=alert(1) class=c id=i>a<img src=https://t.example/p.png><script>alert(1)</script><custom>b</custom></p>";
        assert_eq!(rich_text(dirty), "<p>ab</p>");
        for link in ["javascript:alert(1)", "//evil.example", "/path", "data:text/html,x", "vbscript:x", "ftp://a.example"] {
            assert_eq!(rich_text(&format!("<a href=\"{link}\">a</a>")), "<a rel=\"noopener noreferrer\">a</a>", "{link}");
        }
    }

    #[test]
    fn what_was_cleaned_stays_as_it_is() {
        for text in [
            "a < b & c > d",
            "[x](javascript:alert(1))",
            "[x]: javascript:alert(1)",
            "[[[x]]]",
            "# a {onclick=x}",
            "<a href=\"https://a.example/{b}](c\">a</a>",
            "<p>a",
            "&lt;script&gt;",
            "<b><i>x</b></i>",
            "<a><table><a href=x>b",
            "]\u{200b}(",
        ] {
            let clean = rich_text(text);
            assert_eq!(rich_text(&clean), clean, "{text}");
        }
    }

    #[test]
    fn markup_alone_says_nothing() {
        assert!(is_blank("") && is_blank("<p> <br>&nbsp;</p>") && is_blank(" \n"));
        assert!(!is_blank("<p>a</p>") && !is_blank("a"));
    }
}
