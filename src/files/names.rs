//! Names of files, as people send them, made harmless: a base name that every system can store.

use unicode_normalization::UnicodeNormalization;

const MAX_BYTES: usize = 200;
const MAX_EXTENSION: usize = 16;
const UNNAMED: &str = "file";
/// Names of devices on Windows, with or without an extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt"];

/// The last part of a path, without what would break out of a folder, a header or a line, or show
/// letters in another order than they have.
pub(super) fn clean(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = base.nfc().filter(|c| !is_invisible(*c)).map(|c| if is_reserved(c) { '_' } else { c });
    let words: Vec<String> = visible.collect::<String>().split_whitespace().map(str::to_owned).collect();
    let name = shorten(words.join(" ").trim_matches(['.', ' ']));
    match name.as_str() {
        "" => UNNAMED.to_owned(),
        device if is_device(device) => format!("_{device}"),
        _ => name,
    }
}

/// What follows the last dot, in lower case.
pub(super) fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let is_one = !stem.is_empty() && !extension.is_empty() && extension.len() <= MAX_EXTENSION && !extension.contains(' ');
    is_one.then(|| extension.to_lowercase())
}

/// Control characters, marks that turn the direction of writing, and what has no width.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_reserved(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    DEVICES.iter().any(|device| match stem.strip_prefix(device) {
        Some("") => !matches!(*device, "com" | "lpt"),
        Some(number) => matches!(*device, "com" | "lpt") && number.chars().count() == 1 && number.chars().all(char::is_numeric),
        None => false,
    })
}

/// At most so many bytes, with the extension kept.
fn shorten(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let extension = extension(name).map(|found| format!(".{found}")).unwrap_or_default();
    let room = MAX_BYTES - extension.len();
    let end = (0..=room).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    format!("{}{extension}", name[..end].trim_end_matches(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_to_its_folder_and_its_line() {
        for (given, kept) in [
            ("report.pdf", "report.pdf"),
            ("Übersicht März.pdf", "Übersicht März.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\windows\\system32\\cmd.exe", "cmd.exe"),
            ("/absolute/path.txt", "path.txt"),
            ("C:\\Users\\a.txt", "a.txt"),
            ("..", "file"),
            (".", "file"),
            ("", "file"),
            ("   ", "file"),
            ("a/", "file"),
            (".htaccess", "htaccess"),
            ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie_ x=1.txt"),
            ("a\0b.txt", "ab.txt"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("a\u{200b}b\u{2066}c.txt", "abc.txt"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("COM1.pdf", "_COM1.pdf"),
            ("common.pdf", "common.pdf"),
            ("what?<is>:this|\"*.txt", "what__is__this___.txt"),
            ("trailing. . .", "trailing"),
        ] {
            assert_eq!(clean(given), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_is_cut_and_keeps_its_extension() {
        let long = clean(&format!("{}.pdf", "ü".repeat(1000)));
        assert!(long.len() <= MAX_BYTES && long.ends_with("ü.pdf"), "{long}");
        assert_eq!(clean(&"x".repeat(100_000)).len(), MAX_BYTES);
    }

    #[test]
    fn every_cleaned_name_is_clean() {
        for seed in 0..2000_u32 {
            let wild: String =
                (0..seed % 40).filter_map(|index| char::from_u32(seed.wrapping_mul(7919).wrapping_add(index * 613) % 0x2_1000)).collect();
            let name = clean(&wild);
            assert_eq!(clean(&name), name, "{wild:?}");
            assert!(!name.is_empty() && !name.contains(['/', '\\', '\n', '\r', '\0']), "{wild:?}");
        }
    }
}
