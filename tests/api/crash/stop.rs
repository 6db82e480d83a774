//! SIGTERM under load: what was accepted is answered.

use std::sync::Mutex;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{ADMIN, Setting, every_engagement};

#[test]
fn sigterm_breaks_no_accepted_request() {
    let (setting, server) = Setting::new();
    let client = server.log_in(ADMIN);
    let (made, refused) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let (answered, answers) = mpsc::channel();
    thread::scope(|scope| {
        for number in 0..6 {
            let (setting, client, answered, made, refused) = (&setting, client.clone(), answered.clone(), &made, &refused);
            scope.spawn(move || {
                for count in 0.. {
                    let title = format!("{number}-{count}");
                    match client.post("/engagements", setting.engagement(&title)).try_send() {
                        Ok(answer) => {
                            assert_eq!(answer.status, 201, "{}", answer.text());
                            made.lock().unwrap().push(title);
                            answered.send(()).unwrap_or_default();
                        }
                        Err(error) => {
                            refused.lock().unwrap().push((title, error));
                            return;
                        }
                    }
                }
            });
        }
        for _ in 0..60 {
            answers.recv_timeout(Duration::from_secs(20)).unwrap();
        }
        server.terminate();
        assert_eq!(server.ended(), Some(0), "{}", setting.home.log());
    });
    let server = setting.home.serve();
    let all = every_engagement(&server.log_in(ADMIN));
    let kept: Vec<_> = all.iter().map(|engagement| engagement["title"].as_str().unwrap().to_owned()).collect();
    let made = made.into_inner().unwrap();
    assert!(made.iter().all(|title| kept.contains(title)), "an acknowledged engagement is lost");
    // Whoever was not answered was never let in: nothing came of the request.
    for (title, error) in refused.into_inner().unwrap() {
        assert!(!kept.contains(&title), "{title} was accepted and not answered: {error:?}");
    }
    assert_eq!(kept.len(), made.len());
}
