//! An SMTP server that keeps what it receives.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::sync::watch;

use super::mail::ReceivedMail;
use super::server::{Server, port};
use super::smtp;
use super::watched::Watched;

/// Everybody's inbox.
pub struct Inbox {
    server: Server,
    log: Arc<Watched<Log>>,
}

/// What becomes of a message once all of it has come.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    Fail(u16),
    Hang,
    Vanish,
}

#[derive(Default)]
pub struct Log {
    pub mails: Vec<ReceivedMail>,
    /// Addresses in lower case.
    pub rejected: HashMap<String, u16>,
    pub fates: VecDeque<Fate>,
    /// Messages that wait for their answer.
    pub hanging: usize,
    /// Messages whose sender did not wait so long.
    pub given_up: usize,
    pub released: watch::Sender<()>,
}

impl Inbox {
    pub fn start() -> Self {
        let log = Arc::<Watched<Log>>::default();
        let shared = log.clone();
        Self { server: Server::start(port(), move |wire, _| smtp::serve(wire, shared.clone())), log }
    }

    pub(super) fn address(&self) -> std::net::SocketAddr {
        self.server.address
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.server.address)
    }

    /// Every mail that was answered with 250, and those whose answer was cut off, in their order.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.log.read(|log| log.mails.clone())
    }

    /// Those whose envelope names this recipient.
    pub fn mails_to(&self, address: &str) -> Vec<ReceivedMail> {
        self.mails().into_iter().filter(|mail| mail.is_to(address)).collect()
    }

    /// Waits until there are at least so many mails, and gives all.
    #[track_caller]
    pub fn wait_for(&self, count: usize) -> Vec<ReceivedMail> {
        let subjects = |log: &Log| log.mails.iter().map(|mail| mail.subject.clone()).collect::<Vec<_>>();
        let enough = |log: &Log| (log.mails.len() >= count).then(|| log.mails.clone());
        self.log.wait_until(enough, |log| format!("{count} mails; there are {:?}", subjects(log)))
    }

    /// Answers this recipient so from now on.
    pub fn reject_recipient(&self, address: &str, code: u16) {
        self.log.change(|log| log.rejected.insert(address.to_lowercase(), code));
    }

    /// Answers the next messages so once all of each has come, and keeps none; 421 also hangs up.
    pub fn fail_next(&self, count: usize, code: u16) {
        self.plan(count, Fate::Fail(code));
    }

    /// Lets the next messages wait for their answer until `release()`, which keeps them.
    pub fn hang_next(&self, count: usize) {
        self.plan(count, Fate::Hang);
    }

    /// Keeps the next messages, but hangs up in place of an answer.
    pub fn drop_after_data(&self, count: usize) {
        self.plan(count, Fate::Vanish);
    }

    /// What was planned earlier comes first.
    fn plan(&self, count: usize, fate: Fate) {
        self.log.change(|log| log.fates.extend(std::iter::repeat_n(fate, count)));
    }

    /// Waits until so many messages wait for their answer.
    #[track_caller]
    pub fn wait_for_hanging(&self, count: usize) {
        let enough = |log: &Log| (log.hanging >= count).then_some(());
        self.log.wait_until(enough, |log| format!("{count} messages that hang; {} do", log.hanging));
    }

    /// Waits until the senders of so many hanging messages have hung up.
    #[track_caller]
    pub fn wait_for_given_up(&self, count: usize) {
        let enough = |log: &Log| (log.given_up >= count).then_some(());
        self.log.wait_until(enough, |log| format!("{count} messages that were given up; {} were", log.given_up));
    }

    /// Keeps and answers those that wait now; messages whose sender gave up are gone.
    pub fn release(&self) {
        self.log.read(|log| log.released.send_replace(()));
    }
}
