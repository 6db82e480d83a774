//! Mail servers that speak TLS: whom they are taken for, and that nothing is said in clear.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::database::scratch;
use crate::support::receivers::{Authority, Inbox, Manner, TlsFront};
use crate::support::{Programme, TestApp};

/// A file with these bytes.
fn file(text: &str) -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let path = scratch().join(format!("authority-{}.pem", COUNT.fetch_add(1, Ordering::Relaxed)));
    std::fs::write(&path, text).unwrap();
    path
}

fn app(url: String, trusted: Option<&Path>) -> TestApp {
    TestApp::with(|config| {
        config.mail_url = Some(url.into());
        config.private_targets = vec!["127.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        config.extra_ca_file = trusted.map(Path::to_owned);
    })
}

/// Sends a task, twice tried; what became of its mail.
fn send(app: &TestApp) -> Vec<String> {
    let it = Programme::active(app);
    it.send(&it.task("Write"));
    app.work();
    app.advance("PT10M");
    app.work();
    app.told("type=task_sent")
}

#[test]
fn a_mail_goes_encrypted_to_a_server_whose_authority_is_trusted() {
    let authority = Authority::new();
    let root = file(&authority.root);
    for (manner, scheme) in [(Manner::Tls, "smtps"), (Manner::StartTls, "smtp+starttls")] {
        let inbox = Inbox::start();
        let front = TlsFront::start(&inbox, manner, authority.server("localhost"));
        let app = app(front.url(scheme, "localhost"), Some(&root));
        assert_eq!(send(&app), ["task_sent sent"], "{scheme}");
        let mails = inbox.mails();
        assert_eq!((mails.len(), mails[0].login.as_deref()), (1, Some("coach")));
        let clear = front.said_in_clear();
        assert!(clear.iter().all(|said| said.starts_with("EHLO ") || said == "STARTTLS"), "{clear:?}");
    }
}

#[test]
fn a_server_that_cannot_prove_who_it_is_gets_no_mail() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let root = file(&authority.root);
    let trusted = Some(root.as_path());
    for (what, config, host, trusted) in [
        ("an authority that nobody trusts", authority.server("localhost"), "localhost", None),
        ("another authority", stranger.server("localhost"), "localhost", trusted),
        ("another name", authority.server("mail.northwind.example"), "localhost", trusted),
        ("an address in place of a name", authority.server("localhost"), "127.0.0.1", trusted),
        ("a certificate whose time is over", authority.expired("localhost"), "localhost", trusted),
    ] {
        for (manner, scheme) in [(Manner::Tls, "smtps"), (Manner::StartTls, "smtp+starttls")] {
            let inbox = Inbox::start();
            let front = TlsFront::start(&inbox, manner, config.clone());
            let app = app(front.url(scheme, host), trusted);
            assert_eq!(send(&app), ["task_sent pending"], "{what} by {scheme}: it is tried again");
            assert!(inbox.mails().is_empty(), "{what} by {scheme}");
            let clear = front.said_in_clear();
            assert!(clear.iter().all(|said| said.starts_with("EHLO ") || said == "STARTTLS"), "{what}: {clear:?}");
        }
    }
}

#[test]
fn a_server_that_does_not_offer_tls_gets_neither_password_nor_mail() {
    let authority = Authority::new();
    let root = file(&authority.root);
    for manner in [Manner::Stripped, Manner::Refusing] {
        let inbox = Inbox::start();
        let front = TlsFront::start(&inbox, manner, authority.server("localhost"));
        let app = app(front.url("smtp+starttls", "localhost"), Some(&root));
        assert_eq!(send(&app), ["task_sent pending"]);
        let clear = front.said_in_clear();
        assert!(!clear.is_empty() && !clear.iter().any(|said| said.starts_with("AUTH") || said.starts_with("MAIL")), "{clear:?}");
    }
}

#[test]
fn an_authority_that_cannot_be_read_is_told_at_the_start() {
    let missing = rapport::config::Config { extra_ca_file: Some("/nowhere/ca.pem".into()), ..Default::default() };
    assert!(missing.extra_roots().unwrap_err().contains("/nowhere/ca.pem"));
    let empty = rapport::config::Config { extra_ca_file: Some(file("not a certificate")), ..Default::default() };
    assert!(empty.extra_roots().unwrap_err().contains("no certificate"));
}
