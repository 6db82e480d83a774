//! Settings of the process: environment variables over a TOML file over defaults. The only module that
//! reads the environment. Every key is in the README's table, which a test holds against this struct.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::db::Engine;

/// All settings. `RAPPORT_LISTEN` sets `listen`, and so on; secrets are also read from the file that
/// `RAPPORT_<KEY>_FILE` names.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// How people reach this server; links in answers and mails begin with it.
    pub public_url: Option<String>,
    /// Where the embedded database, generated keys and written mails live.
    pub data_dir: PathBuf,
    /// `sqlite://<path>` or `postgres://…`; empty means SQLite in the data folder.
    pub database_url: Option<SecretString>,
    /// PostgreSQL connections at most.
    pub database_pool_size: u32,
    /// Threads that serve HTTP.
    pub http_threads: usize,
    /// Ed25519 private keys in PEM, one after the other. The first signs; all are accepted.
    pub jwt_keys: Option<SecretString>,
    /// Key that secrets in the database are encrypted with: 32 bytes in base64.
    pub secrets_key: Option<SecretString>,
    /// Where mail goes that no connection of the organization's own takes: `smtp://`, `smtp+starttls://`
    /// or `smtps://`; files in the data folder when absent.
    pub mail_url: Option<SecretString>,
    /// Address that such mail comes from.
    pub mail_from: Option<String>,
    /// Certificate authorities in PEM that are trusted beside the system's: for mail servers, webhooks and
    /// storage with certificates of one's own.
    pub extra_ca_file: Option<PathBuf>,
    /// Private networks that webhooks, Slack and mail servers may be in.
    pub private_targets: Vec<IpNet>,
    /// Where Stripe's API is.
    pub stripe_url: String,
    /// Minutes that an access token is valid.
    pub access_token_minutes: i64,
    /// Days that a login lasts without being used.
    pub login_days: i64,
    /// Memory of one password hash in KiB.
    pub password_memory_kib: u32,
    /// Largest request body in bytes.
    pub body_limit_bytes: usize,
    /// Largest uploaded file in bytes.
    pub max_upload_bytes: usize,
    /// Bytes of files that an organization may keep; unlimited when absent.
    pub organization_storage_bytes: Option<i64>,
    /// Where files are kept: `s3://bucket/prefix`; the folder `files` in the data folder when absent.
    pub storage_url: Option<String>,
    /// The bucket's region.
    pub storage_region: String,
    /// Address of a service that speaks S3, when it is not Amazon's.
    pub storage_endpoint: Option<String>,
    /// The access key's id; without it the machine's own role is taken.
    pub storage_access_key: Option<String>,
    pub storage_secret_key: Option<SecretString>,
    /// Logins a minute for one account.
    pub login_attempts_per_minute: u32,
    /// Requests a minute from one address to routes that need no login.
    pub public_requests_per_minute: u32,
    /// Networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Origins that browsers may call from; `*` for any.
    pub cors_origins: Vec<String>,
    /// Seconds that a stop waits for requests under way.
    pub shutdown_seconds: u64,
    /// Days that a finished export is kept.
    pub export_days: i64,
    /// `json` or `text`.
    pub log_format: String,
    /// What is logged, as `tracing` filters say it.
    pub log_level: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            data_dir: "rapport-data".into(),
            database_url: None,
            database_pool_size: 16,
            http_threads: std::thread::available_parallelism().map_or(2, usize::from),
            jwt_keys: None,
            secrets_key: None,
            mail_url: None,
            mail_from: None,
            extra_ca_file: None,
            private_targets: Vec::new(),
            stripe_url: "https://api.stripe.com".into(),
            access_token_minutes: 15,
            login_days: 30,
            password_memory_kib: 19_456,
            body_limit_bytes: 1 << 20,
            max_upload_bytes: 25 << 20,
            organization_storage_bytes: None,
            storage_url: None,
            storage_region: "us-east-1".into(),
            storage_endpoint: None,
            storage_access_key: None,
            storage_secret_key: None,
            login_attempts_per_minute: 10,
            public_requests_per_minute: 120,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            shutdown_seconds: 30,
            export_days: 7,
            log_format: "text".into(),
            log_level: "info".into(),
        }
    }
}

/// Settings that hold secrets and may be read from a file.
const SECRETS: &[&str] = &["database_url", "jwt_keys", "secrets_key", "mail_url", "storage_secret_key"];

impl Config {
    /// Reads `file` (or `rapport.toml` when it exists) and the environment over it.
    pub fn load(file: Option<&Path>) -> Result<Self, String> {
        Self::from_sources(file, std::env::vars().collect())
    }

    fn from_sources(file: Option<&Path>, environment: std::collections::HashMap<String, String>) -> Result<Self, String> {
        let mut builder = config::Config::builder();
        builder = match file {
            Some(path) => builder.add_source(config::File::from(path)),
            None => builder.add_source(config::File::new("rapport.toml", config::FileFormat::Toml).required(false)),
        };
        if let Some(url) = environment.get("DATABASE_URL") {
            builder = builder.set_override("database_url", url.as_str()).map_err(|error| error.to_string())?;
        }
        for (name, value) in &environment {
            let Some(key) = name.strip_prefix("RAPPORT_").map(str::to_lowercase) else { continue };
            let (key, value) = match key.strip_suffix("_file").filter(|key| SECRETS.contains(key)) {
                Some(key) => (key.to_owned(), read_secret(name, value)?),
                None => (key, value.clone()),
            };
            builder = match key.as_str() {
                "trusted_proxies" | "cors_origins" | "private_targets" => builder.set_override(key, words(&value)),
                _ => builder.set_override(key, value),
            }
            .map_err(|error| error.to_string())?;
        }
        builder.build().and_then(config::Config::try_deserialize).map_err(|error| error.to_string())
    }

    /// Which database, and whether that was chosen or is the default.
    pub fn engine(&self) -> Result<(Engine, bool), String> {
        match &self.database_url {
            Some(url) => Ok((Engine::from_url(url.expose_secret())?, true)),
            None => Ok((Engine::Sqlite { path: self.data_dir.join("rapport.db") }, false)),
        }
    }

    /// The further certificate authorities, in PEM; empty when there are none.
    pub fn extra_roots(&self) -> Result<Vec<u8>, String> {
        let Some(path) = &self.extra_ca_file else { return Ok(Vec::new()) };
        let pem = std::fs::read(path).map_err(|error| format!("extra_ca_file: cannot read {}: {error}", path.display()))?;
        let marker = b"-----BEGIN CERTIFICATE-----";
        if pem.windows(marker.len()).any(|window| window == marker) {
            Ok(pem)
        } else {
            Err(format!("extra_ca_file: {} holds no certificate in PEM", path.display()))
        }
    }

    /// The address that people reach this server at, without a slash at its end.
    pub fn base_url(&self) -> String {
        let url = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        url.trim_end_matches('/').to_owned()
    }
}

fn words(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn read_secret(name: &str, path: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{name}: cannot read {path}: {error}"))?;
    Ok(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&str, &str)]) -> Result<Config, String> {
        Config::from_sources(None, pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn the_environment_sets_every_kind_of_value() {
        let config = from(&[
            ("RAPPORT_LISTEN", "0.0.0.0:9000"),
            ("RAPPORT_HTTP_THREADS", "3"),
            ("RAPPORT_CORS_ORIGINS", "https://a.example, https://b.example"),
            ("RAPPORT_TRUSTED_PROXIES", "10.0.0.0/8"),
            ("DATABASE_URL", "postgres://db/rapport"),
        ])
        .expect("valid");
        assert_eq!(config.listen.port(), 9000);
        assert_eq!(config.http_threads, 3);
        assert_eq!(config.cors_origins, ["https://a.example", "https://b.example"]);
        assert_eq!(config.trusted_proxies.len(), 1);
        assert!(matches!(config.engine(), Ok((Engine::Postgres { .. }, true))));
    }

    #[test]
    fn an_unknown_setting_is_refused_rather_than_ignored() {
        assert!(from(&[("RAPPORT_LISTNE", "0.0.0.0:9000")]).is_err());
        assert!(from(&[("RAPPORT_LISTEN", "somewhere")]).is_err());
    }
}
