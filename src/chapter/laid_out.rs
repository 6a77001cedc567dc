//! The text as a layout cuts it: which sections, in which order, and what they use.
//!
//! In: the text of an edition and one of its layouts. Out: the entry of the compiler, which takes the sections in and does nothing else.

use super::Text;
use super::bindings::{self, Known, Used};
use super::judgements::{self, Shown};
use super::typesetting::Ceiling;
use crate::edition::layouts::{INVALID, Section};
use crate::edition::{Edition, Layout, Layouts};
use crate::fault::{Fault, nearest};

/// Path of the entry, which is made and stands in no folder.
pub(super) const MAIN: &str = "generated/main.typ";

impl Text {
    /// The entry of a layout.
    pub(super) fn main(&self, layout: &Layout) -> String {
        let taken_in = |sections: &[Section]| -> String {
            sections.iter().map(|section| format!("#include \"/{}\"\n", self.section(&section.name))).collect()
        };
        let annexes = match layout.annexes.as_slice() {
            [] => String::new(),
            some => format!("#show: annexes\n{}", taken_in(some)),
        };
        let theme = "#import \"/report/theme/chapter.typ\": *\n#show: chapter\n";
        format!("{theme}{}{annexes}", taken_in(&layout.sections))
    }

    /// The most pages of a layout, and which of its files are annexes.
    pub(super) fn ceiling(&self, layout: &Layout) -> Ceiling {
        Ceiling {
            layout: layout.id.clone(),
            pages: layout.pages,
            body_pages: layout.body_pages,
            annexes: layout.annexes.iter().map(|section| self.section(&section.name)).collect(),
            declared: (layout.place.file.clone(), layout.place.line),
        }
    }

    /// The text that layouts take in.
    pub fn of<'a>(&self, layouts: impl Iterator<Item = &'a Layout>) -> Self {
        let paths: Vec<String> = layouts.flat_map(Layout::all).map(|section| self.section(&section.name)).collect();
        let kept = self.files.iter().filter(|(path, _)| !super::is_own(path) || paths.contains(path));
        Self { folder: self.folder.clone(), files: kept.map(|(path, text)| (path.clone(), text.clone())).collect() }
    }

    /// What the sections of a layout use. A layout for release shows the key judgements.
    pub(super) fn used_by(
        &self,
        layout: &Layout,
        (known, judgements): (&Known, &[Shown]),
        edition: &Edition,
    ) -> Result<Used, Vec<Fault>> {
        let (mut used, mut faults) = (Used::default(), Vec::new());
        for (path, text) in self.of(std::iter::once(layout)).own() {
            bindings::check(path, text, known, &mut used, &mut faults);
        }
        judgements::bind_layout(judgements, &mut used, (layout, !edition.handling.embargoed), &mut faults);
        if faults.is_empty() { Ok(used) } else { Err(faults) }
    }

    /// Sections that layouts name and that do not exist.
    pub(super) fn unknown_sections(&self, edition: &Edition) -> Vec<Fault> {
        let folder = self.section("").trim_end_matches(".typ").to_owned();
        let names = || self.own().filter_map(|(path, _)| path.strip_prefix(&folder)?.strip_suffix(".typ"));
        let unknown = |section: &&Section| !names().any(|name| name == section.name);
        let fault = |section: &Section| {
            let remedy = match nearest(&section.name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write {}, or take the name out", self.section(&section.name)),
            };
            let what = format!("there is no section `{}`", section.name);
            Fault::new(INVALID, section.place.clone(), what, remedy)
        };
        edition.layouts.iter().flat_map(Layout::all).filter(unknown).map(fault).collect()
    }

    /// Files of the edition that no layout takes in.
    pub fn orphans(&self, layouts: &Layouts) -> Vec<String> {
        let used: Vec<String> =
            layouts.iter().flat_map(Layout::all).map(|section| self.section(&section.name)).collect();
        self.own().map(|(path, _)| path.clone()).filter(|path| !used.contains(path)).collect()
    }

    fn section(&self, name: &str) -> String {
        self.beside(&format!("sections/{name}.typ"))
    }
}
