//! The command line: what `rapport` can be told to do. Each command is one function; what it prints on
//! stdout is for people or for a pipe, logs go to stderr.

mod admin;
mod doctor;
mod maintenance;
pub mod seed;
mod seed_forms;
mod serve;
mod telemetry;

use std::future::Future;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::config::Config;
use crate::db::Db;
use crate::kernel::{Clock, Problem};

/// A headless backend for coaching programmes and advocacy missions.
#[derive(Parser)]
#[command(name = "rapport", version, about)]
struct Cli {
    /// TOML file with settings; environment variables (RAPPORT_…) count more.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and do the background work (what happens without a command).
    Serve {
        /// Leave the background work to processes started with `rapport work`.
        #[arg(long)]
        no_workers: bool,
    },
    /// Do the background work alone, beside processes that serve.
    Work,
    /// Bring the database's schema up to date.
    Migrate,
    /// Fill a new database with a demo organization.
    SeedDemo,
    /// Make an active admin; an existing user becomes one and gets the new password.
    CreateAdmin(admin::CreateAdmin),
    /// Print the OpenAPI document.
    Openapi {
        /// Compare this file with it instead.
        #[arg(long, value_name = "FILE")]
        check: Option<PathBuf>,
    },
    /// Write a consistent copy of the database while it is in use.
    Backup {
        /// A file that does not exist yet.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Check settings, folders, database, keys and port.
    Doctor,
}

/// How a command ends: a code, or a sentence about what went wrong.
type Outcome = Result<ExitCode, String>;

/// Reads the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    run(cli).unwrap_or_else(|message| {
        let _ = writeln!(std::io::stderr(), "rapport: {message}");
        ExitCode::FAILURE
    })
}

fn run(cli: Cli) -> Outcome {
    // The contract is the same under any settings, also broken ones.
    if let Some(Command::Openapi { check }) = cli.command {
        return maintenance::openapi(check.as_deref());
    }
    let config = Config::load(cli.config.as_deref()).map_err(|error| format!("settings: {error}"))?;
    telemetry::start_logging(&config)?;
    match cli.command {
        None => block_on(serve::serve(config, true)),
        Some(Command::Serve { no_workers }) => block_on(serve::serve(config, !no_workers)),
        Some(Command::Work) => block_on(serve::work(config)),
        Some(Command::Migrate) => maintenance::migrate(&config),
        Some(Command::SeedDemo) => block_on(maintenance::seed_demo(config)),
        Some(Command::CreateAdmin(new)) => block_on(admin::create(config, new)),
        Some(Command::Openapi { check }) => maintenance::openapi(check.as_deref()),
        Some(Command::Backup { to }) => block_on(maintenance::backup(config, to)),
        Some(Command::Doctor) => block_on(doctor::run(config)),
    }
}

fn block_on(command: impl Future<Output = Outcome>) -> Outcome {
    actix_web::rt::System::new().block_on(command)
}

/// The database, up to date; the data folder is made when the database is to be in it.
fn open_database(config: &Config) -> Result<Db, String> {
    let (engine, chosen) = config.engine()?;
    if !chosen {
        let folder = &config.data_dir;
        std::fs::create_dir_all(folder).map_err(|error| format!("the data folder {} cannot be made: {error}", folder.display()))?;
    }
    Db::migrate(&engine).map_err(told)?;
    Db::open(engine, Clock::System, config.database_pool_size).map_err(told)
}

fn open_app(config: Config) -> Result<App, String> {
    let db = open_database(&config)?;
    App::new(config, db, None).map_err(told)
}

fn told(problem: Problem) -> String {
    problem.to_string()
}

/// A line for whoever started the command. A reader that is gone is no reason to stop.
fn say(line: impl AsRef<str>) {
    let _ = writeln!(std::io::stdout(), "{}", line.as_ref());
}
