//! An HTTP server that keeps what it receives and answers by a script for each path.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;
use tokio::sync::watch;

use super::reply::{Reply, Sending};
use super::request::{self, ReceivedRequest};
use super::server::{Server, Wire, port};
use super::watched::Watched;

/// Somebody's endpoint. Paths count without their query; what has no script is answered with 200.
pub struct Receiver {
    server: Server,
    log: Arc<Watched<Log>>,
}

/// A port of ours on which nobody listens.
pub struct Refusing {
    socket: TcpSocket,
}

#[derive(Default)]
struct Log {
    all: Vec<ReceivedRequest>,
    paths: HashMap<String, Path>,
}

#[derive(Default)]
struct Path {
    script: VecDeque<Reply>,
    count: usize,
    flooded: u64,
    given_up: usize,
    released: watch::Sender<()>,
}

impl Receiver {
    pub fn start() -> Self {
        Self::on(port())
    }

    /// An address that refuses connections for as long as the answer lives.
    pub fn refusing() -> Refusing {
        Refusing { socket: port() }
    }

    fn on(socket: TcpSocket) -> Self {
        let log = Arc::<Watched<Log>>::default();
        let shared = log.clone();
        Self { server: Server::start(socket, move |wire, number| serve(wire, number, shared.clone())), log }
    }

    pub fn url(&self, path: &str) -> String {
        url(self.server.address, path)
    }

    /// Answers so from the next request on.
    pub fn answer(&self, path: &str, reply: Reply) {
        let script = reply.flatten();
        assert!(!script.is_empty(), "a sequence needs an answer");
        self.log.change(|log| log.path(path).script = script);
    }

    /// Has those held at this path now answered; what comes later is held again.
    pub fn release(&self, path: &str) {
        self.log.change(|log| log.path(path).released.send_replace(()));
    }

    /// What came to this path, in its order.
    pub fn requests(&self, path: &str) -> Vec<ReceivedRequest> {
        self.log.read(|log| log.requests(path))
    }

    /// What came to any path.
    pub fn all(&self) -> Vec<ReceivedRequest> {
        self.log.read(|log| log.all.clone())
    }

    /// How many came to this path.
    pub fn count(&self, path: &str) -> usize {
        self.log.read(|log| log.paths.get(path).map_or(0, |path| path.count))
    }

    /// Waits until at least so many have come to this path, and gives all of those.
    #[track_caller]
    pub fn wait_for(&self, path: &str, count: usize) -> Vec<ReceivedRequest> {
        let known = |log: &Log| log.paths.get(path).map_or(0, |path| path.count);
        let enough = |log: &Log| (known(log) >= count).then(|| log.requests(path));
        self.log.wait_until(enough, |log| format!("{count} requests to {path}; {} of {} came there", known(log), log.all.len()))
    }

    /// Waits until so many clients have hung up before this path's answer was complete.
    #[track_caller]
    pub fn wait_for_given_up(&self, path: &str, count: usize) {
        let known = |log: &Log| log.paths.get(path).map_or(0, |path| path.given_up);
        self.log.wait_until(|log| (known(log) >= count).then_some(()), |log| format!("{count} given up at {path}; {} were", known(log)));
    }

    /// How many bytes of floods and bombs were taken here. The kernel takes up to half a mebibyte for a client
    /// that does not read.
    pub fn flooded(&self, path: &str) -> u64 {
        self.log.read(|log| log.paths.get(path).map_or(0, |path| path.flooded))
    }
}

impl Refusing {
    pub fn url(&self, path: &str) -> String {
        url(self.socket.local_addr().unwrap(), path)
    }

    /// Listens at last.
    pub fn open(self) -> Receiver {
        Receiver::on(self.socket)
    }
}

fn url(address: SocketAddr, path: &str) -> String {
    format!("http://{address}{path}")
}

impl Log {
    fn path(&mut self, path: &str) -> &mut Path {
        if !self.paths.contains_key(path) {
            self.paths.insert(path.to_owned(), Path::default());
        }
        self.paths.get_mut(path).expect("it is there")
    }

    fn requests(&self, path: &str) -> Vec<ReceivedRequest> {
        self.all.iter().filter(|request| request.path == path).cloned().collect()
    }

    /// Keeps a request and says how to answer it.
    fn keep(&mut self, request: ReceivedRequest) -> (Reply, watch::Receiver<()>) {
        let path = self.path(&request.path);
        path.count += 1;
        let next = if path.script.len() > 1 { path.script.pop_front() } else { path.script.front().cloned() };
        let answer = (next.unwrap_or(Reply::Status(200)), path.released.subscribe());
        self.all.push(request);
        answer
    }
}

async fn serve(mut wire: Wire, connection: usize, log: Arc<Watched<Log>>) -> io::Result<()> {
    loop {
        let request = match request::read(&mut wire, connection).await {
            Ok(Some(request)) => request,
            Err(fault) if fault.kind() == io::ErrorKind::InvalidData => {
                let answer = format!("HTTP/1.1 400 \r\nconnection: close\r\n\r\n{fault}");
                return wire.write_all(answer.as_bytes()).await;
            }
            ended => return ended.map(drop),
        };
        let (path, last, without_body) = (request.path.clone(), request.is_last(), request.method == "HEAD");
        let (reply, released) = log.change(|log| log.keep(request));
        let taken = |bytes: usize| log.change(|log| log.path(&path).flooded += bytes as u64);
        let sending = Sending { wire: &mut wire, released, taken: &taken, without_body };
        let sent = sending.send(reply).await;
        if sent.is_err() {
            log.change(|log| log.path(&path).given_up += 1);
        }
        if !sent? || last {
            return Ok(());
        }
    }
}
