//! Looks at a file as it passes by: its size, hash and type, and the size of a picture, all from the
//! bytes and without keeping more than the beginning. Nothing is ever decoded or unpacked.

use sha2::{Digest, Sha256};

use super::kinds::{self, FileKind};
use super::names;
use crate::kernel::{Code, Problem, Result, secrets};

/// Enough for a picture's header behind a long profile and a preview.
const HEAD: usize = 1 << 20;
/// A picture of 100 megapixels fills 400 MB once somebody shows it.
const MAX_PIXELS: u64 = 100_000_000;

pub(super) struct Inspector {
    head: Vec<u8>,
    hash: Sha256,
    byte_count: usize,
    is_text: bool,
}

/// What a file was found to be.
#[derive(Debug, Clone)]
pub(super) struct Findings {
    pub name: String,
    pub media_type: &'static str,
    pub byte_count: i64,
    pub sha256: String,
    pub size: Option<(i32, i32)>,
}

impl Inspector {
    pub fn new() -> Self {
        Self { head: Vec::new(), hash: Sha256::new(), byte_count: 0, is_text: true }
    }

    pub fn see(&mut self, bytes: &[u8]) {
        let room = HEAD - self.head.len();
        self.head.extend_from_slice(&bytes[..room.min(bytes.len())]);
        self.hash.update(bytes);
        self.byte_count += bytes.len();
        // Letters beyond ASCII may be in any encoding; control characters are in none.
        self.is_text &= !bytes.iter().any(|byte| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127));
    }

    pub fn byte_count(&self) -> usize {
        self.byte_count
    }

    pub fn finish(self, name: &str) -> Result<Findings> {
        let refused = |detail: &str| Problem::field(Code::FileTypeNotAllowed, "/file").detail(detail);
        if self.byte_count == 0 {
            return Err(refused("The file is empty."));
        }
        let name = names::clean(name);
        let kind = kinds::of(&self.head, self.is_text, names::extension(&name).as_deref());
        let kind = kind.ok_or_else(|| refused("Documents, pictures, sound, films, text, CSV and ZIP are taken."))?;
        Ok(Findings {
            name: kind.fitting(&name),
            media_type: kind.media_type,
            byte_count: self.byte_count as i64,
            sha256: secrets::hex(&self.hash.finalize()),
            size: size_of(kind, &self.head)?,
        })
    }
}

/// Width and height of a picture, from its header alone.
fn size_of(kind: &FileKind, head: &[u8]) -> Result<Option<(i32, i32)>> {
    if !kind.is_picture {
        return Ok(None);
    }
    let fault = || Problem::field(Code::FileTypeNotAllowed, "/file").detail("The picture's size cannot be read.");
    let size = imagesize::blob_size(head).map_err(|_| fault())?;
    let (width, height) = (i32::try_from(size.width).map_err(|_| too_large())?, i32::try_from(size.height).map_err(|_| too_large())?);
    if size.width as u64 * size.height as u64 > MAX_PIXELS {
        return Err(too_large());
    }
    Ok(Some((width, height)))
}

fn too_large() -> Problem {
    Problem::field(Code::ImageTooLarge, "/file").detail(format!("A picture has at most {} megapixels.", MAX_PIXELS / 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    fn inspect(name: &str, chunks: &[&[u8]]) -> Result<Findings> {
        let mut inspector = Inspector::new();
        for chunk in chunks {
            inspector.see(chunk);
        }
        inspector.finish(name)
    }

    #[test]
    fn the_pixels_of_a_picture_are_limited_without_decoding_it() {
        assert_eq!(inspect("a.png", &[&png(10_000, 10_000)]).expect("small enough").size, Some((10_000, 10_000)));
        for (width, height) in [(50_000, 50_000), (10_001, 10_000), (u32::MAX, 1), (u32::MAX, u32::MAX)] {
            assert_eq!(inspect("a.png", &[&png(width, height)]).expect_err("too large").code(), Code::ImageTooLarge);
        }
        assert_eq!(inspect("a.png", &[&png(1, 1)[..18]]).expect_err("cut short").code(), Code::FileTypeNotAllowed);
    }

    #[test]
    fn what_arrives_in_pieces_is_the_same_file() {
        let whole = inspect("a.txt", &[b"Dear Ana, how are you?"]).expect("text");
        let pieces: Vec<&[u8]> = b"Dear Ana, how are you?".chunks(3).collect();
        let pieced = inspect("a.txt", &pieces).expect("text");
        assert_eq!((whole.sha256, whole.byte_count), (pieced.sha256, pieced.byte_count));
    }

    #[test]
    fn a_control_character_far_in_makes_it_no_text() {
        let long = vec![b'a'; HEAD + 5];
        assert_eq!(inspect("a.txt", &[&long]).expect("text").media_type, "text/plain");
        assert!(inspect("a.txt", &[&long, b"\0"]).is_err());
    }
}
