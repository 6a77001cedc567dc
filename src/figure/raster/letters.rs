//! Letters as pixels: each is drawn once for its size and its quarter of a pixel, and laid down wherever it stands.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use ab_glyph::{GlyphId, OutlineCurve};
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Pixmap, Transform};

use super::super::elements::{Anchor, Ink, Text, shown};
use super::super::text::{Face, Weight};

/// Places across a pixel at which a letter may start.
const ACROSS: f64 = 4.0;

/// How much of each pixel a letter covers, and where the first of them is from its place on the baseline.
struct Letter {
    left: i32,
    top: i32,
    width: usize,
    coverage: Vec<u8>,
}

/// Weight, glyph, size as bits, and place across a pixel.
type Key = (Weight, GlyphId, u32, u8);

/// Letters drawn before, of whatever picture: there are as many as the font has at the few sizes in which it is set.
static DRAWN: Mutex<BTreeMap<Key, Option<Arc<Letter>>>> = Mutex::new(BTreeMap::new());

/// Lays a line of text on a picture, whose units are so many pixels. Level text stands on a whole pixel, so that its lines are crisp.
pub(super) fn lay(picture: &mut Pixmap, face: &Face, text: &Text, zoom: f64) {
    let pixels = |units: i32| f64::from(units) * zoom;
    let (size, em) = (pixels(text.size), face.em(text.weight));
    let (x, y) = (pixels(text.at.0), pixels(text.at.1));
    let start = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -pixels(text.width) / 2.0,
        Anchor::End => -pixels(text.width),
    };
    let words: String = text.words.chars().filter_map(shown).collect();
    for (glyph, units) in face.glyphs(&words, text.weight) {
        let along = start + units * size / em;
        if text.turn == 0 {
            let quarters = libm::round((x + along) * ACROSS);
            let (whole, quarter) = (libm::floor(quarters / ACROSS), quarters.rem_euclid(ACROSS));
            let Some(letter) = letter(face, (glyph, text.weight), (size as f32, quarter as u8)) else { continue };
            letter.lay(picture, (whole as i32, libm::round(y) as i32), text.ink);
        } else if let Some(path) = outline(face, (glyph, text.weight), (size as f32, along as f32)) {
            let turned = Transform::from_translate(x as f32, y as f32).pre_rotate(text.turn as f32);
            picture.fill_path(&path, &super::paint(text.ink), FillRule::Winding, turned, None);
        }
    }
}

/// The outline of a glyph in pixels, so far along its line.
fn outline(face: &Face, (glyph, weight): (GlyphId, Weight), (size, along): (f32, f32)) -> Option<Path> {
    let scale = size / face.em(weight) as f32;
    let place = |point: ab_glyph::Point| (along + point.x * scale, -point.y * scale);
    let (mut path, mut last) = (PathBuilder::new(), None);
    for curve in face.outline(glyph, weight)?.curves {
        let (from, to) = match curve {
            OutlineCurve::Line(from, to) | OutlineCurve::Quad(from, _, to) | OutlineCurve::Cubic(from, _, _, to) => {
                (place(from), place(to))
            }
        };
        if last != Some(from) {
            path.move_to(from.0, from.1);
        }
        match curve {
            OutlineCurve::Line(..) => path.line_to(to.0, to.1),
            OutlineCurve::Quad(_, by, _) => {
                let by = place(by);
                path.quad_to(by.0, by.1, to.0, to.1);
            }
            OutlineCurve::Cubic(_, one, other, _) => {
                let (one, other) = (place(one), place(other));
                path.cubic_to(one.0, one.1, other.0, other.1, to.0, to.1);
            }
        }
        last = Some(to);
    }
    path.finish()
}

/// A letter as pixels; none for what leaves no mark, such as a space.
fn letter(face: &Face, (glyph, weight): (GlyphId, Weight), (size, quarter): (f32, u8)) -> Option<Arc<Letter>> {
    let key = (weight, glyph, size.to_bits(), quarter);
    let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
    let own = || {
        let path = outline(face, (glyph, weight), (size, f32::from(quarter) / ACROSS as f32))?;
        Letter::of(&path).map(Arc::new)
    };
    drawn.entry(key).or_insert_with(own).clone()
}

impl Letter {
    fn of(path: &Path) -> Option<Self> {
        let bounds = path.bounds();
        let (left, top) = (bounds.left().floor() as i32, bounds.top().floor() as i32);
        let (width, height) = (bounds.right().ceil() as i32 - left, bounds.bottom().ceil() as i32 - top);
        let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
        let mut mask = Mask::new(width, height)?;
        mask.fill_path(path, FillRule::Winding, true, Transform::from_translate(-left as f32, -top as f32));
        Some(Self { left, top, width: width as usize, coverage: mask.take() })
    }

    fn lay(&self, picture: &mut Pixmap, (x, y): (i32, i32), Ink { rgb: (red, green, blue), alpha }: Ink) {
        let (wide, tall) = (picture.width() as usize, picture.height() as usize);
        let opaque = libm::round(alpha * 255.0) as u32;
        let data = picture.data_mut();
        for (row, covered) in (y + self.top..).zip(self.coverage.chunks_exact(self.width)) {
            let Some(row) = usize::try_from(row).ok().filter(|row| *row < tall) else { continue };
            for (column, covered) in (x + self.left..).zip(covered) {
                let Some(column) = usize::try_from(column).ok().filter(|column| *column < wide && *covered > 0) else {
                    continue;
                };
                let part = u32::from(*covered) * opaque / 255;
                let pixel = (row * wide + column) * 4;
                for (under, over) in data[pixel..pixel + 3].iter_mut().zip([red, green, blue]) {
                    let mixed = u32::from(over) * part + u32::from(*under) * (255 - part);
                    *under = ((mixed + 127) / 255) as u8;
                }
            }
        }
    }
}
