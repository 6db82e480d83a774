//! Links that people hand in as proof, and whose they are. A host is compared as a whole after it was
//! parsed: what merely looks like it, or has it somewhere in the address, is another one.

use url::{Host, Url};

use super::details::SocialNetwork;

/// Longest link that is taken.
pub const LONGEST: usize = 2_000;

impl SocialNetwork {
    /// Where its posts are; also below these, for networks have hosts for countries and devices.
    fn hosts(self) -> &'static [&'static str] {
        match self {
            SocialNetwork::Linkedin => &["linkedin.com"],
            SocialNetwork::X => &["x.com", "twitter.com"],
            SocialNetwork::Facebook => &["facebook.com"],
            SocialNetwork::Instagram => &["instagram.com"],
            SocialNetwork::Threads => &["threads.com", "threads.net"],
            SocialNetwork::Bluesky => &["bsky.app"],
            SocialNetwork::Tiktok => &["tiktok.com"],
            SocialNetwork::Youtube => &["youtube.com", "youtu.be"],
            SocialNetwork::Reddit => &["reddit.com"],
            SocialNetwork::Pinterest => &["pinterest.com"],
            SocialNetwork::Xing => &["xing.com"],
        }
    }

    /// The parameters that tell its posts apart; elsewhere the path does.
    fn telling_parameters(self) -> &'static [&'static str] {
        match self {
            SocialNetwork::Youtube => &["v"],
            SocialNetwork::Facebook => &["story_fbid", "fbid", "id", "v"],
            _ => &[],
        }
    }

    pub fn has(self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        self.hosts().iter().any(|own| host.strip_suffix(own).is_some_and(|before| before.is_empty() || before.ends_with('.')))
    }

    /// The same for each address of one post: without its host's language, tracking or a slash at the end.
    pub fn key_of(self, url: &Url) -> String {
        let host = self.hosts().iter().find(|own| url.host_str().is_some_and(|host| host.ends_with(*own)));
        // The first host stands for those that came before it.
        let host = match (self, host) {
            (SocialNetwork::Youtube, Some(host)) => host,
            _ => self.hosts().first().unwrap_or(&""),
        };
        let mut telling: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| self.telling_parameters().contains(&name.as_ref()))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        telling.sort();
        let query: Vec<String> = telling.into_iter().map(|(name, value)| format!("&{name}={value}")).collect();
        format!("{host}{}{}", url.path().trim_end_matches('/'), query.concat())
    }
}

/// An https address of something on the web, written so that there is no doubt where it leads.
pub fn read(text: &str) -> Option<Url> {
    let text = text.trim();
    if text.len() > LONGEST || text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return None;
    }
    let rest = text.get(..8).filter(|scheme| scheme.eq_ignore_ascii_case("https://")).and_then(|_| text.get(8..))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    // No user, no port, and no letters that only look like those of the host.
    if authority.is_empty() || !authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-') {
        return None;
    }
    let url = Url::parse(text).ok()?;
    matches!(url.host(), Some(Host::Domain(domain)) if domain.contains('.') && !domain.ends_with('.')).then_some(url)
}

/// Whether two addresses are on one host, with or without `www.`.
pub fn is_same_host(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| url.host_str().map(|host| host.strip_prefix("www.").unwrap_or(host).to_owned());
    bare(one).is_some() && bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_on_a_host_when_that_is_where_it_leads() {
        for (network, link) in [
            (SocialNetwork::Linkedin, "https://www.linkedin.com/posts/ana-1"),
            (SocialNetwork::Linkedin, " HTTPS://DE.LinkedIn.com/posts/ana-1 "),
            (SocialNetwork::Linkedin, "https://linkedin.com"),
            (SocialNetwork::X, "https://twitter.com/ana/status/1"),
            (SocialNetwork::Youtube, "https://youtu.be/abc?t=1"),
        ] {
            assert!(network.has(&read(link).expect(link)), "{link}");
        }
        for link in [
            "https://linkedin.com.evil.example/posts/1",
            "https://evillinkedin.com/posts/1",
            "https://evil.example/https://linkedin.com/",
            "https://evil.example?linkedin.com",
            "https://evil.example#linkedin.com",
            "https://xn--lnkedin-zkc.com/posts/1",
        ] {
            assert!(!SocialNetwork::Linkedin.has(&read(link).expect(link)), "{link}");
        }
    }

    #[test]
    fn what_may_lead_elsewhere_than_it_seems_is_no_link() {
        for link in [
            "",
            "linkedin.com/posts/1",
            "//linkedin.com/posts/1",
            "http://linkedin.com/posts/1",
            "javascript://linkedin.com/%0aalert(1)",
            "https:linkedin.com/posts/1",
            "https:/linkedin.com/posts/1",
            "https:///linkedin.com/posts/1",
            "https:\\\\linkedin.com/posts/1",
            "https://linkedin.com@evil.example/",
            "https://linkedin.com:pw@evil.example/",
            "https://@linkedin.com/",
            "https://evil.example\\@linkedin.com/",
            "https://linkedin.com:443/",
            "https://linkedin.com:8443/",
            "https://linkedin.com./posts/1",
            "https://linkedin。com/posts/1",
            "https://lınkedin.com/posts/1",
            "https://ｌinkedin.com/posts/1",
            "https://linkedin.com%2eevil.example/",
            "https://linkedin.com\t.evil.example/",
            "https://linkedin.com\n/",
            "https://linked\u{ad}in.com/",
            "https://localhost/",
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://",
        ] {
            assert!(read(link).is_none(), "{link:?}");
        }
        assert!(read(&format!("https://a.example/{}", "a".repeat(LONGEST))).is_none());
    }

    #[test]
    fn sites_are_compared_as_a_whole() {
        let same = |one: &str, other: &str| is_same_host(&read(one).expect(one), &read(other).expect(other));
        assert!(same("https://www.g2.com/products/a", "https://g2.com/products/a/reviews/1"));
        assert!(same("https://www.gartner.com/reviews", "https://www.gartner.com/reviews/1"));
        for other in [
            "https://g2.com.evil.example/",
            "https://evil.example/g2.com",
            "https://www.www.g2.com/",
            "https://my.g2.com/",
            "https://notg2.com/",
        ] {
            assert!(!same("https://www.g2.com/", other), "{other}");
        }
    }

    #[test]
    fn the_addresses_of_one_post_have_one_key() {
        let key = |network: SocialNetwork, link: &str| network.key_of(&read(link).expect(link));
        let linkedin = key(SocialNetwork::Linkedin, "https://www.linkedin.com/posts/ana-1");
        for link in ["https://linkedin.com/posts/ana-1/", "https://de.linkedin.com/posts/ana-1?utm_source=share&rcm=1#x"] {
            assert_eq!(key(SocialNetwork::Linkedin, link), linkedin);
        }
        assert_ne!(key(SocialNetwork::Linkedin, "https://linkedin.com/posts/ana-2"), linkedin);
        assert_eq!(key(SocialNetwork::X, "https://twitter.com/a/status/1"), key(SocialNetwork::X, "https://x.com/a/status/1?s=20"));
        let films = ["https://www.youtube.com/watch?v=1", "https://youtube.com/watch?v=2", "https://youtu.be/1"];
        assert_eq!(films.map(|link| key(SocialNetwork::Youtube, link)).iter().collect::<std::collections::HashSet<_>>().len(), 3);
        assert_eq!(key(SocialNetwork::Youtube, "https://m.youtube.com/watch?t=5&v=1"), key(SocialNetwork::Youtube, films[0]));
    }
}
