//! A bucket that speaks as much of S3 as files need.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use tokio::io::AsyncWriteExt;

use super::request::{self, ReceivedRequest};
use super::server::{Server, Wire, port};
use super::watched::Watched;

pub struct Bucket {
    server: Server,
    state: Arc<Watched<State>>,
}

#[derive(Default)]
struct State {
    objects: BTreeMap<String, Vec<u8>>,
    uploads: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    requests: Vec<ReceivedRequest>,
    is_down: bool,
}

impl Bucket {
    pub fn start() -> Self {
        let state = Arc::<Watched<State>>::default();
        let shared = state.clone();
        Self { server: Server::start(port(), move |wire, number| serve(wire, number, shared.clone())), state }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// Keys and sizes of what is in it.
    pub fn objects(&self) -> Vec<(String, usize)> {
        self.state.read(|state| state.objects.iter().map(|(key, bytes)| (key.clone(), bytes.len())).collect())
    }

    /// Uploads that were begun and not ended.
    pub fn open_uploads(&self) -> usize {
        self.state.read(|state| state.uploads.len())
    }

    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.state.read(|state| state.requests.clone())
    }

    /// Answers everything with 503, or as usual.
    pub fn set_down(&self, is_down: bool) {
        self.state.change(|state| state.is_down = is_down);
    }
}

async fn serve(mut wire: Wire, number: usize, state: Arc<Watched<State>>) -> io::Result<()> {
    while let Some(request) = request::read(&mut wire, number).await? {
        let (status, headers, body) = state.change(|state| state.answer(request));
        let head = format!("HTTP/1.1 {status} \r\n{headers}content-length: {}\r\n\r\n", body.len());
        wire.write_all(&[head.as_bytes(), &body].concat()).await?;
    }
    Ok(())
}

type Answer = (u16, String, Vec<u8>);

impl State {
    fn answer(&mut self, request: ReceivedRequest) -> Answer {
        self.requests.push(ReceivedRequest { body: Vec::new(), ..request.clone() });
        if self.is_down {
            return (503, String::new(), Vec::new());
        }
        let ReceivedRequest { method, path, query, body, .. } = request;
        let parameter = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned);
        let tag = "ETag: \"0123456789abcdef0123456789abcdef\"\r\n".to_owned();
        match (method.as_str(), parameter("uploadId"), parameter("partNumber")) {
            ("POST", None, None) if query.starts_with("uploads") => {
                let id = format!("upload-{}", self.requests.len());
                self.uploads.insert(id.clone(), BTreeMap::new());
                let body = format!("<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>");
                (200, String::new(), body.into())
            }
            ("PUT", Some(id), Some(part)) => {
                self.uploads.get_mut(&id).expect("an upload").insert(part.parse().unwrap(), body);
                (200, tag, Vec::new())
            }
            ("POST", Some(id), None) => {
                let parts = self.uploads.remove(&id).expect("an upload");
                let small = parts.values().rev().skip(1).any(|part| part.len() < 5 << 20);
                assert!(!small, "S3 takes no smaller parts but the last");
                self.objects.insert(path, parts.into_values().flatten().collect());
                (200, String::new(), b"<CompleteMultipartUploadResult><ETag>\"0\"</ETag></CompleteMultipartUploadResult>".to_vec())
            }
            ("DELETE", Some(id), None) => {
                self.uploads.remove(&id);
                (204, String::new(), Vec::new())
            }
            ("PUT", None, None) => {
                self.objects.insert(path, body);
                (200, tag, Vec::new())
            }
            ("GET", None, None) => match self.objects.get(&path) {
                Some(bytes) => (200, format!("{tag}Last-Modified: Sun, 01 Mar 2026 09:00:00 GMT\r\n"), bytes.clone()),
                None => (404, String::new(), b"<Error><Code>NoSuchKey</Code></Error>".to_vec()),
            },
            ("DELETE", None, None) => {
                self.objects.remove(&path);
                (204, String::new(), Vec::new())
            }
            other => panic!("{other:?} of {path}?{query}"),
        }
    }
}
