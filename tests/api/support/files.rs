//! Files: forms that carry one, bytes that are some, and links that lead to them.

use reqwest::Method;

use super::client::{Client, Request};

const BOUNDARY: &str = "----a-boundary-0123456789";

/// A part of a form: its name, a file's name, and the bytes.
pub struct Part<'a>(pub &'a str, pub Option<&'a str>, pub &'a [u8]);

/// A form as it is sent, with a type for each part that says nothing true.
pub fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for Part(name, file_name, content) in parts {
        let file_name = file_name.map(|file_name| format!("; filename=\"{file_name}\"")).unwrap_or_default();
        bytes.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}\r\n").bytes());
        bytes.extend(b"Content-Type: text/html\r\n\r\n");
        bytes.extend(*content);
        bytes.extend(b"\r\n");
    }
    bytes.extend(format!("--{BOUNDARY}--\r\n").bytes());
    bytes
}

impl Client {
    /// Sends a form.
    pub fn form(&self, path: &str, bytes: Vec<u8>) -> Request {
        self.request(Method::POST, path, bytes).header("content-type", &format!("multipart/form-data; boundary={BOUNDARY}"))
    }

    /// Sends a file.
    pub fn upload(&self, name: &str, bytes: &[u8]) -> Request {
        self.form("/files", form(&[Part("file", Some(name), bytes)]))
    }

    /// Uploads a file and gives its id.
    #[track_caller]
    pub fn uploaded(&self, name: &str, bytes: &[u8]) -> String {
        self.upload(name, bytes).expect(201).id()
    }

    /// Follows a link to this server.
    pub fn follow(&self, url: &str) -> Request {
        let (_, path) = url.split_once("/api/v1").expect("a link to us");
        self.get(path)
    }
}

/// The header of a PNG of this size, which is all of it that is looked at.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89]);
    bytes
}

/// The least that is a PDF.
pub const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
