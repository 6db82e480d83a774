//! Files and SMTP.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::*;
use crate::messaging::channels::Outcome;
use crate::messaging::channels::guard::TargetGuard;
use crate::messaging::channels::support::{end, serve_with, to_this_machine};

fn outbound() -> Outbound {
    to_this_machine(Duration::from_secs(5))
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("rapport-mails-{}", crate::kernel::secrets::random_token().unwrap()))
}

fn names(folder: &PathBuf) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_mail_becomes_one_file_however_often_it_is_sent() {
    let folder = folder();
    let transport = Transport::Files { folder: folder.join("mails") };
    for _ in 0..2 {
        let attempt = transport.deliver(&outbound(), &mail()).await;
        assert!(attempt.is_delivered() && attempt.error.is_none(), "{attempt:?}");
    }
    assert_eq!(names(&folder.join("mails")), ["ntf_01@rapport.example.eml"]);
    let text = std::fs::read_to_string(folder.join("mails/ntf_01@rapport.example.eml")).unwrap();
    assert!(text.contains("Message-ID: <ntf_01@rapport.example>\r\n"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn no_message_id_leaves_the_folder_or_takes_anothers_file() {
    let folder = folder();
    let transport = Transport::Files { folder: folder.clone() };
    for id in ["../../etc/x@y", "..", ".hidden@x", "a/b@x", "a\\b@x", "a:b@x", "a*b@x", &"x".repeat(250)] {
        let attempt = transport.deliver(&outbound(), &Mail { message_id: id.to_owned(), ..mail() }).await;
        assert!(attempt.is_delivered(), "{attempt:?}");
    }
    let names = names(&folder);
    assert_eq!(names.len(), 8);
    assert!(names.iter().all(|name| name.contains(".eml") && !name.starts_with('.') && name.len() < 200), "{names:?}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_is_tried_again_and_a_bad_mail_is_not() {
    let transport = Transport::Files { folder: PathBuf::from("/dev/null/mails") };
    assert_eq!(transport.deliver(&outbound(), &mail()).await.outcome, Outcome::Failed);
    let evil = Mail { subject: "a\r\nBcc: b@example.com".to_owned(), ..mail() };
    let attempt = transport.deliver(&outbound(), &evil).await;
    assert_eq!(attempt.outcome, Outcome::Rejected);
    assert_eq!(attempt.error.as_deref(), Some("the subject holds a line break or control character"));
}

/// A mail server that answers `to` with `reply`, and everything else as it should. It tells all it heard.
fn server(to: &'static str, reply: &'static str) -> (u16, std::thread::JoinHandle<String>) {
    let (url, server) = serve_with(move |stream| talk(stream, to, reply));
    (url.rsplit_once(':').unwrap().1.parse().unwrap(), server)
}

fn talk(stream: &mut TcpStream, to: &str, reply: &str) -> String {
    let mut heard = String::new();
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    stream.write_all(b"220 ready\r\n").unwrap();
    let mut in_data = false;
    while let Some(Ok(line)) = lines.next() {
        heard.push_str(&line);
        heard.push('\n');
        let answer = match line.as_str() {
            "." if in_data => {
                in_data = false;
                if to == "." { reply } else { "250 taken as 42" }
            }
            _ if in_data => continue,
            line if line.starts_with(to) => reply,
            line if line.starts_with("EHLO") => "250-here\r\n250 AUTH PLAIN LOGIN",
            line if line.starts_with("AUTH") => "235 welcome",
            "DATA" => {
                in_data = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        if stream.write_all(format!("{answer}\r\n").as_bytes()).is_err() {
            break;
        }
    }
    heard
}

fn smtp(host: &str, port: u16, tls: SmtpTls) -> Transport {
    Transport::Smtp { host: host.to_owned(), port, tls, username: Some("user".to_owned()), password: Some("secret".to_owned().into()) }
}

#[tokio::test]
async fn a_mail_server_gets_the_mail_as_it_was_composed() {
    let (port, server) = server("nothing", "");
    let attempt = smtp("localhost", port, SmtpTls::None).deliver(&outbound(), &mail()).await;
    assert!(attempt.is_delivered() && attempt.status == Some(250) && attempt.answer == "taken as 42", "{attempt:?}");
    let heard = end(server).await;
    for line in [
        "EHLO rapport.example",
        "AUTH PLAIN",
        "MAIL FROM:<no-reply@rapport.example>",
        "RCPT TO:<zoe@example.com>",
        "Message-ID: <ntf_01@rapport.example>",
        "QUIT",
    ] {
        assert!(heard.contains(line), "{line}: {heard}");
    }
}

#[tokio::test]
async fn a_final_no_to_the_mail_rejects_it_and_everything_else_is_tried_again() {
    for (to, reply, outcome) in [
        ("RCPT", "550 5.1.1 no such user", Outcome::Rejected),
        (".", "554 spam", Outcome::Rejected),
        ("RCPT", "450 later", Outcome::Failed),
        ("MAIL", "421 busy", Outcome::Failed),
        ("MAIL", "530 who are you", Outcome::Failed),
        ("AUTH", "535 wrong password", Outcome::Failed),
        ("EHLO", "500 what", Outcome::Failed),
    ] {
        let (port, server) = server(to, reply);
        let attempt = smtp("127.0.0.1", port, SmtpTls::None).deliver(&outbound(), &mail()).await;
        assert_eq!((attempt.outcome, attempt.status), (outcome, reply[..3].parse().ok()), "{to}: {attempt:?}");
        assert!(!format!("{attempt:?}").contains("secret"));
        end(server).await;
    }
}

#[tokio::test]
async fn without_the_encryption_that_was_asked_for_nothing_is_said() {
    let (port, server) = server("nothing", "");
    let attempt = smtp("127.0.0.1", port, SmtpTls::StartTls).deliver(&outbound(), &mail()).await;
    assert_eq!(attempt.outcome, Outcome::Failed);
    let heard = end(server).await;
    assert!(!heard.contains("AUTH") && !heard.contains("MAIL"), "{heard}");
}

#[tokio::test]
async fn a_mail_server_must_be_reachable_and_public_too() {
    let strict = Outbound::new(TargetGuard::new(Vec::new()), Duration::from_secs(5)).unwrap();
    for host in ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "169.254.169.254"] {
        let attempt = smtp(host, 25, SmtpTls::None).deliver(&strict, &mail()).await;
        let error = attempt.error.unwrap();
        assert!(attempt.outcome == Outcome::Failed && error.contains("may not be reached"), "{host}: {error}");
    }
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(smtp("127.0.0.1", closed, SmtpTls::Tls).deliver(&outbound(), &mail()).await.outcome, Outcome::Failed);
}
