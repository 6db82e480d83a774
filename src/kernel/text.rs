//! Text as people search for it: without case and accents.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds case and accents away, so that "élodie" finds "Élodie" and "elodie". Both databases
/// compare the folded text byte by byte and so agree with each other.
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect::<String>().replace('ß', "ss")
}

/// A `LIKE` pattern (with `\` as escape) for texts that contain this one, both folded.
pub fn contains_pattern(text: &str) -> String {
    let folded = fold(text.trim()).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{folded}%")
}

/// An email address as it is compared: trimmed and without case.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_and_accents() {
        assert_eq!(fold("Élodie ÅNGSTRÖM"), "elodie angstrom");
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(contains_pattern(" 100%_x "), "%100\\%\\_x%");
    }
}
