//! The embedded typeface: Noto Sans in two weights, under the SIL Open Font License (`fonts/OFL.txt`). It has
//! Latin, Greek and Cyrillic; a character that it does not have becomes the replacement character.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_normalization::UnicodeNormalization;

use crate::kernel::{Problem, Result};

const REGULAR: &[u8] = include_bytes!("fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("fonts/NotoSans-Bold.ttf");

/// How heavy a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

pub(super) struct Fonts {
    regular: Typeface,
    bold: Typeface,
}

impl Fonts {
    pub(super) fn load() -> Result<Self> {
        Ok(Self { regular: Typeface::load(REGULAR)?, bold: Typeface::load(BOLD)? })
    }

    pub(super) fn of(&self, weight: Weight) -> &Typeface {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }
}

pub(super) struct Typeface {
    pub(super) font: Font,
    face: Face<'static>,
}

/// A piece of text as glyphs in their places.
pub(super) struct Shaped {
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    /// At a size of 1.
    pub(super) width: f32,
}

impl Typeface {
    fn load(bytes: &'static [u8]) -> Result<Self> {
        let broken = || Problem::internal("the embedded font cannot be read");
        let face = Face::from_slice(bytes, 0).ok_or_else(broken)?;
        let font = Font::new(bytes.into(), 0).ok_or_else(broken)?;
        Ok(Self { font, face })
    }

    pub(super) fn shape(&self, text: &str) -> Shaped {
        let text = self.printable(text);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(&self.face, &[], buffer);
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let units = self.font.units_per_em();
        let em = |value: i32| value as f32 / units;
        let mut glyphs = Vec::with_capacity(infos.len());
        for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
            let start = info.cluster as usize;
            let next = infos[index..].iter().map(|later| later.cluster as usize).find(|cluster| *cluster > start);
            let range = start..next.unwrap_or(text.len());
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                em(position.x_advance),
                em(position.x_offset),
                em(position.y_offset),
                em(position.y_advance),
                range,
                None,
            ));
        }
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
        Shaped { text, glyphs, width }
    }

    /// The text with a stand-in for what the font does not have.
    fn printable(&self, text: &str) -> String {
        let has = |c: char| self.face.glyph_index(c).is_some();
        let stand_in = if has(char::REPLACEMENT_CHARACTER) { char::REPLACEMENT_CHARACTER } else { '?' };
        let shown = |c: char| match c {
            c if c.is_control() => Some(' '),
            c if is_invisible(c) => None,
            c if has(c) => Some(c),
            _ => Some(stand_in),
        };
        text.nfc().filter_map(shown).collect()
    }
}

/// Joiners, marks of direction and variation selectors, which have no picture of their own.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}
