//! Pages as lists of marks. They are collected first and painted last, because a page's foot tells how many
//! pages there are.

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;

use super::fonts::{Fonts, Shaped, Weight};

/// A4 in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
pub(super) const LEFT: f32 = 56.7;
pub(super) const RIGHT: f32 = PAGE.0 - LEFT;
/// Where the text of a page that is not the first begins, and where that of every page ends.
const TOP: f32 = 92.0;
pub(super) const BOTTOM: f32 = PAGE.1 - 84.0;

/// Shades of the document.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ink {
    Dark,
    Soft,
    Rule,
    Band,
}

impl Ink {
    fn color(self) -> rgb::Color {
        let (red, green, blue) = match self {
            Ink::Dark => (24, 28, 36),
            Ink::Soft => (98, 106, 118),
            Ink::Rule => (214, 219, 226),
            Ink::Band => (243, 245, 248),
        };
        rgb::Color::new(red, green, blue)
    }

    fn fill(self) -> Fill {
        Fill { paint: self.color().into(), opacity: NormalizedF32::ONE, rule: krilla::paint::FillRule::NonZero }
    }
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
}

impl Style {
    pub(super) const BODY: Style = Style { size: 9.5, weight: Weight::Regular, ink: Ink::Dark };
    pub(super) const STRONG: Style = Style { weight: Weight::Bold, ..Style::BODY };
    pub(super) const SMALL: Style = Style { size: 8.0, weight: Weight::Regular, ink: Ink::Soft };
    pub(super) const LABEL: Style = Style { weight: Weight::Bold, ..Style::SMALL };

    /// From one baseline to the next.
    pub(super) fn leading(self) -> f32 {
        self.size * 1.42
    }
}

enum Mark {
    Text { x: f32, y: f32, style: Style, shaped: Shaped },
    Line { from: (f32, f32), to: (f32, f32), width: f32 },
    Band { x: f32, y: f32, width: f32, height: f32 },
    Picture { x: f32, y: f32, width: f32, height: f32, image: Image },
}

/// Pages in the making, and how far down the last of them is filled.
pub(super) struct Canvas<'a> {
    fonts: &'a Fonts,
    pages: Vec<Vec<Mark>>,
    pub(super) y: f32,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, pages: vec![Vec::new()], y: 0.0 }
    }

    pub(super) fn page_count(&self) -> usize {
        self.pages.len()
    }

    pub(super) fn start_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Whether so much more goes onto this page.
    pub(super) fn has_room(&self, height: f32) -> bool {
        self.y + height <= BOTTOM
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Text that begins at `x`, with its baseline at `y`.
    pub(super) fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let page = self.pages.len().saturating_sub(1);
        self.text_on(page, x, y, style, text);
    }

    pub(super) fn text_on(&mut self, page: usize, x: f32, y: f32, style: Style, text: &str) {
        let shaped = self.fonts.of(style.weight).shape(text);
        if let Some(page) = self.pages.get_mut(page)
            && !shaped.glyphs.is_empty()
        {
            page.push(Mark::Text { x, y, style, shaped });
        }
    }

    /// Text that ends at `x`.
    pub(super) fn text_to(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let width = self.width(style, text);
        self.text(x - width, y, style, text);
    }

    pub(super) fn width(&self, style: Style, text: &str) -> f32 {
        self.fonts.of(style.weight).shape(text).width * style.size
    }

    pub(super) fn rule(&mut self, y: f32, from: f32, to: f32, width: f32) {
        self.mark(Mark::Line { from: (from, y), to: (to, y), width });
    }

    pub(super) fn rule_on(&mut self, page: usize, y: f32) {
        if let Some(page) = self.pages.get_mut(page) {
            page.push(Mark::Line { from: (LEFT, y), to: (RIGHT, y), width: 0.5 });
        }
    }

    pub(super) fn band(&mut self, y: f32, height: f32) {
        self.mark(Mark::Band { x: LEFT, y, width: RIGHT - LEFT, height });
    }

    /// A picture whose upper left corner is at `x` and `y`, as large as fits the frame.
    pub(super) fn picture(&mut self, x: f32, y: f32, frame: (f32, f32), image: Image) -> f32 {
        let (width, height) = image.size();
        let (width, height) = (width.max(1) as f32, height.max(1) as f32);
        let scale = (frame.0 / width).min(frame.1 / height);
        let height = height * scale;
        self.mark(Mark::Picture { x, y, width: width * scale, height, image });
        height
    }

    /// Breaks text into lines that are at most so wide: at spaces, and inside of a word that is wider alone.
    pub(super) fn wrap(&self, style: Style, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.replace("\r\n", "\n").split(['\n', '\r']) {
            self.wrap_paragraph(style, paragraph, width, &mut lines);
        }
        lines
    }

    fn wrap_paragraph(&self, style: Style, text: &str, width: f32, lines: &mut Vec<String>) {
        let space = self.width(style, " ");
        let (mut line, mut used) = (String::new(), 0.0);
        for word in text.split_whitespace() {
            for (piece, wide) in self.pieces(style, word, width) {
                if !line.is_empty() && used + space + wide > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                if !line.is_empty() {
                    line.push(' ');
                    used += space;
                }
                line.push_str(&piece);
                used += wide;
            }
        }
        lines.push(line);
    }

    /// A word, or what has to be made of it to fit.
    fn pieces(&self, style: Style, word: &str, width: f32) -> Vec<(String, f32)> {
        let wide = self.width(style, word);
        if wide <= width {
            return vec![(word.to_owned(), wide)];
        }
        let (mut pieces, mut piece, mut used) = (Vec::new(), String::new(), 0.0);
        for character in word.chars() {
            let wide = self.width(style, character.encode_utf8(&mut [0; 4]));
            if used + wide > width && !piece.is_empty() {
                pieces.push((std::mem::take(&mut piece), used));
                used = 0.0;
            }
            piece.push(character);
            used += wide;
        }
        pieces.push((piece, used));
        pieces
    }

    pub(super) fn paint(&self, document: &mut Document) {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).unwrap_or_default();
        for marks in &self.pages {
            let mut page = document.start_page_with(settings.clone());
            let mut surface = page.surface();
            for mark in marks {
                self.paint_mark(&mut surface, mark);
            }
            surface.finish();
            page.finish();
        }
    }

    fn paint_mark(&self, surface: &mut Surface<'_>, mark: &Mark) {
        match mark {
            Mark::Text { x, y, style, shaped } => {
                surface.set_fill(Some(style.ink.fill()));
                let font = self.fonts.of(style.weight).font.clone();
                surface.draw_glyphs(Point::from_xy(*x, *y), &shaped.glyphs, font, &shaped.text, style.size, false);
            }
            Mark::Line { from, to, width } => {
                let mut path = PathBuilder::new();
                path.move_to(from.0, from.1);
                path.line_to(to.0, to.1);
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke { paint: Ink::Rule.color().into(), width: *width, ..Stroke::default() }));
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
                surface.set_stroke(None);
            }
            Mark::Band { x, y, width, height } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) {
                    path.push_rect(rect);
                }
                surface.set_fill(Some(Ink::Band.fill()));
                if let Some(path) = path.finish() {
                    surface.draw_path(&path);
                }
            }
            Mark::Picture { x, y, width, height, image } => {
                if let Some(size) = Size::from_wh(*width, *height) {
                    surface.push_transform(&Transform::from_translate(*x, *y));
                    surface.draw_image(image.clone(), size);
                    surface.pop();
                }
            }
        }
    }
}
