//! What stands for the world outside does what tests believe it does.

mod http;
mod mail;

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A client that says exactly what it is told to.
struct Caller(BufReader<TcpStream>);

impl Caller {
    /// To the host of a URL.
    fn to(url: &str) -> Self {
        let address = url.split('/').nth(2).unwrap();
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Self(BufReader::new(stream))
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn write(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    /// Whether nothing more comes.
    fn is_closed(&mut self) -> bool {
        match self.0.read(&mut [0]) {
            Ok(read) => read == 0,
            Err(error) => error.kind() == ErrorKind::ConnectionReset,
        }
    }

    /// Says a line of SMTP and gives the code of the answer.
    fn smtp(&mut self, line: &str) -> u16 {
        self.write(&format!("{line}\r\n"));
        self.code()
    }

    fn code(&mut self) -> u16 {
        loop {
            let line = self.line();
            if line.as_bytes().get(3) != Some(&b'-') {
                return line.get(..3).and_then(|code| code.parse().ok()).unwrap_or(0);
            }
        }
    }

    /// Sends a request and reads the whole answer.
    fn http(&mut self, request: &str) -> (u16, Vec<String>, String) {
        self.write(request);
        let status = self.line().split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let headers: Vec<String> = std::iter::from_fn(|| Some(self.line()).filter(|line| !line.is_empty())).collect();
        let length = headers.iter().find_map(|header| header.strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.filter(|_| !request.starts_with("HEAD")).unwrap_or(0)];
        self.0.read_exact(&mut body).unwrap();
        (status, headers, String::from_utf8_lossy(&body).into_owned())
    }

    fn get(&mut self, path: &str) -> (u16, Vec<String>, String) {
        self.http(&get(path))
    }
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: receiver\r\n\r\n")
}
