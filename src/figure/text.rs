//! Measuring and wrapping text with the advance widths of the one embedded font family, Noto Sans regular and bold.

use std::str::Chars;

use ab_glyph::{Font, FontRef, GlyphId, Outline};

use super::error::FigureError;

/// The family name written into every picture; the same that the page is set in.
pub(super) const FAMILY: &str = "Noto Sans";

/// The two weights of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Weight {
    /// 400.
    #[default]
    Regular,
    /// 700.
    Bold,
}

/// The two faces, read from the bytes the font crate carries.
pub struct Face {
    regular: FontRef<'static>,
    bold: FontRef<'static>,
}

impl Face {
    /// Reads the embedded faces.
    ///
    /// # Errors
    ///
    /// [`FigureError::Font`] if the embedded bytes are not a font.
    pub fn new() -> Result<Self, FigureError> {
        let read = |bytes| FontRef::try_from_slice(bytes).map_err(|_| FigureError::Font);
        Ok(Self { regular: read(notosans::REGULAR_TTF)?, bold: read(notosans::BOLD_TTF)? })
    }

    fn of(&self, weight: Weight) -> &FontRef<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The width of one line of text, in points, at `size` points.
    pub fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let mut glyphs = self.glyphs(text, weight);
        glyphs.by_ref().for_each(drop);
        glyphs.units * size / self.em(weight)
    }

    /// The glyphs of one line of text, each with how far from its start it stands, in units of the font.
    pub(super) fn glyphs<'t>(&'t self, text: &'t str, weight: Weight) -> Glyphs<'t> {
        Glyphs { font: self.of(weight), characters: text.chars(), before: None, units: 0.0 }
    }

    /// The outline of a glyph, in units of the font, if it has one.
    pub(super) fn outline(&self, glyph: GlyphId, weight: Weight) -> Option<Outline> {
        self.of(weight).outline(glyph)
    }

    /// Units of the font in the size of its text.
    pub(super) fn em(&self, weight: Weight) -> f64 {
        f64::from(self.of(weight).units_per_em().unwrap_or(1000.0))
    }

    /// The first character of `text` that the font cannot draw.
    pub fn missing(&self, text: &str, weight: Weight) -> Option<char> {
        let font = self.of(weight);
        text.chars().find(|character| font.glyph_id(*character).0 == 0)
    }

    /// Breaks text at spaces into lines no wider than `width` points; a word that is wider by itself is broken inside.
    pub fn wrap(&self, text: &str, size: f64, weight: Weight, width: f64) -> Vec<String> {
        let fits = |line: &str| self.width(line, size, weight) <= width;
        let mut lines = Vec::new();
        let mut line = String::new();
        // Only the plain space breaks: a no-break space keeps a number with its unit.
        for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if !fits(&line) && line.chars().count() > 1 {
                    line.pop();
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// The widest of several lines, in points.
    pub fn widest<'a>(&self, lines: impl IntoIterator<Item = &'a str>, size: f64, weight: Weight) -> f64 {
        lines.into_iter().map(|line| self.width(line, size, weight)).fold(0.0, f64::max)
    }
}

/// The glyphs of one line of text, from its start.
pub(super) struct Glyphs<'t> {
    font: &'t FontRef<'static>,
    characters: Chars<'t>,
    before: Option<GlyphId>,
    /// How far from the start the next stands, if it is not drawn closer to the last.
    units: f64,
}

impl Iterator for Glyphs<'_> {
    type Item = (GlyphId, f64);

    fn next(&mut self) -> Option<Self::Item> {
        let glyph = self.font.glyph_id(self.characters.next()?);
        if let Some(before) = self.before.replace(glyph) {
            self.units += f64::from(self.font.kern_unscaled(before, glyph));
        }
        let at = self.units;
        self.units += f64::from(self.font.h_advance_unscaled(glyph));
        Some((glyph, at))
    }
}
