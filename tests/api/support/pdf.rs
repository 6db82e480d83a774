//! Documents, read by Poppler's tools. They are installed where that is allowed; where it is not, it is said
//! loudly that documents were not read.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// What a reader finds in a document.
pub struct Document {
    pub pages: Vec<String>,
    /// How many pictures are in it.
    pub pictures: usize,
    info: Vec<(String, String)>,
}

impl Document {
    pub fn text(&self) -> String {
        self.pages.join("\n")
    }

    /// A field of its metadata, empty when there is none.
    pub fn info(&self, name: &str) -> &str {
        self.info.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// Nothing where there is no reader.
pub fn read(bytes: &[u8]) -> Option<Document> {
    if !is_there() {
        return None;
    }
    let text = run("pdftotext", &["-layout", "-", "-"], bytes);
    // A form feed ends each page; no-break spaces are spaces to who reads.
    let pages = text.replace('\u{a0}', " ").split_terminator('\u{c}').map(str::to_owned).collect();
    // Below a head of two lines.
    let pictures = run("pdfimages", &["-list", "-"], bytes).lines().count().saturating_sub(2);
    let info = run("pdfinfo", &["-"], bytes);
    let field = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
    Some(Document { pages, pictures, info: info.lines().filter_map(field).collect() })
}

fn run(tool: &str, arguments: &[&str], bytes: &[u8]) -> String {
    let mut command = Command::new(tool);
    command.args(arguments).env("TZ", "UTC").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it is installed");
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn is_there() -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    let works = || Command::new("pdftotext").arg("-v").output().is_ok();
    *FOUND.get_or_init(|| {
        if !works() {
            let install =
                "[ \"$(id -u)\" = 0 ] && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq poppler-utils";
            let _ = Command::new("sh").args(["-c", install]).output();
        }
        if !works() {
            eprintln!("\n*** DOCUMENTS WERE NOT READ: there is no pdftotext here, and it could not be installed (poppler-utils). ***\n");
        }
        works()
    })
}
