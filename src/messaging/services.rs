//! What messages need for as long as the process lives: a way out, the secrets key, and whom mail is from.

use std::path::Path;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::channels::email::{Address, SmtpTls, Transport};
use super::channels::guard::TargetGuard;
use super::channels::http::Outbound;
use crate::config::Config;
use crate::kernel::{Problem, Result, Vault};

/// The generated key's file in the data folder.
pub const KEY_FILE: &str = "secrets-key";
/// An attempt at a webhook, hook or Slack may take this long.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Everything that is given to those who make and send messages.
pub struct Messaging {
    pub vault: Vault,
    pub outbound: Outbound,
    /// The server's own way to send mail; organizations may have another.
    pub mail: Transport,
    pub mail_from: Address,
    /// How people reach this server.
    pub base_url: String,
    /// The domain of Message-IDs.
    pub mail_domain: String,
}

impl Messaging {
    pub fn new(config: &Config) -> Result<Self> {
        let key = match &config.secrets_key {
            Some(key) => key.expose_secret().to_owned(),
            None => generated_key(&config.data_dir)?,
        };
        let base_url = config.base_url();
        let host = url::Url::parse(&base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let mail_domain = host.unwrap_or_else(|| "localhost".into());
        let mail_from = config.mail_from.clone().unwrap_or_else(|| format!("no-reply@{mail_domain}"));
        Ok(Self {
            vault: Vault::from_base64(&key)?,
            outbound: Outbound::trusting(
                TargetGuard::new(config.private_targets.clone()),
                TIMEOUT,
                config.extra_roots().map_err(Problem::internal)?,
            )?,
            mail: transport(config)?,
            mail_from: Address { name: Some("Rapport".into()), email: mail_from },
            base_url,
            mail_domain,
        })
    }
}

/// Read, or made at the first start. Replicas have to be given the same one.
fn generated_key(data_dir: &Path) -> Result<String> {
    let path = data_dir.join(KEY_FILE);
    crate::kernel::secrets::read_or_make(&path, Vault::new_key)
}

/// `smtp://user:password@host:port` (not encrypted, for a relay next door), `smtp+starttls://…` (STARTTLS,
/// which must succeed), `smtps://…` (TLS from the first byte), or files in the data folder.
fn transport(config: &Config) -> Result<Transport> {
    let Some(url) = &config.mail_url else { return Ok(Transport::Files { folder: config.data_dir.join("mail") }) };
    let fault = || Problem::internal("mail_url must be smtp://, smtp+starttls:// or smtps://[user:password@]host[:port]");
    let url = url::Url::parse(url.expose_secret()).map_err(|_| fault())?;
    let (tls, usual_port) = match url.scheme() {
        "smtps" => (SmtpTls::Tls, 465),
        "smtp+starttls" => (SmtpTls::StartTls, 587),
        "smtp" => (SmtpTls::None, 25),
        _ => return Err(fault()),
    };
    let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    Ok(Transport::Smtp {
        host: url.host_str().ok_or_else(fault)?.to_owned(),
        port: url.port().unwrap_or(usual_port),
        tls,
        username: Some(decoded(url.username())).filter(|name| !name.is_empty()),
        password: url.password().map(|password| SecretString::from(decoded(password))),
    })
}
