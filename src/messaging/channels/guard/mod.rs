//! Which targets may be reached. An owner may name any URL, and whoever names one must not reach what
//! only this machine can: a target's text is checked first, then every address its name resolves to,
//! and the connection is made to a checked address and to nothing else.

mod addresses;
#[cfg(test)]
mod corpus;
mod resolver;

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use ipnet::IpNet;
use url::{Host, Url};

pub use resolver::GuardedResolver;

const MAX_LENGTH: usize = 2048;

/// Tells targets that may be reached from those that may not.
#[derive(Debug, Clone)]
pub struct TargetGuard {
    /// Networks that are not public and may be reached all the same, for development.
    private_targets: Arc<[IpNet]>,
}

/// Why a target may not be reached, naming the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRefused(pub String);

impl fmt::Display for TargetRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TargetRefused {}

fn refused<T>(rule: impl Into<String>) -> Result<T, TargetRefused> {
    Err(TargetRefused(rule.into()))
}

impl TargetGuard {
    pub fn new(private_targets: Vec<IpNet>) -> Self {
        Self { private_targets: private_targets.into() }
    }

    /// Reads a target as browsers do, which turns every notation of an address into the address, and
    /// refuses what may not be reached. A name has still to be resolved.
    pub fn check(&self, url: &str) -> Result<Url, TargetRefused> {
        if url.len() > MAX_LENGTH {
            return refused(format!("a target URL has at most {MAX_LENGTH} characters"));
        }
        // The parser would drop them silently, so that what is stored and what is reached differ.
        if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return refused("a target URL has neither spaces nor control characters");
        }
        let Ok(parsed) = Url::parse(url) else { return refused("the target is not a valid URL") };
        if !matches!(parsed.scheme(), "http" | "https") {
            return refused("a target URL begins with http:// or https://");
        }
        if !parsed.username().is_empty() || parsed.password().is_some() {
            return refused("a target URL holds no user name or password");
        }
        match parsed.host() {
            None => return refused("a target URL has a host"),
            Some(Host::Ipv4(address)) => self.ensure_allowed(address.into())?,
            Some(Host::Ipv6(address)) => self.ensure_allowed(address.into())?,
            Some(Host::Domain(name)) => self.check_name(name)?,
        }
        Ok(parsed)
    }

    /// Whether an address is public, or in a network that was allowed by name.
    pub fn is_allowed(&self, address: IpAddr) -> bool {
        addresses::is_public(address) || self.is_private_target(address)
    }

    /// Resolves a name and checks every address of it. One refused address refuses the name: which of
    /// several is taken is not ours to say.
    pub async fn resolve(&self, name: &str, port: u16) -> std::io::Result<Result<Vec<SocketAddr>, TargetRefused>> {
        let name = name.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(name);
        let found = tokio::net::lookup_host((name, port)).await?;
        Ok(self.admit(found.collect()))
    }

    fn admit(&self, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, TargetRefused> {
        if found.is_empty() {
            return refused("the target's name has no address");
        }
        if found.iter().all(|address| self.is_allowed(address.ip())) {
            return Ok(found);
        }
        // Which address it is would tell the owner about the inside of this network.
        refused("the target's name leads to an address that is not public")
    }

    fn ensure_allowed(&self, address: IpAddr) -> Result<(), TargetRefused> {
        if self.is_allowed(address) { Ok(()) } else { refused(format!("the address {address} is not public")) }
    }

    fn check_name(&self, name: &str) -> Result<(), TargetRefused> {
        let bare = name.trim_end_matches('.').to_ascii_lowercase();
        if bare.is_empty() {
            return refused("a target URL has a host");
        }
        if let Ok(address) = bare.parse() {
            return self.ensure_allowed(address);
        }
        // Systems differ in what they make of these names, and none of it is public.
        if (bare == "localhost" || bare.ends_with(".localhost")) && !self.is_private_target(Ipv4Addr::LOCALHOST.into()) {
            return refused("localhost is not public");
        }
        Ok(())
    }

    fn is_private_target(&self, address: IpAddr) -> bool {
        let contains = |address: IpAddr| self.private_targets.iter().any(|network| network.contains(&address));
        let plain = address.to_canonical();
        // `localhost` has both loopback addresses; who allows the one means the machine.
        contains(address) || contains(plain) || (plain.is_ipv6() && plain.is_loopback() && contains(Ipv4Addr::LOCALHOST.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::corpus::{NAMES, PUBLIC, TARGETS};
    use super::*;

    fn strict() -> TargetGuard {
        TargetGuard::new(Vec::new())
    }

    fn sockets(addresses: &[&str]) -> Vec<SocketAddr> {
        addresses.iter().map(|address| SocketAddr::new(address.parse().unwrap(), 443)).collect()
    }

    #[test]
    fn no_notation_of_an_inner_address_gets_through() {
        let distinct: std::collections::HashSet<_> = TARGETS.iter().collect();
        assert!(distinct.len() >= 150 && distinct.len() == TARGETS.len(), "{} of {}", distinct.len(), TARGETS.len());
        let through: Vec<_> = TARGETS.iter().filter_map(|target| strict().check(target).ok()).map(String::from).collect();
        assert!(through.is_empty(), "{through:#?}");
    }

    #[test]
    fn a_name_with_one_inner_address_is_refused_altogether() {
        for (name, addresses) in NAMES {
            assert!(strict().check(&format!("https://{name}/hook")).is_ok(), "{name} is a name like others");
            assert!(strict().admit(sockets(addresses)).is_err(), "{name}");
        }
        assert!(strict().admit(Vec::new()).is_err());
        assert!(strict().admit(sockets(&["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])).is_ok());
    }

    #[test]
    fn public_targets_are_let_through() {
        for target in PUBLIC {
            assert!(strict().check(target).is_ok(), "{target}: {:?}", strict().check(target));
        }
    }

    #[tokio::test]
    async fn the_resolver_refuses_what_this_machine_calls_itself() {
        let found = strict().resolve("localhost", 80).await.unwrap();
        assert_eq!(found, refused("the target's name leads to an address that is not public"));
    }

    #[test]
    fn an_allowed_network_opens_itself_and_nothing_else() {
        let guard = TargetGuard::new(vec!["127.0.0.0/8".parse().unwrap(), "10.1.0.0/16".parse().unwrap()]);
        for target in [
            "http://127.0.0.1:9/",
            "http://localhost/",
            "http://a.localhost/",
            "http://[::1]/",
            "http://10.1.2.3/",
            "http://[::ffff:10.1.2.3]/",
        ] {
            assert!(guard.check(target).is_ok(), "{target}");
        }
        for target in ["http://10.2.0.1/", "http://169.254.169.254/", "http://192.168.0.1/", "http://0.0.0.0/", "http://[fe80::1]/"] {
            assert!(guard.check(target).is_err(), "{target}");
        }
    }

    #[test]
    fn a_refusal_names_its_rule() {
        let why = |target: &str| strict().check(target).unwrap_err().to_string();
        assert_eq!(why("ftp://example.com"), "a target URL begins with http:// or https://");
        assert_eq!(why("https://user@example.com"), "a target URL holds no user name or password");
        assert_eq!(why("http://0x7f.1"), "the address 127.0.0.1 is not public");
        assert_eq!(why("no url"), "a target URL has neither spaces nor control characters");
        assert_eq!(why(&format!("https://example.com/{}", "x".repeat(2048))), "a target URL has at most 2048 characters");
    }
}
