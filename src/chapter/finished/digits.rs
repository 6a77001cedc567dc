//! Digits on a page that no component of the theme put there: whatever road a typed number took, it comes out as glyphs, and each glyph
//! knows where it was written. Years may be typed.

use typst::syntax::Span;
use typst::text::TextItem;

use super::walk::Thing;
use super::{Page, Writer, nearest, of_text, writer};
use crate::chapter::bindings::typed_numbers;
use crate::chapter::world::Files;
use crate::fault::Fault;

/// What the theme calls that which a text gave it, and passes on.
const GIVEN: &str = "body";

pub(super) fn check(page: &Page<'_>, files: &Files, faults: &mut Vec<Fault>) {
    let mut before = page.place.clone();
    for placed in &page.things {
        if let Some(span) = of_text(placed) {
            before = files.place(span);
        }
        let Thing::Text(text) = placed.thing else { continue };
        for (span, number) in typed(text, files) {
            let in_text = writer(span) == Writer::Text;
            let place = if in_text { nearest(files, span, &before) } else { before.clone() };
            faults.push(Fault::new(
                "number-unbound",
                place,
                format!("the number `{number}` on page {} of the finished chapter is bound to no statistic", page.number),
                format!(
                    "bind it with #n(\"…\"); if it is part of a name, write #lit(\"{number}\"); lists have `-` and no numbers, \
                     and notes stand below tables"
                ),
            ));
        }
    }
}

/// Numbers of a run of text that are not the theme's, with where the first of their glyphs was written.
fn typed(text: &TextItem, files: &Files) -> Vec<(Span, String)> {
    if !text.text.chars().any(char::is_numeric) {
        return Vec::new();
    }
    // What the theme wrote parts numbers from one another as a letter would.
    let mut written = String::new();
    let mut spans = Vec::new();
    for glyph in &text.glyphs {
        let span = glyph.span.0;
        let of_theme = writer(span) == Writer::Theme && !files.written(span).is_some_and(is_given);
        written.push_str(text.text.get(glyph.range()).filter(|_| !of_theme).unwrap_or("x"));
        spans.resize(written.len(), span);
    }
    let at = |offset: usize| spans.get(offset).copied().unwrap_or(Span::detached());
    let mut found: Vec<(Span, String)> =
        typed_numbers(&written).map(|(offset, number)| (at(offset), number.to_owned())).collect();
    // Digits of other scripts, fractions, raised and circled digits.
    let other = written.char_indices().filter(|(_, letter)| letter.is_numeric() && !letter.is_ascii_digit());
    found.extend(other.map(|(offset, letter)| (at(offset), letter.to_string())));
    found
}

/// Whether an expression of the theme passes on what a text gave it.
fn is_given(expression: &str) -> bool {
    expression.strip_suffix(GIVEN).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}
