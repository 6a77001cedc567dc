//! What every page must say of itself at its head and foot: the marking, the embargo, and that something on it is synthetic.

use typst::syntax::Span;

use super::expected::Expected;
use super::sight::{cover, is_seen};
use super::walk::{Area, Thing};
use super::{Page, Writer, writer};
use crate::chapter::world::Files;
use crate::fault::Fault;

/// Points from the edge of the page that belong to its head, and to its foot.
const HEAD: f64 = 90.0;
const FOOT: f64 = 60.0;

pub(super) fn check(
    page: &Page<'_>,
    has_synthetic: bool,
    (expected, files): (&Expected, &Files),
    faults: &mut Vec<Fault>,
) {
    let (head, over_head) = words(page, |area| area.bottom <= HEAD);
    let (foot, over_foot) = words(page, |area| area.top >= page.height - FOOT);
    let edition = &expected.edition;
    let says = |words: &str, what: &str| words.contains(&squeezed(what));
    let remedy = "look in the text before this page for what hides, covers, recolours, moves or replaces the head of the page \
                  (`show`, `set page`, `place`), and take it out";
    let covered = over_head.or(over_foot).map(|span| files.place(span));
    let mut missing = |what: String| {
        let fault = page.fault(what, remedy);
        faults.push(Fault { place: covered.clone().unwrap_or_else(|| fault.place.clone()), ..fault });
    };
    if !says(&head, &edition.marking) || !says(&foot, &edition.marking) {
        missing(format!("does not say its marking, {}, at head and foot where it can be read", edition.marking));
    }
    if edition.embargoed && !says(&head, &edition.embargo) {
        missing(format!("does not say “{}” at its head where it can be read", edition.embargo));
    }
    let mut marks = page.things.iter().filter_map(|placed| match &placed.thing {
        Thing::Mark(label, said) => Some((label.as_str(), said.as_str())),
        _ => None,
    });
    let is_part = |said: &str| said.starts_with("figure ") || said.starts_with("table ");
    let marked = marks.any(|(label, said)| label == "synthetic" || (is_part(said) && expected.is_synthetic(said)));
    if (has_synthetic || marked) && !says(&head, &edition.stamp) {
        missing(format!(
            "rests on synthetic data and does not say “{}” at its head where it can be read",
            edition.stamp
        ));
    }
}

/// Words of the theme in a part of the page that can be read, without the spaces at which they may be broken; and where the text of the
/// edition paints over them.
fn words(page: &Page<'_>, within: impl Fn(Area) -> bool) -> (String, Option<Span>) {
    let mut said = String::new();
    let mut over = None;
    for (at, placed) in page.things.iter().enumerate().filter(|(_, placed)| within(placed.whole)) {
        let Thing::Text(text) = placed.thing else { continue };
        let of_theme = text.glyphs.iter().all(|glyph| writer(glyph.span.0) == Writer::Theme);
        if of_theme && is_seen(&page.things, at) {
            said.push_str(&squeezed(&text.text));
        } else {
            said.push('\n');
            let cover = cover(&page.things, at).filter(|span| of_theme && writer(*span) == Writer::Text);
            over = over.or(cover);
        }
    }
    (said, over)
}

/// A text without its spaces.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}
