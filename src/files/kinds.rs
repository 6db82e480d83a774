//! Which files are taken. What a file is, its bytes say; what the sender declares does not count.

/// A type of file that is taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileKind {
    pub media_type: &'static str,
    /// The first is put behind a name that has none of them.
    pub extensions: &'static [&'static str],
    /// Has a width and a height, which are read and limited.
    pub is_picture: bool,
}

const fn kind(media_type: &'static str, extensions: &'static [&'static str]) -> FileKind {
    FileKind { media_type, extensions, is_picture: false }
}

const fn picture(media_type: &'static str, extensions: &'static [&'static str]) -> FileKind {
    FileKind { media_type, extensions, is_picture: true }
}

const OFFICE: &[&str] = &["zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "pages", "numbers", "key"];

/// The table, by what the bytes were found to be. Nothing in it is run or shown by a browser as a page.
const ALL: &[FileKind] = &[
    kind("application/pdf", &["pdf"]),
    kind("application/rtf", &["rtf"]),
    kind("application/msword", &["doc", "dot"]),
    kind("application/vnd.ms-excel", &["xls", "xlt"]),
    kind("application/vnd.ms-powerpoint", &["ppt", "pps"]),
    kind("application/x-ole-storage", &["doc", "xls", "ppt", "msg", "pub", "vsd"]),
    kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx", "dotx"]),
    kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx", "xltx"]),
    kind("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx", "ppsx", "potx"]),
    kind("application/vnd.oasis.opendocument.text", &["odt"]),
    kind("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    kind("application/vnd.oasis.opendocument.presentation", &["odp"]),
    kind("application/epub+zip", &["epub"]),
    kind("application/zip", OFFICE),
    picture("image/png", &["png"]),
    picture("image/jpeg", &["jpg", "jpeg", "jpe"]),
    picture("image/gif", &["gif"]),
    picture("image/webp", &["webp"]),
    picture("image/heif", &["heic", "heif"]),
    picture("image/avif", &["avif"]),
    picture("image/bmp", &["bmp"]),
    kind("audio/mpeg", &["mp3"]),
    kind("audio/m4a", &["m4a"]),
    kind("audio/ogg", &["ogg", "oga", "opus"]),
    kind("audio/opus", &["opus"]),
    kind("audio/x-flac", &["flac"]),
    kind("audio/x-wav", &["wav"]),
    kind("audio/aac", &["aac"]),
    kind("video/mp4", &["mp4", "m4v"]),
    kind("video/x-m4v", &["m4v", "mp4"]),
    kind("video/quicktime", &["mov", "qt"]),
    kind("video/webm", &["webm"]),
    kind("video/x-matroska", &["mkv"]),
    kind("video/x-msvideo", &["avi"]),
    kind("video/mpeg", &["mpg", "mpeg"]),
];

const CSV: FileKind = kind("text/csv", &["csv"]);
const TEXT: FileKind = kind("text/plain", &["txt", "md", "log", "tsv", "json", "ics", "vcf", "srt", "vtt"]);

/// Documents that can be written without a control character, by how they begin.
const TEXTUAL: &[(&[u8], &str)] = &[(b"%PDF-", "application/pdf"), (b"{\\rtf", "application/rtf")];

/// What the first bytes of a file say that it is; `is_text` tells of all of them. None when it is not
/// taken: programs, pages, scripts and whatever nobody knows.
pub(super) fn of(head: &[u8], is_text: bool, extension: Option<&str>) -> Option<&'static FileKind> {
    if is_text {
        // Short signatures of other types are words: a text may begin with "BM".
        let document = TEXTUAL.iter().find(|(sign, _)| head.starts_with(sign));
        let is_csv = extension.is_some_and(|extension| CSV.extensions.contains(&extension));
        return match document {
            Some((_, media_type)) => ALL.iter().find(|kind| kind.media_type == *media_type),
            None if is_markup(head) || head.starts_with(b"#!") => None,
            None => Some(if is_csv { &CSV } else { &TEXT }),
        };
    }
    let found = infer::get(head)?.mime_type();
    ALL.iter().find(|kind| kind.media_type == found)
}

/// Whether a text begins as HTML, SVG or XML do.
fn is_markup(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    matches!(text, [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'!' | b'?' | b'/'))
}

impl FileKind {
    /// The name with an extension that fits. Otherwise a picture that is a page as well would be opened
    /// as a page once it is on somebody's disk.
    pub fn fitting(&self, name: &str) -> String {
        let fits = super::names::extension(name).is_some_and(|extension| self.extensions.contains(&extension.as_str()));
        if fits { name.to_owned() } else { format!("{name}.{}", self.extensions[0]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(head: &[u8], is_text: bool, extension: &str) -> Option<&'static str> {
        of(head, is_text, Some(extension)).map(|kind| kind.media_type)
    }

    #[test]
    fn bytes_tell_what_a_file_is_and_its_name_does_not() {
        assert_eq!(named(b"%PDF-1.7\n\x80", false, "exe"), Some("application/pdf"));
        assert_eq!(named(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", false, "html"), Some("image/png"));
        assert_eq!(named(b"PK\x03\x04\x14\0\0\0", false, "zip"), Some("application/zip"));
        assert_eq!(named(b"MZ\x90\0\x03\0\0\0", false, "pdf"), None);
        assert_eq!(named(b"\x7fELF\x02\x01\x01\0", false, "png"), None);
        assert_eq!(named(b"\0\x01\x02\x03", false, "png"), None);
        assert_eq!(named(b"name,role\nAna,coachee\n", true, "csv"), Some("text/csv"));
        assert_eq!(named(b"Dear Ana,", true, "html"), Some("text/plain"));
        assert_eq!(named(b"{\\rtf1\\ansi}", true, "rtf"), Some("application/rtf"));
    }

    #[test]
    fn pages_and_scripts_are_not_taken_whatever_they_are_called() {
        for page in [
            "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "  \n<!DOCTYPE html><html>",
            "\u{feff}<?xml version='1.0'?><svg/>",
            "<!-- --><html>",
            "<HTML>",
            "</p>",
            "#!/bin/sh\nrm -rf /",
        ] {
            assert_eq!(named(page.as_bytes(), true, "txt"), None, "{page}");
        }
    }

    #[test]
    fn a_name_gets_an_extension_that_fits() {
        let picture = ALL.iter().find(|kind| kind.media_type == "image/gif").expect("there");
        assert_eq!(picture.fitting("a.gif"), "a.gif");
        assert_eq!(picture.fitting("a.GIF"), "a.GIF");
        assert_eq!(picture.fitting("a.html"), "a.html.gif");
        assert_eq!(TEXT.fitting("install.ps1"), "install.ps1.txt");
        assert_eq!(TEXT.fitting("notes"), "notes.txt");
    }
}
