//! The chapter as it came out: what the text says before it is typeset is no proof of what stands on the page.
//!
//! In: the pages that the compiler laid out, before they are bytes, and the data they were made of. Out: faults with page and section. On
//! each page: marking, embargo and, where anything synthetic stands, its stamp, seen and not covered; no digit that is not a
//! component of the theme's own, which is known by where each glyph was written; every fact whole; no picture but ours; one
//! family of fonts, one language. Of the bytes: that they are tagged.

mod digits;
mod expected;
mod facts;
mod head;
mod sight;
mod walk;

use typst::foundations::Smart;
use typst::model::Document;
use typst::syntax::Span;
use typst_layout::PagedDocument;

use super::typesetting::{Ceiling, Job};
use super::world::{self, Files};
use crate::fault::{Fault, Place};
use expected::Expected;
use walk::{Placed, Thing};

/// The one family of fonts.
const FAMILY: &str = "Noto Sans";

/// Who wrote a glyph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Writer {
    /// A component of the theme.
    Theme,
    /// The text of the edition.
    Text,
    /// The compiler, or a string that was handed to one of its elements.
    Nobody,
}

fn writer(span: Span) -> Writer {
    match span.id().map(world::name) {
        Some(name) if name.starts_with(super::THEME) => Writer::Theme,
        Some(_) => Writer::Text,
        None => Writer::Nobody,
    }
}

/// Where a thing was written, if in the text of the edition.
fn of_text(placed: &Placed<'_>) -> Option<Span> {
    let of_text = |span: &Span| writer(*span) == Writer::Text;
    match placed.thing {
        Thing::Text(text) => text.glyphs.iter().map(|glyph| glyph.span.0).find(of_text),
        Thing::Element(span) => Some(span).filter(of_text),
        _ => None,
    }
}

/// A page, its number and where its text was written.
struct Page<'a> {
    number: usize,
    things: Vec<Placed<'a>>,
    /// First place of the text on it, or the last before it.
    place: Place,
    height: f64,
}

impl Page<'_> {
    fn fault(&self, what: impl std::fmt::Display, remedy: &str) -> Fault {
        Fault::new(
            "output-invalid",
            self.place.clone(),
            format!("page {} of the finished chapter {what}", self.number),
            remedy,
        )
    }
}

/// What is wrong with the finished document.
pub(super) fn check(document: &PagedDocument, files: &Files, job: &Job) -> Vec<Fault> {
    let expected = match Expected::of(job) {
        Ok(expected) => expected,
        Err(fault) => return vec![fault],
    };
    let pages = pages(document, files, &job.place());
    if let Some(page) = pages.get(job.limits.pages) {
        let what = format!("the chapter has {} pages, and may have {}", pages.len(), job.limits.pages);
        let remedy = "look here for page breaks or text without measure, and take them out";
        return vec![Fault::new("chapter-too-large", page.place.clone(), what, remedy)];
    }
    let mut faults = Vec::new();
    faults.extend(job.ceiling.as_ref().and_then(|ceiling| too_long(&pages, ceiling)));
    faults.extend(of_document(document, &expected, &job.place()));
    let synthetic = facts::check(&pages, &expected, job, &mut faults);
    for page in &pages {
        digits::check(page, files, &mut faults);
        head::check(page, synthetic.contains(&page.number), (&expected, files), &mut faults);
        faults.extend(of_things(page, files));
    }
    faults
}

fn pages<'a>(document: &'a PagedDocument, files: &Files, main: &Place) -> Vec<Page<'a>> {
    let mut last = main.clone();
    let paged = document.pages().iter().enumerate().map(|(index, page)| {
        let things = walk::page(page);
        let first = things.iter().find_map(of_text).map(|span| files.place(span));
        let place = first.unwrap_or_else(|| last.clone());
        last = place.clone();
        Page { number: index + 1, things, place, height: page.frame.height().to_pt() }
    });
    paged.collect()
}

/// Whether there are more pages than the layout allows: in all, or before the page with which its annexes begin.
fn too_long(pages: &[Page<'_>], ceiling: &Ceiling) -> Option<Fault> {
    let is_annex = |page: &Page<'_>| ceiling.annexes.contains(&page.place.file);
    let body = pages.iter().position(is_annex).unwrap_or(pages.len());
    let over = match ceiling.body_pages.filter(|most| body > *most) {
        Some(most) => Some((body, most, " before its annexes")),
        None => (pages.len() > ceiling.pages).then_some((pages.len(), ceiling.pages, "")),
    };
    let (found, most, which) = over?;
    let what = format!("the layout `{}` has {found} pages{which}, and may have {most}", ceiling.layout);
    let remedy = "say it shorter, leave what is long to the page for the web with #web-only[…], or allow it more pages";
    Some(Fault::new("layout-too-long", ceiling.place(), what, remedy))
}

/// Title and language of the whole.
fn of_document(document: &PagedDocument, expected: &Expected, main: &Place) -> Vec<Fault> {
    let info = document.info();
    let mut wrong = Vec::new();
    if !info.title.as_ref().is_some_and(|title| title.starts_with(expected.edition.title.as_str())) {
        wrong.push("has not the title of the edition in its properties");
    }
    let english = |locale: typst::text::Locale| locale.lang == typst::text::Lang::ENGLISH;
    if !matches!(info.locale, Smart::Custom(locale) if english(locale)) {
        wrong.push("does not say that it is in English");
    }
    let fault = |what| {
        let remedy = "take out what sets the title or the language of the document in the text: the theme sets both";
        Fault::new("output-invalid", main.clone(), format!("the finished chapter {what}"), remedy)
    };
    wrong.into_iter().map(fault).collect()
}

/// Fonts and pictures of a page.
fn of_things(page: &Page<'_>, files: &Files) -> Vec<Fault> {
    let mut faults = Vec::new();
    for placed in &page.things {
        match placed.thing {
            Thing::Text(text) if text.font.font().info().family != FAMILY => {
                faults.push(
                    page.fault("has a font that is not the theme's", "take out what sets a font: the theme sets it"),
                );
            }
            Thing::Image(span) if writer(span) != Writer::Theme => {
                let page = Page { place: nearest(files, span, &page.place), things: Vec::new(), ..*page };
                faults.push(page.fault(
                    "has a picture that is none of the edition’s figures",
                    "describe it in figures.toml and show it with #chart(\"…\"), so that its numbers are bound and its words are read out",
                ));
            }
            _ => {}
        }
    }
    faults.dedup();
    faults
}

/// Where a span was written, or else where the page begins.
fn nearest(files: &Files, span: Span, page: &Place) -> Place {
    let place = files.place(span);
    if place.file.is_empty() { page.clone() } else { place }
}

/// Whether the bytes are of an accessible document: its structure, its language, all of its fonts.
pub(super) fn missing(pdf: &[u8]) -> Option<Fault> {
    let has = |word: &str| pdf.windows(word.len()).any(|window| window == word.as_bytes());
    let needed = ["/StructTreeRoot", "/MarkInfo", "/Lang", "/FontFile"];
    let lacking: Vec<&str> = needed.into_iter().filter(|word| !has(word)).collect();
    let fault = |words: String| {
        Fault::new(
            "output-invalid",
            Place::default(),
            format!("the document that was made lacks {words}"),
            "report this fault",
        )
    };
    (!lacking.is_empty()).then(|| fault(lacking.join(", ")))
}
