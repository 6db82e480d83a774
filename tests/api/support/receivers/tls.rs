//! A mail server that speaks TLS, in front of an inbox that does not; and certificates for it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::Inbox;
use super::server::{Server, Wire, port};
use super::watched::Watched;

/// A certificate authority with one between it and its servers.
pub struct Authority {
    /// Its root in PEM, as operators are given it.
    pub root: String,
    between: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Self {
        let root = CertifiedIssuer::self_signed(authority(), KeyPair::generate().unwrap()).unwrap();
        let between = CertifiedIssuer::signed_by(authority(), KeyPair::generate().unwrap(), &root).unwrap();
        Self { root: root.as_ref().pem(), between }
    }

    /// A certificate for a server of this name.
    pub fn server(&self, name: &str) -> Arc<ServerConfig> {
        self.sign(CertificateParams::new(vec![name.to_owned()]).unwrap())
    }

    /// One whose time is over.
    pub fn expired(&self, name: &str) -> Arc<ServerConfig> {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2020, 2, 1));
        self.sign(params)
    }

    fn sign(&self, params: CertificateParams) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let own = params.signed_by(&key, &self.between).unwrap();
        let chain: Vec<CertificateDer<'static>> = vec![own.der().clone(), self.between.as_ref().der().clone()];
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        Arc::new(config.with_safe_default_protocol_versions().unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap())
    }
}

fn authority() -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// How a server begins.
#[derive(Clone, Copy)]
pub enum Manner {
    /// With TLS.
    Tls,
    /// In clear, and offers TLS.
    StartTls,
    /// In clear, as if somebody on the way had taken the offer out.
    Stripped,
    /// In clear, offers TLS and refuses it.
    Refusing,
}

/// The server, and what was said to it in clear.
pub struct TlsFront {
    server: Server,
    clear: Arc<Watched<Vec<String>>>,
}

impl TlsFront {
    pub fn start(inbox: &Inbox, manner: Manner, config: Arc<ServerConfig>) -> Self {
        let (clear, inbox) = (Arc::<Watched<Vec<String>>>::default(), inbox.address());
        let (log, acceptor) = (clear.clone(), TlsAcceptor::from(config));
        Self { server: Server::start(port(), move |wire, _| serve(wire, manner, acceptor.clone(), inbox, log.clone())), clear }
    }

    /// `scheme://host:port`.
    pub fn url(&self, scheme: &str, host: &str) -> String {
        format!("{scheme}://coach:a-password@{host}:{}", self.server.address.port())
    }

    /// The commands that came in clear.
    pub fn said_in_clear(&self) -> Vec<String> {
        self.clear.read(Clone::clone)
    }
}

async fn serve(mut wire: Wire, manner: Manner, acceptor: TlsAcceptor, inbox: SocketAddr, log: Arc<Watched<Vec<String>>>) -> io::Result<()> {
    if matches!(manner, Manner::Tls) {
        return pass_on(acceptor.accept(wire).await?, inbox, true).await;
    }
    wire.write_all(b"220 front ESMTP\r\n").await?;
    let mut line = String::new();
    while wire.read_line(&mut line).await? > 0 {
        let said = std::mem::take(&mut line).trim_end().to_owned();
        let verb = said.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        log.change(|log| log.push(said));
        match (verb.as_str(), manner) {
            ("EHLO", Manner::StartTls | Manner::Refusing) => wire.write_all(b"250-front\r\n250 STARTTLS\r\n").await?,
            ("EHLO", _) => wire.write_all(b"250-front\r\n250 AUTH PLAIN LOGIN\r\n").await?,
            ("STARTTLS", Manner::StartTls) => {
                wire.write_all(b"220 go ahead\r\n").await?;
                return pass_on(acceptor.accept(wire).await?, inbox, false).await;
            }
            ("STARTTLS", _) => wire.write_all(b"454 not now\r\n").await?,
            ("AUTH", _) => wire.write_all(b"235 welcome\r\n").await?,
            ("DATA", _) => wire.write_all(b"354 go ahead\r\n").await?,
            _ => wire.write_all(b"250 OK\r\n").await?,
        }
    }
    Ok(())
}

/// To the inbox and back. A greeting is due where TLS came first, and not where one was said before.
async fn pass_on(mut client: impl AsyncRead + AsyncWrite + Unpin, inbox: SocketAddr, greets: bool) -> io::Result<()> {
    let mut inner = BufReader::new(TcpStream::connect(inbox).await?);
    let mut greeting = String::new();
    inner.read_line(&mut greeting).await?;
    if greets {
        client.write_all(greeting.as_bytes()).await?;
    }
    copy_bidirectional(&mut client, &mut inner).await.map(drop)
}
