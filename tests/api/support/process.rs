//! The real binary, as a process of its own, with the machine's clock.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use rapport::db::Engine;
use serde_json::json;

use super::PASSWORD;
use super::app::signing_key;
use super::client::Client;
use super::database::{Database, scratch};

/// A folder, a database and settings that processes share.
pub struct Home {
    pub folder: PathBuf,
    database: Database,
    settings: Vec<(String, String)>,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A server; it is killed when this is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    // A closed pipe would be another test.
    _out: BufReader<ChildStdout>,
}

impl Home {
    /// With an empty database.
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let folder = scratch().join(format!("home-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir_all(&folder).unwrap();
        let database = Database::empty();
        let home = Self { folder: folder.clone(), settings: Vec::new(), database };
        home.with("RAPPORT_DATA_DIR", folder.to_str().unwrap())
            .with("RAPPORT_LISTEN", "127.0.0.1:0")
            .with("RAPPORT_JWT_KEYS", &signing_key())
            .with("RAPPORT_PASSWORD_MEMORY_KIB", "64")
            .with("RAPPORT_LOGIN_ATTEMPTS_PER_MINUTE", "1000000")
            .with("RAPPORT_PUBLIC_REQUESTS_PER_MINUTE", "1000000")
            .with("RAPPORT_HTTP_THREADS", "2")
            .with("RAPPORT_DATABASE_POOL_SIZE", "8")
            .on_its_database()
    }

    fn on_its_database(self) -> Self {
        let url = match self.database.engine() {
            Engine::Sqlite { path } => format!("sqlite://{}", path.display()),
            Engine::Postgres { url } => url,
        };
        self.with("DATABASE_URL", &url)
    }

    /// With a setting, which replaces an earlier one of that name.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.into(), value.into()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self
    }

    pub fn engine(&self) -> Engine {
        self.database.engine()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
        command.args(arguments).current_dir(&self.folder).env_clear().envs(self.settings.iter().cloned()).stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        let output = self.command(arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Starts a server and waits until it listens.
    pub fn serve(&self) -> Server {
        let log = OpenOptions::new().create(true).append(true).open(self.log_file()).unwrap();
        let mut child = self.command(&["serve"]).stdout(Stdio::piped()).stderr(Stdio::from(log)).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("it does not serve: {line}\n{}", self.log()));
        Server { child, address, _out: out }
    }

    fn log_file(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// What servers have logged.
    pub fn log(&self) -> String {
        File::open(self.log_file()).map(|file| std::io::read_to_string(file).unwrap()).unwrap_or_default()
    }

    /// Makes an admin who can log in with everybody's password.
    pub fn create_admin(&self, email: &str) -> Ended {
        self.run(&["create-admin", "--organization", "Northwind", "--name", "Ada", "--email", email, "--password", PASSWORD])
    }
}

impl Server {
    pub fn guest(&self) -> Client {
        Client::new(self.address)
    }

    pub fn log_in(&self, email: &str) -> Client {
        let tokens = self.guest().post("/auth/login", json!({"email": email, "password": PASSWORD})).expect(200);
        self.guest().with_token(&tokens.str("access_token"))
    }

    /// The most memory that it has held so far.
    pub fn peak_memory_kib(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end.
    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("sh").args(["-c", "kill -TERM \"$0\"", &pid]).status().unwrap().success());
    }

    /// Waits for its end and gives its code.
    pub fn ended(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
