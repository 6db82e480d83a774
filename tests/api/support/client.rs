//! A small HTTP client. Every answer that it gets is held against the contract.

use std::net::SocketAddr;
use std::ops::Index;
use std::sync::{LazyLock, Weak};

use rapport::app::App;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;

use super::app::{wait, wait_for_the_log};
use super::spec;

static HTTP: LazyLock<reqwest::Client> = LazyLock::new(|| {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(0).build().unwrap()
});

/// Somebody who sends requests.
#[derive(Clone)]
pub struct Client {
    address: SocketAddr,
    headers: Vec<(String, String)>,
    /// The application, where it is in this process.
    app: Weak<App>,
}

/// What a request carries.
pub enum Body {
    None,
    Json(Value),
    Raw(Vec<u8>),
}

impl From<()> for Body {
    fn from((): ()) -> Self {
        Body::None
    }
}
impl From<Value> for Body {
    fn from(value: Value) -> Self {
        Body::Json(value)
    }
}
impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Body::Raw(bytes)
    }
}
impl From<&str> for Body {
    fn from(text: &str) -> Self {
        Body::Raw(text.into())
    }
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self { address, headers: Vec::new(), app: Weak::new() }
    }

    /// Of an application in this process: what is read of its log is all of it.
    pub fn of(self, app: Weak<App>) -> Self {
        Self { app, ..self }
    }

    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut headers = self.headers.clone();
        headers.push((name.into(), value.into()));
        Self { headers, ..self.clone() }
    }
    pub fn with_token(&self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }
    pub fn with_key(&self, key: &str) -> Self {
        self.with_header("x-api-key", key)
    }

    /// A request below `/api/v1`; a path that begins with `//` counts from the root.
    pub fn request(&self, method: Method, path: &str, body: impl Into<Body>) -> Request {
        if let Some(app) = self.app.upgrade().filter(|_| path.starts_with("/events") && !path.contains("/stream")) {
            wait_for_the_log(&app.db);
        }
        let path = path.strip_prefix('/').filter(|rest| rest.starts_with('/')).map_or_else(|| format!("/api/v1{path}"), str::to_owned);
        Request { address: self.address, method, path, headers: self.headers.clone(), body: body.into() }
    }
    pub fn get(&self, path: &str) -> Request {
        self.request(Method::GET, path, ())
    }
    pub fn post(&self, path: &str, body: impl Into<Body>) -> Request {
        self.request(Method::POST, path, body)
    }
    pub fn patch(&self, path: &str, body: impl Into<Body>) -> Request {
        self.request(Method::PATCH, path, body)
    }
    pub fn put(&self, path: &str, body: impl Into<Body>) -> Request {
        self.request(Method::PUT, path, body)
    }
    pub fn delete(&self, path: &str) -> Request {
        self.request(Method::DELETE, path, ())
    }

    /// The ids of a list, in its order.
    #[track_caller]
    pub fn ids(&self, path: &str) -> Vec<String> {
        self.get(path).expect(200).ids()
    }
}

/// A request that was not sent yet.
pub struct Request {
    address: SocketAddr,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Body,
}

impl Request {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
    pub fn if_match(self, version: i64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sends it, whatever the answer may be.
    pub fn send(self) -> Answer {
        self.try_send().expect("a whole answer")
    }

    /// The same where the server may go away.
    pub fn try_send(self) -> Result<Answer, reqwest::Error> {
        let (method, path) = (self.method.clone(), self.path.clone());
        let request = self.build();
        let (status, headers, bytes) = wait(async {
            let response = request.send().await?;
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            Ok::<_, reqwest::Error>((status, headers, response.bytes().await?.to_vec()))
        })?;
        let answer = Answer { what: format!("{method} {path}"), status, headers, body: Value::Null, bytes };
        let answer = Answer { body: serde_json::from_slice(&answer.bytes).unwrap_or(Value::Null), ..answer };
        spec::check(&method, &path, &answer);
        Ok(answer)
    }

    /// Sends it and leaves the body to be read as it comes.
    pub fn open(self) -> reqwest::Response {
        wait(self.build().send()).expect("an answer")
    }

    fn build(self) -> reqwest::RequestBuilder {
        let mut request = HTTP.request(self.method.clone(), format!("http://{}{}", self.address, self.path));
        let typed = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if !typed && !matches!(self.body, Body::None) {
            request = request.header("content-type", "application/json");
        }
        match self.body {
            Body::None => request,
            Body::Json(value) => request.body(value.to_string()),
            Body::Raw(bytes) => request.body(bytes),
        }
    }

    /// Sends it and expects this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        let answer = self.send();
        assert_eq!(answer.status, status, "{}: {}", answer.what, answer.text());
        answer
    }

    /// Sends it and expects this problem.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Answer {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.what);
        assert_eq!(answer["code"], code, "{}: {}", answer.what, answer.text());
        assert_eq!(answer["request_id"], answer.header("x-request-id"), "{}", answer.what);
        answer
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    what: String,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
    pub bytes: Vec<u8>,
}

impl Index<&str> for Answer {
    type Output = Value;
    fn index(&self, key: &str) -> &Value {
        &self.body[key]
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header, empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// A field that holds a text.
    #[track_caller]
    pub fn str(&self, key: &str) -> String {
        self.body[key].as_str().unwrap_or_else(|| panic!("{}: no text {key} in {}", self.what, self.body)).to_owned()
    }
    #[track_caller]
    pub fn id(&self) -> String {
        self.str("id")
    }

    /// The entries of a list.
    #[track_caller]
    pub fn data(&self) -> &[Value] {
        self.body["data"].as_array().unwrap_or_else(|| panic!("{}: no list in {}", self.what, self.body))
    }
    #[track_caller]
    pub fn ids(&self) -> Vec<String> {
        self.data().iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Pointer (or parameter) and code of each field error, sorted.
    pub fn faults(&self) -> Vec<(String, String)> {
        let place = |fault: &Value| fault["pointer"].as_str().or(fault["parameter"].as_str()).unwrap_or_default().to_owned();
        let faults = self.body["errors"].as_array().into_iter().flatten();
        let mut faults: Vec<_> = faults.map(|fault| (place(fault), fault["code"].as_str().unwrap_or_default().to_owned())).collect();
        faults.sort();
        faults
    }
}

/// The bytes of a problem, apart from what tells one request from another.
pub fn without_request_id(answer: &Answer) -> String {
    answer.text().replace(answer["request_id"].as_str().expect("a problem"), "req_")
}
