//! The commands of the binary.

use std::io::Write;
use std::net::TcpListener;

use super::ADMIN;
use crate::support::database::is_postgres;
use crate::support::json;
use crate::support::process::Home;

#[test]
fn create_admin_makes_somebody_who_can_log_in_and_can_be_repeated() {
    let home = Home::new();
    let made = home.create_admin(ADMIN);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.out.starts_with("ada@northwind.example is an active admin (user_"), "{made:?}");
    assert_eq!(home.create_admin(ADMIN).out, made.out, "the same person again");
    assert_eq!(home.create_admin("bea@northwind.example").code, Some(0));
    let server = home.serve();
    let admin = server.log_in(ADMIN);
    assert_eq!(admin.get("/me").expect(200)["roles"], json!(["admin"]));
    assert_eq!(admin.get("/organization").expect(200)["name"], "Northwind");
    assert_eq!(admin.ids("/users").len(), 2, "both are in one organization");
}

#[test]
fn create_admin_shows_a_password_that_it_made_and_refuses_a_bad_one() {
    let home = Home::new();
    let arguments = ["create-admin", "--organization", "Northwind", "--name", "Ada", "--email", ADMIN];
    let made = home.run(&arguments);
    let password = made.out.lines().find_map(|line| line.strip_prefix("Password, shown this once: ")).unwrap().to_owned();
    let server = home.serve();
    server.guest().post("/auth/login", json!({"email": ADMIN, "password": password})).expect(200);
    for (name, value) in [("--password", "short"), ("--email", "nobody")] {
        let mut arguments = vec!["create-admin", "--organization", "Northwind", "--name", "Ada"];
        if name != "--email" {
            arguments.extend(["--email", ADMIN]);
        }
        arguments.extend([name, value]);
        let refused = home.run(&arguments);
        assert!(refused.code == Some(1) && refused.err.starts_with("rapport: "), "{refused:?}");
    }
}

#[test]
fn migrate_can_be_repeated() {
    let home = Home::new();
    let first = home.run(&["migrate"]);
    assert!(first.code == Some(0) && first.out.contains("migrations were run"), "{first:?}");
    let second = home.run(&["migrate"]);
    assert_eq!((second.code, second.out.as_str()), (Some(0), "The schema is up to date.\n"));
}

#[test]
fn doctor_tells_what_is_well_and_what_is_not() {
    let home = Home::new();
    if is_postgres() {
        let pending = home.run(&["doctor"]);
        assert!(pending.code == Some(1) && pending.out.contains("✗ database: migrations are pending"), "{pending:?}");
    } else {
        let new = home.run(&["doctor"]);
        assert!(new.code == Some(0) && new.out.contains("will be made at the first start"), "{new:?}");
    }
    home.run(&["migrate"]);
    let well = home.run(&["doctor"]);
    assert_eq!(well.code, Some(0), "{well:?}");
    assert!(!well.out.contains('✗') && well.out.contains("✓ database: "), "{well:?}");

    let server = home.serve();
    let home = home.with("RAPPORT_LISTEN", &server.address.to_string());
    let served = home.run(&["doctor"]);
    assert!(served.code == Some(0) && served.out.contains("a server that is ready answers"), "{served:?}");
    drop(server);

    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let home = home.with("RAPPORT_LISTEN", &other.local_addr().unwrap().to_string());
    let answering = std::thread::spawn(move || other.accept().unwrap().0.write_all(b"SSH-2.0-other\r\n"));
    let taken = home.run(&["doctor"]);
    assert!(taken.code == Some(1) && taken.out.contains("✗ port: "), "{taken:?}");
    answering.join().unwrap().unwrap();

    let home = home.with("RAPPORT_JWT_KEYS", "no key");
    let keyless = home.run(&["doctor"]);
    assert!(keyless.code == Some(1) && keyless.out.contains("✗ keys: ") && !keyless.out.contains("no key"), "{keyless:?}");
}

#[test]
fn a_contract_that_has_drifted_is_told_with_the_command_that_mends_it() {
    let home = Home::new();
    let printed = home.run(&["openapi"]);
    let file = home.folder.join("openapi.json");
    std::fs::write(&file, &printed.out).unwrap();
    assert_eq!(home.run(&["openapi", "--check", "openapi.json"]).code, Some(0));
    std::fs::write(&file, printed.out.replacen("3.1.0", "3.0.0", 1)).unwrap();
    let drifted = home.run(&["openapi", "--check", "openapi.json"]);
    assert_eq!(drifted.code, Some(1));
    assert!(drifted.err.contains("cargo run -- openapi > openapi.json"), "{drifted:?}");
}

#[test]
fn an_unknown_or_a_bad_setting_is_refused_by_its_name() {
    for (name, value, told) in [
        ("RAPPORT_LISTNE", "127.0.0.1:0", "listne"),
        ("RAPPORT_LISTEN", "somewhere", "listen"),
        ("RAPPORT_LOG_FORMAT", "xml", "log_format"),
        ("DATABASE_URL", "mysql://db/rapport", "sqlite:// or postgres://"),
        ("RAPPORT_JWT_KEYS_FILE", "/nowhere/keys.pem", "RAPPORT_JWT_KEYS_FILE"),
    ] {
        let refused = Home::new().with(name, value).run(&["serve"]);
        assert_eq!(refused.code, Some(1), "{name}: {refused:?}");
        assert!(refused.err.contains(told), "{name}: {refused:?}");
    }
}

#[test]
fn work_alone_wants_a_database_that_is_shared() {
    let refused = Home::new().without("DATABASE_URL").run(&["work"]);
    assert!(refused.code == Some(1) && refused.err.contains("DATABASE_URL"), "{refused:?}");
}

#[test]
fn settings_are_read_from_a_file_of_that_name_and_never_from_the_program_beside_it() {
    let home = Home::new();
    std::fs::write(home.folder.join("rapport"), b"\x7fELF, which is no settings").unwrap();
    let ended = home.run(&["migrate"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    std::fs::write(home.folder.join("rapport.toml"), "log_levle = \"info\"\n").unwrap();
    let refused = home.run(&["migrate"]);
    assert_ne!(refused.code, Some(0));
    assert!(refused.err.contains("log_levle"), "{refused:?}");
}
