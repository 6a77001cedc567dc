//! Facts and stamps as they came out: each stands between two marks of the theme, and must be whole there and to be read; each fact that the
//! text uses must stand somewhere.

use std::collections::BTreeSet;

use super::Page;
use super::expected::Expected;
use super::head::squeezed;
use super::sight::is_seen;
use super::walk::Thing;
use crate::chapter::typesetting::Job;
use crate::chapter::world;
use crate::fault::{Fault, Place};

/// Label of the marks, and the words of the one that ends.
const LABEL: &str = "bound";
const END: &str = "end";

/// What follows an invented number.
const INVENTED: &str = "[synthetic]";

/// A mark that is not ended yet.
struct Open<'a> {
    mark: &'a str,
    said: String,
    seen: bool,
    page: &'a Page<'a>,
}

/// Holds each against what it must be; gives the numbers of the pages on which synthetic facts stand.
pub(super) fn check(pages: &[Page<'_>], expected: &Expected, job: &Job, faults: &mut Vec<Fault>) -> BTreeSet<usize> {
    let mut synthetic = BTreeSet::new();
    // A fact in a note stands within the page that cuts another in two.
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut met = BTreeSet::new();
    for page in pages {
        for (at, placed) in page.things.iter().enumerate() {
            match &placed.thing {
                Thing::Mark(label, words) if label == LABEL && words == END => {
                    faults.extend(open.pop().and_then(|open| open.fault(expected)));
                }
                Thing::Mark(label, words) if label == LABEL => {
                    let (kind, id) = words.split_once(' ').unwrap_or((words, ""));
                    if matches!(kind, "fact" | "mark") {
                        met.insert(id);
                    }
                    if matches!(kind, "fact" | "mark" | "stamp") {
                        open.push(Open { mark: words, said: String::new(), seen: true, page });
                    }
                }
                Thing::Text(text) => {
                    let Some(open) = open.last_mut() else { continue };
                    // The head of a page stands between the halves of what runs over it.
                    let file = if open.mark == "stamp" { "report/theme/stamp.typ" } else { "report/theme/prose.typ" };
                    let mut said = String::new();
                    for glyph in text.glyphs.iter().filter(|glyph| glyph.span.0.id().map(world::name) == Some(file)) {
                        said.push_str(&squeezed(text.text.get(glyph.range()).unwrap_or_default()));
                    }
                    if said.is_empty() {
                        continue;
                    }
                    // A mark may stand at the foot of the page before what it marks.
                    if open.said.is_empty() {
                        open.page = page;
                    }
                    if open.mark == "stamp" || expected.is_synthetic(open.mark) {
                        synthetic.insert(page.number);
                    }
                    open.seen &= is_seen(&page.things, at);
                    open.said.push_str(&said);
                }
                _ => {}
            }
        }
    }
    let lost =
        expected.facts.iter().filter(|(id, fact)| !fact.page_only && !met.contains(id.as_str())).map(|(id, _)| id);
    faults.extend(lost.map(|id| {
        let what = format!("the statistic `{id}` is used in the text and does not stand in the finished chapter");
        Fault::new("output-invalid", used(job, id), what, "look in the text for what hides it, and take it out")
    }));
    synthetic
}

impl Open<'_> {
    fn fault(self, expected: &Expected) -> Option<Fault> {
        let (what, whole) = match self.mark.split_once(' ') {
            Some(("fact", id)) => {
                (format!("the statistic `{id}`"), expected.facts.get(id).map_or("", |fact| &fact.text))
            }
            Some((_, id)) => (format!("that the statistic `{id}` is synthetic"), INVENTED),
            None => ("that a figure or table is synthetic".to_owned(), expected.edition.stamp.as_str()),
        };
        let wrong = match (self.said == squeezed(whole), self.seen) {
            (true, true) => return None,
            (false, _) => format!("does not say {what} as it must"),
            (true, false) => format!("hides, covers or cuts off {what}"),
        };
        let remedy =
            "look in the text for what replaces or hides words (`show`, `set text`, `place`, `box`), and take it out";
        Some(self.page.fault(wrong, remedy))
    }
}

/// Where a fact is used first.
fn used(job: &Job, id: &str) -> Place {
    let name = format!("\"{id}\"");
    let mut found = job.sections().filter_map(|(path, text)| Some(Place::offset(path, text, text.find(&name)?)));
    found.next().unwrap_or_else(|| job.place())
}
