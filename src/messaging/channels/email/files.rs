//! Mails as files: one `.eml` each, whole or not there, and once for one Message-ID.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lettre::Message;

use super::{Attempt, Mail};
use crate::kernel::secrets::{random_token, token_hash};
use crate::messaging::channels::Outcome;

const MAX_NAME: usize = 150;

pub(super) async fn deliver(folder: PathBuf, mail: &Mail, message: Message) -> Attempt {
    let name = file_name(&mail.message_id);
    let written = tokio::task::spawn_blocking(move || write(&folder, &name, &message.formatted())).await;
    match written {
        Ok(Ok(())) => Attempt::without_answer(Outcome::Delivered, None),
        Ok(Err(error)) => Attempt::failed(format!("the mail cannot be written: {error}")),
        Err(error) => Attempt::failed(format!("writing the mail broke off: {error}")),
    }
}

/// A name that is one on every system. An id that had to be changed gets its hash, so that two ids
/// never share a file.
fn file_name(message_id: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '@') { c } else { '_' };
    let mut name: String = message_id.chars().map(keep).take(MAX_NAME).collect();
    if name.starts_with('.') {
        name.replace_range(..1, "_");
    }
    if name != message_id {
        name = format!("{name}-{}", &token_hash(message_id)[..16]);
    }
    format!("{name}.eml")
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let token = random_token().map_err(io::Error::other)?;
    let unfinished = folder.join(format!(".{}.tmp", &token[..16]));
    let result = write_new(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, folder.join(name)));
    if result.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    result
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    // Mails hold links that let somebody in.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
