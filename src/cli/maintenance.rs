//! Commands that do one thing to the database or the contract and end.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::Value;

use super::{Outcome, open_app, say, seed, told};
use crate::config::Config;
use crate::db::{Backup, Db};
use crate::http;
use crate::kernel::Clock;

pub fn migrate(config: &Config) -> Outcome {
    let (engine, chosen) = config.engine()?;
    if !chosen {
        std::fs::create_dir_all(&config.data_dir).map_err(|error| format!("{}: {error}", config.data_dir.display()))?;
    }
    match Db::migrate(&engine).map_err(told)? {
        0 => say("The schema is up to date."),
        1 => say("1 migration was run."),
        count => say(format!("{count} migrations were run.")),
    }
    Ok(ExitCode::SUCCESS)
}

pub async fn seed_demo(config: Config) -> Outcome {
    let app = open_app(config)?;
    let Some(demo) = seed::run(&app).await.map_err(told)? else {
        return Err("The database holds an organization already; the demo goes into a new one only.".into());
    };
    for (email, role) in &demo.logins {
        say(format!("{email:<32} {role:<10} {}", demo.password));
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the contract, or compares it with a file that was made from it.
pub fn openapi(check: Option<&Path>) -> Outcome {
    let mut document = serde_json::to_value(http::document()).map_err(|error| error.to_string())?;
    settle(&mut document);
    let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    let Some(file) = check else {
        say(text);
        return Ok(ExitCode::SUCCESS);
    };
    let known = std::fs::read_to_string(file).unwrap_or_default();
    if known.trim_end() == text {
        return Ok(ExitCode::SUCCESS);
    }
    Err(format!("{0} is not what the code says. Mend it with:\n  cargo run -- openapi > {0}", file.display()))
}

/// Puts extensions last and in order, for they come out of a hash map.
fn settle(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let mut extensions: Vec<String> = fields.keys().filter(|name| name.starts_with("x-")).cloned().collect();
            extensions.sort_unstable();
            for name in extensions {
                if let Some(extension) = fields.shift_remove(&name) {
                    fields.insert(name, extension);
                }
            }
            fields.values_mut().for_each(settle);
        }
        Value::Array(entries) => entries.iter_mut().for_each(settle),
        _ => {}
    }
}

pub async fn backup(config: Config, target: PathBuf) -> Outcome {
    let (engine, _) = config.engine()?;
    if !engine.exists() {
        return Err("There is no database to copy.".into());
    }
    if target.exists() {
        return Err(format!("{} exists already; a backup overwrites nothing.", target.display()));
    }
    let db = Db::open(engine, Clock::System, 1).map_err(told)?;
    match db.backup(target.clone()).await.map_err(told)? {
        Backup::Written => say(format!("Wrote {}.", target.display())),
        Backup::UsePgDump => {
            let file = target.display();
            return Err(format!("PostgreSQL has a tool for that:\n  pg_dump --format=custom --file={file} \"$DATABASE_URL\""));
        }
    }
    Ok(ExitCode::SUCCESS)
}
