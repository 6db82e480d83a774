//! `doctor`: what may keep a server from running, a line each. It changes nothing: a file that it made
//! as another user would be in the server's way.

use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::{Outcome, say};
use crate::config::Config;
use crate::db::Db;
use crate::identity::tokens::{AccessTokens, KEY_FILE};
use crate::kernel::Clock;
use crate::messaging::{Messaging, services};

/// What a check found: fine or not, and a few words.
type Finding = Result<String, String>;

pub async fn run(config: Config) -> Outcome {
    let mut healthy = report("settings", &Ok("can be read".into()));
    healthy &= report("data folder", &data_folder(&config.data_dir));
    healthy &= report("keys", &keys(&config));
    match database(&config) {
        Ok(Some(db)) => {
            healthy &= report("database", &reach(&db).await);
            healthy &= report("integrity", &integrity(&db).await);
        }
        Ok(None) => {
            report("database", &Ok("will be made at the first start".into()));
        }
        Err(error) => healthy &= report("database", &Err(error)),
    }
    healthy &= report("port", &port(&config).await);
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(what: &str, finding: &Finding) -> bool {
    match finding {
        Ok(words) => say(format!("✓ {what}: {words}")),
        Err(words) => say(format!("✗ {what}: {words}")),
    }
    finding.is_ok()
}

fn data_folder(folder: &Path) -> Finding {
    if !folder.exists() {
        return Ok(format!("{} will be made at the first start", folder.display()));
    }
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe)).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(format!("{} can be written to", folder.display()))
}

fn keys(config: &Config) -> Finding {
    let is_made_later = |given: bool, file: &str| !given && !config.data_dir.join(file).exists();
    if is_made_later(config.jwt_keys.is_some(), KEY_FILE) || is_made_later(config.secrets_key.is_some(), services::KEY_FILE) {
        return Ok("will be made at the first start".into());
    }
    Messaging::new(config).map_err(|problem| problem.to_string())?;
    let tokens = AccessTokens::new(config).map_err(|problem| problem.to_string())?;
    Ok(format!("{} can be read", tokens.public_keys().len()))
}

fn database(config: &Config) -> Result<Option<Db>, String> {
    let (engine, _) = config.engine()?;
    if !engine.exists() {
        return Ok(None);
    }
    Db::open(engine, Clock::System, 1).map(Some).map_err(|problem| problem.to_string())
}

async fn reach(db: &Db) -> Finding {
    match db.is_ready().await {
        Ok(true) => Ok(format!("{} answers and is up to date", db.engine().name())),
        Ok(false) => Err("migrations are pending: rapport migrate".into()),
        Err(problem) => Err(problem.to_string()),
    }
}

async fn integrity(db: &Db) -> Finding {
    let faults = db.faults().await.map_err(|problem| problem.to_string())?;
    if faults.is_empty() { Ok("no faults".into()) } else { Err(faults.join("; ")) }
}

/// Either nobody has the port, or it is us.
async fn port(config: &Config) -> Finding {
    let address = config.listen;
    let Err(error) = TcpListener::bind(address) else { return Ok(format!("{address} is free")) };
    let host = if address.ip().is_unspecified() { "127.0.0.1".to_owned() } else { address.ip().to_string() };
    let host = if address.is_ipv6() && !address.ip().is_unspecified() { format!("[{host}]") } else { host };
    match ask(&format!("http://{host}:{}/readyz", address.port())).await {
        Ok(200) => Ok(format!("a server that is ready answers on {address}")),
        Ok(status) => Err(format!("what answers on {address} says {status} to /readyz")),
        Err(problem) => Err(format!("{address}: {error}, and /readyz: {problem}")),
    }
}

async fn ask(url: &str) -> Result<u16, String> {
    // reqwest wants to know who does TLS even where there is none; a second answer changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().timeout(Duration::from_secs(3)).no_proxy().build().map_err(|error| error.to_string())?;
    Ok(client.get(url).send().await.map_err(|error| error.to_string())?.status().as_u16())
}
