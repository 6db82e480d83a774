//! The composition root: everything that lives as long as the process, put together once.

use metrics_exporter_prometheus::PrometheusHandle;

use crate::config::Config;
use crate::db::Db;
use crate::files::links::FileLinks;
use crate::files::storage::Storage;
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
    /// Where files' bytes are.
    pub storage: Storage,
    /// Links to them.
    pub links: FileLinks,
    pub metrics: Option<PrometheusHandle>,
}

impl App {
    pub fn new(config: Config, db: Db, metrics: Option<PrometheusHandle>) -> Result<Self> {
        let tokens = AccessTokens::new(&config)?;
        let passwords = Passwords::new(config.password_memory_kib, config.http_threads)?;
        let limits = RateLimits::new(&config);
        let messaging = Messaging::new(&config)?;
        let storage = Storage::new(&config, db.clone())?;
        let links = FileLinks::new(messaging.vault.clone(), messaging.base_url.clone(), db.clock().clone());
        Ok(Self { config, db, tokens, passwords, limits, messaging, storage, links, metrics })
    }
}
