//! The one HTTP client by which anything leaves. It follows no redirect, asks no proxy, unpacks nothing,
//! reads the beginning of an answer and no more, and is done when its time is up, whatever the other
//! side does.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, Url, redirect};
use tokio::time::timeout_at;

use super::guard::{GuardedResolver, TargetGuard, TargetRefused};
use super::{ANSWER_LIMIT, Attempt, Outcome, readable};
use crate::kernel::{Problem, Result};

pub const USER_AGENT: &str = concat!("Rapport/", env!("CARGO_PKG_VERSION"));

/// Connections kept open to one host, and for how long. Many endpoints may share a host; connecting anew
/// for each message costs as much as the message.
const IDLE_PER_HOST: usize = 256;
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// Longer than anybody waits; keeps a sum of times from overflowing.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(30 * 24);

/// Sends to targets that the guard lets through.
#[derive(Debug, Clone)]
pub struct Outbound {
    client: Client,
    guard: TargetGuard,
    timeout: Duration,
    /// Further certificate authorities in PEM, for mail servers too.
    extra_roots: Arc<[u8]>,
}

/// What came back before it was judged.
struct Answer {
    status: StatusCode,
    text: String,
    retry_after: Option<Duration>,
    /// Why the answer has no end, when it broke off.
    broken: Option<String>,
}

impl Outbound {
    /// `timeout` is for an attempt as a whole: resolving, connecting, sending and the answer.
    pub fn new(guard: TargetGuard, timeout: Duration) -> Result<Self> {
        Self::trusting(guard, timeout, Vec::new())
    }

    /// The same that trusts further certificate authorities, given in PEM.
    pub fn trusting(guard: TargetGuard, timeout: Duration, extra_roots: Vec<u8>) -> Result<Self> {
        // The client asks the process who does TLS; a second answer changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .dns_resolver(GuardedResolver(guard.clone()))
            .redirect(redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .http1_only()
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .pool_idle_timeout(IDLE_TIMEOUT)
            .timeout(timeout)
            .tls_certs_merge(reqwest::Certificate::from_pem_bundle(&extra_roots).map_err(Problem::internal)?)
            .build()
            .map_err(Problem::internal)?;
        Ok(Self { client, guard, timeout, extra_roots: extra_roots.into() })
    }

    /// Further certificate authorities in PEM; may be empty.
    pub fn extra_roots(&self) -> &[u8] {
        &self.extra_roots
    }

    pub fn guard(&self) -> &TargetGuard {
        &self.guard
    }

    /// Posts a body: 2xx is delivered, 410 is gone, a target that may not be reached is rejected, and
    /// everything else may be tried again.
    pub async fn post(&self, url: &str, headers: Vec<(String, String)>, body: Vec<u8>) -> Attempt {
        self.ask(url, headers, body, ANSWER_LIMIT).await
    }

    /// The same where the answer matters, of which so many bytes are read.
    pub async fn ask(&self, url: &str, headers: Vec<(String, String)>, body: Vec<u8>, limit: usize) -> Attempt {
        let start = Instant::now();
        let prepared = self.guard.check(url).map_err(|refusal| refusal.to_string()).and_then(|url| Ok((url, header_map(headers)?)));
        let attempt = match prepared {
            Ok((url, headers)) => self.exchange(url, headers, body, start, limit).await,
            Err(why) => Attempt::rejected(why),
        };
        attempt.since(start)
    }

    async fn exchange(&self, url: Url, headers: HeaderMap, body: Vec<u8>, start: Instant, limit: usize) -> Attempt {
        let deadline = (start + self.timeout).into();
        match timeout_at(deadline, self.client.post(url).headers(headers).body(body).send()).await {
            Err(_) => Attempt::failed(self.too_slow()),
            Ok(Err(error)) => self.not_sent(&error),
            Ok(Ok(response)) => judge(self.receive(response, deadline, limit).await),
        }
    }

    /// Reads the beginning of the answer. What is left is never read: dropping the response closes the
    /// connection.
    async fn receive(&self, mut response: Response, deadline: tokio::time::Instant, limit: usize) -> Answer {
        let (status, retry_after) = (response.status(), retry_after(response.headers()));
        let mut bytes = Vec::new();
        let mut broken = None;
        while bytes.len() < limit {
            match timeout_at(deadline, response.chunk()).await {
                Ok(Ok(Some(chunk))) => bytes.extend_from_slice(&chunk[..chunk.len().min(limit - bytes.len())]),
                Ok(Ok(None)) => break,
                Ok(Err(error)) if error.is_timeout() => {
                    broken = Some(self.too_slow());
                    break;
                }
                Ok(Err(error)) => {
                    broken = Some(format!("the answer broke off: {}", root_cause(&error)));
                    break;
                }
                Err(_) => {
                    broken = Some(self.too_slow());
                    break;
                }
            }
        }
        Answer { status, text: readable(&bytes), retry_after, broken }
    }

    fn not_sent(&self, error: &reqwest::Error) -> Attempt {
        if let Some(refusal) = causes(error).find_map(|cause| cause.downcast_ref::<TargetRefused>()) {
            return Attempt::rejected(refusal.to_string());
        }
        if error.is_timeout() {
            return Attempt::failed(self.too_slow());
        }
        let what = if error.is_connect() { "no connection" } else { "the exchange broke off" };
        // The error's own text names the URL, which may be a secret; its innermost cause does not.
        Attempt::failed(format!("{what}: {}", root_cause(error)))
    }

    fn too_slow(&self) -> String {
        format!("no complete answer within {} ms", self.timeout.as_millis())
    }
}

fn judge(answer: Answer) -> Attempt {
    let status = answer.status;
    let (outcome, error) = match answer.broken {
        Some(why) => (Outcome::Failed, Some(why)),
        None if status.is_success() => (Outcome::Delivered, None),
        None if status == StatusCode::GONE => (Outcome::Gone, Some("the receiver says that it is gone for good (410)".to_owned())),
        None if status.is_redirection() => (Outcome::Failed, Some(format!("answered {status}; redirects are not followed"))),
        None => (Outcome::Failed, Some(format!("answered {status}"))),
    };
    let (status, answer, retry_after) = (Some(status.as_u16()), answer.text, answer.retry_after);
    Attempt { outcome, status, latency: Duration::ZERO, answer, error, retry_after }
}

fn header_map(headers: Vec<(String, String)>) -> Result<HeaderMap, String> {
    let mut map = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        let invalid = || format!("the header {name:?} is not valid");
        let key = HeaderName::try_from(&name).map_err(|_| invalid())?;
        let mut value = HeaderValue::try_from(value).map_err(|_| invalid())?;
        value.set_sensitive(key == AUTHORIZATION || key.as_str().ends_with("token"));
        map.append(key, value);
    }
    Ok(map)
}

/// Seconds, or a date, which is held against the receiver's own clock: ours may differ from it.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok().map(str::trim);
    let asked = text(RETRY_AFTER)?;
    let wait = if let Ok(seconds) = asked.parse() {
        Duration::from_secs(seconds)
    } else {
        let (until, now) = (httpdate::parse_http_date(asked).ok()?, httpdate::parse_http_date(text(DATE)?).ok()?);
        until.duration_since(now).unwrap_or_default()
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| Error::source(*error))
}

fn root_cause(error: &reqwest::Error) -> String {
    causes(error).skip(1).last().map_or_else(|| "unknown".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod canary;
#[cfg(test)]
mod tests;
