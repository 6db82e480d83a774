//! A database of the bench: made, filled, and copied, so that each server has one to itself.

use std::path::{Path, PathBuf};

use diesel::connection::{Connection, SimpleConnection};
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use rapport::db::{Db, Engine};

use super::sql::{Moments, Table};

/// Where a server's data are.
#[derive(Clone)]
pub struct Store {
    pub engine: Engine,
}

impl Store {
    pub fn sqlite(path: PathBuf) -> Self {
        Self { engine: Engine::Sqlite { path } }
    }

    /// A database beside the one that `server` names, empty.
    pub fn postgres(server: &str, name: &str) -> Self {
        run_on(server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        run_on(server, &format!("CREATE DATABASE {name}"));
        Self { engine: Engine::Postgres { url: beside(server, name) } }
    }

    pub fn url(&self) -> String {
        match &self.engine {
            Engine::Sqlite { path } => format!("sqlite://{}", path.display()),
            Engine::Postgres { url } => url.clone(),
        }
    }

    /// Brings the schema up to date and puts the rows in, beside what is there.
    pub fn fill(&self, tables: Vec<Table>) {
        Db::migrate(&self.engine).expect("the migrations run");
        match &self.engine {
            Engine::Sqlite { path } => {
                let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("the file opens");
                run(&mut conn, "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;");
                insert(&mut conn, tables, Moments::Micros);
                run(&mut conn, "PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);");
            }
            Engine::Postgres { url } => {
                let mut conn = PgConnection::establish(url).expect("the database opens");
                insert(&mut conn, tables, Moments::Text);
                run(&mut conn, "VACUUM ANALYZE");
                run(&mut conn, "CHECKPOINT");
            }
        }
    }

    /// The same again, for the other server.
    pub fn copy(&self, name: &str) -> Self {
        match &self.engine {
            Engine::Sqlite { path } => {
                let copy = path.with_file_name(format!("{name}.db"));
                std::fs::copy(path, &copy).expect("the file is copied");
                Self::sqlite(copy)
            }
            Engine::Postgres { url } => {
                let template = url.rsplit('/').next().unwrap_or_default();
                let server = beside(url, "postgres");
                run_on(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                run_on(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
                Self { engine: Engine::Postgres { url: beside(url, name) } }
            }
        }
    }

    /// Whether a commit waits for the disk here; without that, writes cannot be compared.
    pub fn is_durable(&self) -> bool {
        #[derive(diesel::QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            fsync: String,
        }
        use diesel::RunQueryDsl;
        match &self.engine {
            Engine::Sqlite { .. } => true,
            Engine::Postgres { url } => {
                let mut conn = PgConnection::establish(url).expect("the database opens");
                let row: Row = diesel::sql_query("SHOW fsync").get_result(&mut conn).expect("a setting");
                row.fsync == "on"
            }
        }
    }

    /// Removes what [`Store::postgres`] or [`Store::copy`] made; files go with their folder.
    pub fn drop(&self) {
        if let Engine::Postgres { url } = &self.engine {
            let name = url.rsplit('/').next().unwrap_or_default();
            run_on(&beside(url, "postgres"), &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn insert(conn: &mut impl SimpleConnection, tables: Vec<Table>, moments: Moments) {
    run(conn, "BEGIN");
    for table in tables {
        for statement in table.statements(moments) {
            run(conn, &statement);
        }
    }
    run(conn, "COMMIT");
}

fn run(conn: &mut impl SimpleConnection, sql: &str) {
    if let Err(error) = conn.batch_execute(sql) {
        panic!("{error}: {}", sql.chars().take(400).collect::<String>());
    }
}

fn run_on(server: &str, sql: &str) {
    run(&mut PgConnection::establish(server).expect("PostgreSQL answers"), sql);
}

/// The address of another database on the same server.
fn beside(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("the address names a database");
    format!("{server}/{name}")
}

/// A folder that goes away with the value.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("rapport-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
