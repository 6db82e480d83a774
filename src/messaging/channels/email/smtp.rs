//! SMTP. The server's name is resolved and checked here, so that the connection goes to a checked
//! address; TLS still asks for a certificate of the name.

use std::net::SocketAddr;
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;

use super::{Attempt, SmtpTls};
use crate::messaging::channels::guard::TargetGuard;
use crate::messaging::channels::{Outcome, printable};

const TIMEOUT: Duration = Duration::from_secs(30);
/// For one of several addresses, so that a dead one leaves time for the next.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(8);
const FAREWELL: Duration = Duration::from_secs(1);
/// Permanent for this login and not for this mail.
const ABOUT_THE_LOGIN: [u16; 4] = [530, 534, 535, 538];

pub(super) struct Server<'a> {
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) tls: SmtpTls,
    pub(super) login: Option<(&'a str, &'a SecretString)>,
    /// Certificate authorities in PEM that are trusted beside the system's.
    pub(super) roots: &'a [u8],
}

impl Server<'_> {
    /// A certificate of its name is asked for, from an authority that is trusted.
    fn tls(&self) -> Result<TlsParameters, Error> {
        let builder = TlsParameters::builder(self.host.to_owned());
        let builder = if self.roots.is_empty() { builder } else { builder.add_root_certificate(Certificate::from_pem(self.roots)?) };
        builder.build()
    }
}

pub(super) async fn deliver(server: &Server<'_>, guard: &TargetGuard, message: Message) -> Attempt {
    let too_slow = |_| Attempt::failed(format!("the mail server was not done within {} s", TIMEOUT.as_secs()));
    timeout(TIMEOUT, exchange(server, guard, &message)).await.unwrap_or_else(too_slow)
}

async fn exchange(server: &Server<'_>, guard: &TargetGuard, message: &Message) -> Attempt {
    let addresses = match guard.resolve(server.host, server.port).await {
        Ok(Ok(addresses)) => addresses,
        Ok(Err(refusal)) => return Attempt::failed(format!("the mail server may not be reached: {refusal}")),
        Err(error) => return Attempt::failed(format!("the mail server's name cannot be resolved: {error}")),
    };
    let hello = hello(message);
    let mut connection = match open(server, &addresses, &hello).await {
        Ok(connection) => connection,
        Err(error) => return answered(&error, Outcome::Failed),
    };
    match connection.send(message.envelope(), &message.formatted()).await {
        Ok(response) => {
            let _ = timeout(FAREWELL, connection.quit()).await;
            delivered(&response)
        }
        Err(error) => answered(&error, verdict(&error)),
    }
}

/// A connection that is ready for a mail: encrypted and logged in as asked.
async fn open(server: &Server<'_>, addresses: &[SocketAddr], hello: &ClientId) -> Result<AsyncSmtpConnection, Error> {
    let tls = if server.tls == SmtpTls::None { None } else { Some(server.tls()?) };
    let wrapped = tls.clone().filter(|_| server.tls == SmtpTls::Tls);
    let mut connection = AsyncSmtpConnection::connect_tokio1(addresses, Some(CONNECT_TIMEOUT), hello, wrapped, None).await?;
    if let Some(tls) = tls.filter(|_| server.tls == SmtpTls::StartTls) {
        connection.starttls(tls, hello).await?;
    }
    if let Some((user, password)) = server.login {
        let credentials = Credentials::new(user.to_owned(), password.expose_secret().to_owned());
        connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
    }
    Ok(connection)
}

/// Says hello with the sender's domain, which this machine speaks for.
fn hello(message: &Message) -> ClientId {
    message.envelope().from().map_or_else(ClientId::default, |from| ClientId::Domain(from.domain().to_owned()))
}

fn verdict(error: &Error) -> Outcome {
    let code = error.status().map(u16::from);
    let is_final = error.is_client() || (error.is_permanent() && !code.is_some_and(|code| ABOUT_THE_LOGIN.contains(&code)));
    if is_final { Outcome::Rejected } else { Outcome::Failed }
}

fn delivered(response: &Response) -> Attempt {
    let text = response.message().collect::<Vec<_>>().join("\n");
    let mut attempt = Attempt::without_answer(Outcome::Delivered, None);
    attempt.status = Some(response.code().into());
    attempt.answer = printable(text.as_bytes());
    attempt
}

fn answered(error: &Error, outcome: Outcome) -> Attempt {
    let said = printable(error.to_string().as_bytes());
    let mut attempt = Attempt::without_answer(outcome, Some(format!("the mail server: {said}")));
    attempt.status = error.status().map(u16::from);
    attempt.answer = if attempt.status.is_some() { said } else { String::new() };
    attempt
}
