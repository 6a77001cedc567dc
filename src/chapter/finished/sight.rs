//! Whether words on a page can be read: large enough, on the page, not covered by what is painted later, and of another colour than what is
//! painted beneath them.

use typst::syntax::Span;
use typst::text::TextItem;
use typst::visualize::{Color, Paint};

use super::walk::{Area, Placed, Thing};

/// Points of the smallest words that count as said.
const SMALLEST: f64 = 6.0;

/// Contrast of the least that WCAG 2.2 takes for text (criterion 1.4.3).
const CONTRAST: f64 = 4.5;

/// What of words may be hidden.
const HIDDEN: f64 = 0.02;

/// Whether the text at a position among all that is painted can be read.
pub(super) fn is_seen(things: &[Placed<'_>], at: usize) -> bool {
    let Some(Placed { thing: Thing::Text(text), whole, seen, scale }) = things.get(at) else { return false };
    let covers = |area: Area| area.within(*whole).size() > whole.size() * HIDDEN;
    let covered = cover(things, at).is_some();
    let beneath = things.iter().take(at).rev().find_map(|earlier| match &earlier.thing {
        Thing::Shape(paint, _) if covers(earlier.seen) => Some(solid(paint)),
        Thing::Image(_) if covers(earlier.seen) => Some(None),
        _ => None,
    });
    let ground = beneath.unwrap_or(Some(Color::WHITE));
    let contrasts = match (solid(&text.fill), ground) {
        (Some(ink), Some(ground)) => contrast(ink, ground) >= CONTRAST,
        _ => false,
    };
    text.size.to_pt() * scale >= SMALLEST && seen.size() >= whole.size() * (1.0 - HIDDEN) && !covered && contrasts
}

/// What is painted over the text at a position: where it was written.
pub(super) fn cover(things: &[Placed<'_>], at: usize) -> Option<Span> {
    let whole = things.get(at)?.whole;
    let hides = |later: &Placed<'_>, part: f64| later.seen.within(whole).size() > whole.size() * part;
    things.iter().skip(at + 1).find_map(|later| match &later.thing {
        Thing::Text(other) if !is_blank(other) && hides(later, 0.3) => other.glyphs.first().map(|glyph| glyph.span.0),
        Thing::Shape(_, span) | Thing::Image(span) if hides(later, HIDDEN) => Some(*span),
        _ => None,
    })
}

fn is_blank(text: &TextItem) -> bool {
    text.text.trim().is_empty()
}

/// A colour that nothing shines through.
fn solid(paint: &Paint) -> Option<Color> {
    match paint {
        Paint::Solid(colour) if colour.alpha().is_none_or(|alpha| alpha >= 1.0) => Some(colour.clone()),
        _ => None,
    }
}

/// As WCAG 2.2 defines it.
fn contrast(one: Color, other: Color) -> f64 {
    let luminance = |colour: Color| {
        let (red, green, blue, _) = colour.to_rgb().into_format::<f32, f32>().into_components();
        let linear = |part: f32| {
            let part = f64::from(part);
            if part <= 0.040_45 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
