//! Mails and how they leave: into files, by SMTP, or by a provider's HTTP interface.

mod api;
pub mod bounces;
pub mod compose;
mod files;
mod postmark;
mod resend;
mod sendgrid;
mod smtp;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::Instant;

use secrecy::SecretString;

use super::Attempt;
use super::http::Outbound;

/// One mail to one person. It reads the same however often it is sent.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Without `<` and `>`. What is sent twice with one id is one mail.
    pub message_id: String,
    pub from: Address,
    pub reply_to: Option<Address>,
    pub to: Address,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub attachments: Vec<Attachment>,
    /// An appointment, as a part that calendars understand.
    pub calendar: Option<Calendar>,
    /// Where one click ends mails of this kind (RFC 8058).
    pub unsubscribe_url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub name: Option<String>,
    pub email: String,
}

#[derive(Debug, Clone)]
pub struct Attachment {
    pub filename: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone)]
pub struct Calendar {
    /// `REQUEST` or `CANCEL`, as in the calendar's own `METHOD`.
    pub method: String,
    pub ics: String,
}

/// How mails leave.
#[derive(Debug, Clone)]
pub enum Transport {
    /// Each mail as a file, for who has no mail server at hand.
    Files {
        folder: PathBuf,
    },
    Smtp {
        host: String,
        port: u16,
        tls: SmtpTls,
        username: Option<String>,
        password: Option<SecretString>,
    },
    /// `base_url` is `https://api.resend.com`.
    Resend {
        api_key: SecretString,
        base_url: String,
    },
    /// `base_url` is `https://api.postmarkapp.com`.
    Postmark {
        server_token: SecretString,
        base_url: String,
    },
    /// `base_url` is `https://api.sendgrid.com`.
    SendGrid {
        api_key: SecretString,
        base_url: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// In clear.
    None,
    /// Begins in clear and becomes TLS before anything is said; a server that cannot gets no mail.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

impl Transport {
    /// Sends one mail. Rejected is only what is wrong with the mail; what is wrong with the transport,
    /// such as a password that expired, is failed, for its mails can go once it is mended.
    pub async fn deliver(&self, outbound: &Outbound, mail: &Mail) -> Attempt {
        let start = Instant::now();
        let message = match compose::compose(mail) {
            Ok(message) => message,
            Err(why) => return Attempt::rejected(why).since(start),
        };
        let attempt = match self {
            Transport::Files { folder } => files::deliver(folder.clone(), mail, message).await,
            Transport::Smtp { host, port, tls, username, password } => {
                let login = username.as_deref().zip(password.as_ref());
                smtp::deliver(
                    &smtp::Server { host, port: *port, tls: *tls, login, roots: outbound.extra_roots() },
                    outbound.guard(),
                    message,
                )
                .await
            }
            Transport::Resend { api_key, base_url } => resend::deliver(outbound, base_url, api_key, mail).await,
            Transport::Postmark { server_token, base_url } => postmark::deliver(outbound, base_url, server_token, mail).await,
            Transport::SendGrid { api_key, base_url } => sendgrid::deliver(outbound, base_url, api_key, mail).await,
        };
        attempt.since(start)
    }
}
