//! A server on loopback, with a thread and a runtime of its own. Its connections end with it.

use std::future::{Future, pending};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// What a client sends is buffered; what is sent to it is not.
pub type Wire = BufReader<TcpStream>;

/// Small, so that little is sent that nobody reads.
const SEND_BUFFER: u32 = 16 << 10;

pub struct Server {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A port that is ours, and on which nobody listens.
pub fn port() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_send_buffer_size(SEND_BUFFER).unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    socket
}

impl Server {
    /// Serves every connection, of which each has a number.
    pub fn start<F>(socket: TcpSocket, serve: impl Fn(Wire, usize) -> F + Send + 'static) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let address = socket.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let (started, starting) = mpsc::channel();
        let thread = thread::spawn(move || {
            Builder::new_current_thread().enable_all().build().unwrap().block_on(async move {
                let listener = socket.listen(4096).unwrap();
                started.send(()).unwrap();
                let accept = async {
                    for number in 0.. {
                        let Ok((stream, _)) = listener.accept().await else { continue };
                        let _ = stream.set_nodelay(true);
                        // A client that goes away is no fault.
                        tokio::spawn(serve(BufReader::new(stream), number));
                    }
                };
                tokio::select! { () = accept => (), _ = stopped => () }
            });
        });
        starting.recv().unwrap();
        Self { address, stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        assert!(matches!(ended, Some(Ok(()))) || thread::panicking(), "a receiver panicked");
    }
}

/// Waits until the client goes away.
pub async fn gone(wire: &mut Wire) -> io::Error {
    match wire.fill_buf().await {
        // It sent more already, so that its end cannot be seen.
        Ok(more) if !more.is_empty() => pending().await,
        Ok(_) => io::ErrorKind::ConnectionAborted.into(),
        Err(error) => error,
    }
}
