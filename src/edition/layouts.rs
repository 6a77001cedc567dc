//! Layouts: what is typeset of the one text of an edition: the whole chapter, an insert for another assessment, a brief.
//!
//! In: the `[[layout]]` entries of `edition.toml`. Out: at least one, each with its sections in order and the most pages it may have. That
//! its sections exist is seen where the text is read (`chapter`).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::Edition;
use super::check::Check;
use crate::fault::{Failure, Fault, Place, nearest};
use crate::source::Spanned;

/// Name of the fault of a layout.
pub const INVALID: &str = "layout-invalid";

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileLayout {
    /// Its name, which is that of its document too: lower-case words joined by hyphens.
    id: String,
    /// Title of the document; that of the edition without it.
    title: Option<String>,
    /// Subtitle of the document; that of the edition without it.
    subtitle: Option<String>,
    /// Files of `sections` in their order, without their ending.
    sections: Vec<Spanned<String>>,
    /// The same of those that follow as annexes, under letters.
    #[serde(default)]
    annexes: Vec<Spanned<String>>,
    /// Most pages it may have.
    pages: usize,
    /// Most pages before the annexes.
    body_pages: Option<usize>,
}

/// A section that a layout names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Section {
    /// Its file, without folder and ending.
    pub name: String,
    /// Where it is named.
    #[serde(skip)]
    pub place: Place,
}

/// What is typeset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Layout {
    /// Its name, and that of its document.
    pub id: String,
    /// Title in place of that of the edition.
    pub title: Option<String>,
    /// Subtitle in place of that of the edition.
    pub subtitle: Option<String>,
    /// Sections of its body in their order.
    pub sections: Vec<Section>,
    /// Sections that follow as annexes.
    pub annexes: Vec<Section>,
    /// Most pages.
    pub pages: usize,
    /// Most pages before the annexes.
    pub body_pages: Option<usize>,
    /// Where it is declared.
    #[serde(skip)]
    pub place: Place,
}

impl Layout {
    /// Every section it names, in order.
    pub fn all(&self) -> impl Iterator<Item = &Section> {
        self.sections.iter().chain(&self.annexes)
    }
}

/// The layouts of an edition: the first is made where none is asked for, and the page for the web is of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layouts {
    first: Layout,
    others: Vec<Layout>,
}

impl Layouts {
    /// The one that is made where none is asked for.
    pub fn first(&self) -> &Layout {
        &self.first
    }

    /// All, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Layout> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Those of some names, in the order of the edition; the first where no name is given.
    pub fn named<'a>(&'a self, names: &'a [String]) -> impl Iterator<Item = &'a Layout> {
        let first = names.is_empty().then_some(&self.first);
        first.into_iter().chain(self.iter().filter(|layout| names.contains(&layout.id)))
    }
}

impl Serialize for Layouts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Edition {
    /// The title of a layout: its own, or that of the edition.
    pub fn title_of<'a>(&'a self, layout: &'a Layout) -> &'a str {
        layout.title.as_ref().unwrap_or(&self.title)
    }

    /// Names of layouts as they are asked for, which must be there; none where only what is made anyway is asked for.
    pub fn asked(&self, names: &[String]) -> Result<Vec<String>, Failure> {
        let known: Vec<&str> = self.layouts.iter().map(|layout| layout.id.as_str()).collect();
        if let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) {
            let near = nearest(unknown, known.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            let remedy = format!("{near}{}/edition.toml declares {}", Self::folder(self.year), known.join(", "));
            return Err(Failure::cannot_run(format!("there is no layout `{unknown}`"), remedy));
        }
        let asked: Vec<String> = self.layouts.named(names).map(|layout| layout.id.clone()).collect();
        Ok(if asked == [self.layouts.first.id.as_str()] { Vec::new() } else { asked })
    }
}

impl Check<'_> {
    /// The layouts; none where there is none.
    pub(super) fn layouts(&mut self, entries: Vec<Spanned<FileLayout>>) -> Option<Layouts> {
        let mut ids = BTreeSet::new();
        let mut read: Vec<Layout> = Vec::new();
        for entry in entries {
            let span = entry.span();
            let place = self.settings.place(&span);
            let FileLayout { id, title, subtitle, sections, annexes, pages, body_pages } = entry.into_inner();
            let mut refuse = |place: &Place, what: String, remedy: &str| {
                self.faults.push(Fault::new(INVALID, place.clone(), what, remedy));
            };
            if !super::is_identifier(&id) {
                let what = format!("`{id}` is no name of a layout");
                refuse(&place, what, "give lower-case words joined by hyphens: its document has this name");
            }
            if !ids.insert(id.clone()) {
                refuse(&place, format!("the layout `{id}` is declared twice"), "give one of the two another id");
            }
            if sections.is_empty() {
                refuse(
                    &place,
                    format!("the layout `{id}` has no sections"),
                    "name them in their order: sections = [\"…\"]",
                );
            }
            let bad = |words: &String| words.trim().is_empty() || words.chars().count() > super::MOST_LETTERS;
            if [&title, &subtitle].into_iter().flatten().any(bad) {
                let what = format!("the title or subtitle of the layout `{id}` is empty or too long");
                refuse(&place, what, "say it in a few words, or leave it out: that of the edition stands then");
            }
            if pages == 0 || body_pages.is_some_and(|body| body == 0 || body > pages) {
                let what = format!("the layout `{id}` may have no pages, or more before its annexes than in all");
                refuse(&place, what, "give pages, and body_pages of at most as many");
            }
            let mut named = BTreeSet::new();
            let mut section = |name: Spanned<String>| {
                let place = self.settings.place(&name.span());
                let name = name.into_inner();
                if !named.insert(name.clone()) {
                    let what = format!("the layout `{id}` names the section `{name}` twice");
                    self.faults.push(Fault::new(INVALID, place.clone(), what, "keep one of the two"));
                }
                Section { name, place }
            };
            let sections = sections.into_iter().map(&mut section).collect();
            let annexes = annexes.into_iter().map(&mut section).collect();
            read.push(Layout { id, title, subtitle, sections, annexes, pages, body_pages, place });
        }
        let mut read = read.into_iter();
        let Some(first) = read.next() else {
            let what = "the edition declares no layout, so nothing of it can be typeset";
            let remedy = "write a [[layout]] with id, sections and pages";
            self.faults.push(Fault::new(INVALID, self.settings.place(&(0..0)), what, remedy));
            return None;
        };
        Some(Layouts { first, others: read.collect() })
    }
}
