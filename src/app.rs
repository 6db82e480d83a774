//! The composition root: everything that lives as long as the process, put together once.

use metrics_exporter_prometheus::PrometheusHandle;

use crate::config::Config;
use crate::db::Db;
use crate::http::RateLimits;
use crate::identity::passwords::Passwords;
use crate::identity::tokens::AccessTokens;
use crate::kernel::Result;
use crate::messaging::Messaging;

/// What handlers and workers share.
pub struct App {
    pub config: Config,
    pub db: Db,
    pub tokens: AccessTokens,
    pub passwords: Passwords,
    pub limits: RateLimits,
    pub messaging: Messaging,
    pub metrics: Option<PrometheusHandle>,
}

impl App {
    pub fn new(config: Config, db: Db, metrics: Option<PrometheusHandle>) -> Result<Self> {
        let tokens = AccessTokens::new(&config)?;
        let passwords = Passwords::new(config.password_memory_kib, config.http_threads)?;
        let limits = RateLimits::new(&config);
        let messaging = Messaging::new(&config)?;
        Ok(Self { config, db, tokens, passwords, limits, messaging, metrics })
    }
}
