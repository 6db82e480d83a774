//! Limits on the routes that an attacker would try again and again: login, reset, public tokens.
//! They are kept in memory, per process: a restart forgives, which does no harm.

use std::net::IpAddr;
use std::num::NonZeroU32;

use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;

use crate::config::Config;
use crate::identity::permissions::Caller;
use crate::kernel::text::email_key;
use crate::kernel::{Code, Problem, Result};

/// Counters by client address and by account.
pub struct RateLimits {
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    accounts: DefaultKeyedRateLimiter<String>,
    trusted_proxies: Vec<IpNet>,
}

impl RateLimits {
    pub fn new(config: &Config) -> Self {
        let per_minute = |count: u32| Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN));
        Self {
            addresses: RateLimiter::keyed(per_minute(config.public_requests_per_minute)),
            accounts: RateLimiter::keyed(per_minute(config.login_attempts_per_minute)),
            trusted_proxies: config.trusted_proxies.clone(),
        }
    }

    /// One more request from this address.
    pub fn ensure_address(&self, address: IpAddr) -> Result<()> {
        self.addresses.check_key(&address).map_err(|refused| limited(refused.wait_time_from(DefaultClock::default().now()).as_secs()))
    }

    /// One more attempt on this account, from wherever.
    pub fn ensure_account(&self, email_key: &str) -> Result<()> {
        self.accounts
            .check_key(&email_key.to_owned())
            .map_err(|refused| limited(refused.wait_time_from(DefaultClock::default().now()).as_secs()))
    }

    /// One more test message of this organization.
    pub fn ensure_test(&self, caller: &Caller) -> Result<()> {
        self.ensure_account(&format!("test/{}", caller.organization_id))
    }

    /// One more mail that a stranger has us send to this address, from wherever.
    pub fn ensure_mailbox(&self, email: &str) -> Result<()> {
        self.ensure_account(&format!("mailbox/{}", email_key(email)))
    }

    /// Forgets those who have not been seen for long.
    pub fn tidy(&self) {
        self.addresses.retain_recent();
        self.accounts.retain_recent();
    }

    /// The client's address. `X-Forwarded-For` counts only as far as configured proxies wrote it:
    /// read from the right, the first address that is no proxy of ours is the client.
    pub fn client_address(&self, request: &HttpRequest) -> IpAddr {
        let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |address| address.ip());
        let is_proxy = |address: &IpAddr| self.trusted_proxies.iter().any(|net| net.contains(address));
        if !is_proxy(&peer) {
            return peer;
        }
        let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
        let chain = forwarded.rsplit(',').map_while(|part| part.trim().parse::<IpAddr>().ok());
        let mut client = peer;
        for address in chain {
            client = address;
            if !is_proxy(&address) {
                break;
            }
        }
        client
    }
}

fn limited(seconds: u64) -> Problem {
    Problem::new(Code::RateLimited).retry_after(seconds + 1)
}
