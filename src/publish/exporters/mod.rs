//! The files of a release as bytes: each exporter gives some of them from what may be shown, and knows of no other.
//!
//! In: the edition after disclosure control. Out: every file by its path, named for its handling, and the manifest of them
//! all. What is made of the text comes from what the text may use and the text alone, so that it can be made again without the rest. An exporter is a function here or in a file of its own, and its name in [`EXPORTERS`]; docs/extending.md has the recipe.

mod base;
mod open;
#[cfg(test)]
mod tests;
mod told;

pub use base::Base;
pub use open::{STATISTICS, statistics};
pub use told::{Telling, printed};

use std::collections::BTreeMap;

use super::manifest::Manifest;
use crate::chapter::facts::Facts;
use crate::chapter::figures::Figure;
use crate::chapter::judgements::Shown;
use crate::chapter::tables::DataTable;
use crate::chapter::{Offered, Text};
use crate::disclosure::Protected;
use crate::disclosure::commitment::Confidential;
use crate::disclosure::release::RECORD;
use crate::edition::{Edition, Layout, Marking};
use crate::fault::Failure;
use crate::figure::{Size, Table};
use crate::lineage::Lineage;
use crate::source::InputFile;
use crate::source::catalogue::Catalogue;

/// Name of the document of a layout, before its handling.
pub fn document(layout: &Layout) -> String {
    format!("{}.pdf", layout.id)
}

/// Name of the list of whom to ask, before its handling.
const ASKING: &str = "whom-to-ask.csv";

/// Name of the page, before its handling.
const PAGE: &str = "chapter.html";

/// Name of the audit of disclosure control, before its handling.
const AUDIT: &str = "disclosure-audit.csv";

/// What the files are made of.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    /// What may be shown, and the records of disclosure control.
    pub protected: &'a Protected,
    /// The facts of the text.
    pub facts: &'a Facts,
    /// The figures, in their order.
    pub figures: &'a [Figure],
    /// The tables.
    pub tables: &'a [DataTable],
    /// The key judgements.
    pub judgements: &'a [Shown],
    /// The text.
    pub text: &'a Text,
    /// The sources.
    pub catalogue: &'a Catalogue,
    /// Where everything that was read comes from.
    pub origin: &'a Lineage,
    /// Every file that was read.
    pub inputs: &'a BTreeMap<String, InputFile>,
    /// Which of them leave no fingerprint.
    pub confidential: &'a Confidential,
    /// Names of the layouts that are made; the first of the edition where there is none.
    pub layouts: &'a [String],
}

impl<'a> Content<'a> {
    /// The layouts of which documents are made.
    fn made(&self) -> impl Iterator<Item = &'a Layout> {
        self.edition().layouts.named(self.layouts)
    }

    fn edition(&self) -> &'a Edition {
        &self.protected.picture.edition
    }

    fn marking(&self) -> Marking {
        self.edition().handling.marking
    }

    /// What the text may use; `data` is what the document carries with it.
    fn offered(&self, data: &Files) -> Result<Offered, Failure> {
        let Content { protected, facts, figures, tables, judgements, catalogue, origin, inputs, confidential, .. } =
            *self;
        let handling = self.edition().handling;
        let noted = confidential.noted(inputs, handling.marking);
        let attached = data.iter().map(|(path, csv)| {
            (format!("generated/{}", handling.path(path)), String::from_utf8_lossy(csv).into_owned())
        });
        let parts = (facts, figures, tables, judgements);
        Offered::of(&protected.picture, (catalogue, origin), &noted, parts, attached.collect())
    }

    /// What the text may use, for one that is typeset again and again.
    pub fn offer(&self) -> Result<Offered, Failure> {
        self.offered(&data(self))
    }

    /// What is made of the text, from this.
    pub fn telling<'b>(&self, offered: &'b Offered) -> Telling<'b>
    where
        'a: 'b,
    {
        let definitions = &self.protected.picture.definitions;
        Telling { offered, text: self.text, edition: self.edition(), definitions, layouts: self.layouts }
    }
}

/// Files by path, as named before their handling.
pub type Files = Vec<(String, Vec<u8>)>;

/// An exporter.
pub type Exporter = fn(&Content<'_>) -> Result<Files, Failure>;

/// Every exporter of what no word of the text changes; those of the text are in `told`.
pub const EXPORTERS: &[Exporter] = &[figures, open::exported, record, audit, asking];

/// A release in memory.
pub struct Release {
    /// Every file by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Its manifest, which is one of them.
    pub manifest: Manifest,
    /// All of it that no word of the text changes.
    pub base: Base,
}

/// The release: every file by path, and the manifest, which is one of them.
pub fn release(content: &Content<'_>) -> Result<Release, Failure> {
    // Beside one another: some ten megabytes more, and the time that the pictures take is saved. The text has this thread, whose stack is
    // the deepest.
    let (files, data, told) = std::thread::scope(|scope| {
        let files = scope.spawn(|| gathered(EXPORTERS, content));
        let data = data(content);
        let told = content.offered(&data).and_then(|offered| Ok((told::all(&content.telling(&offered))?, offered)));
        (joined(files), data, told)
    });
    let ((told, offered), mut files) = (told?, files?);
    let handling = content.edition().handling;
    files.extend(data.into_iter().map(|(path, bytes)| (handling.path(&path), bytes)));
    let base = Base::of(content, offered, files.keys().cloned().collect());
    base.released(content.inputs, content.edition(), content.layouts, (files, told))
}

/// The files of some exporters, named for the handling of the edition.
fn gathered(exporters: &[Exporter], content: &Content<'_>) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let handling = content.edition().handling;
    let exported: Vec<Result<Files, Failure>> = std::thread::scope(|scope| {
        let running: Vec<_> = exporters.iter().map(|exporter| scope.spawn(|| exporter(content))).collect();
        running.into_iter().map(joined).collect()
    });
    let mut files = BTreeMap::new();
    for exported in exported {
        files.extend(exported?.into_iter().map(|(path, bytes)| (handling.path(&path), bytes)));
    }
    Ok(files)
}

/// What a thread came to; its fault of the program, where it met one, is one of this thread.
fn joined<T>(running: std::thread::ScopedJoinHandle<'_, T>) -> T {
    running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The CSV of each figure and of each table of the chapter: files of their own, and what the document carries with it.
fn data(content: &Content<'_>) -> Files {
    let of_figures = content.figures.iter().map(|figure| (format!("figures/{}.csv", figure.id()), figure.csv()));
    of_figures.chain(open::of_tables(content)).collect()
}

/// Each figure as it travels alone; one after the other, as a picture takes twenty megabytes while it is made.
fn figures(content: &Content<'_>) -> Result<Files, Failure> {
    let mut files = Files::new();
    for figure in content.figures {
        let path = |ending: &str| format!("figures/{}.{ending}", figure.id());
        let (svg, png) = figure.pictures(Size::Page)?;
        files.push((path("svg"), svg.into_bytes()));
        files.push((path("png"), png));
    }
    Ok(files)
}

/// With OFFICIAL, what the release prints of the returns.
fn record(content: &Content<'_>) -> Result<Files, Failure> {
    let record = content.protected.record.iter().filter(|_| content.marking() == Marking::Official);
    Ok(record.map(|record| (RECORD.to_owned(), record.to_json())).collect())
}

/// With OFFICIAL-SENSITIVE, the audit of the OFFICIAL release, which says what can be worked out.
fn audit(content: &Content<'_>) -> Result<Files, Failure> {
    let audit = content.protected.audit.iter().filter(|_| content.marking() == Marking::OfficialSensitive);
    let written = audit.map(|audit| match audit.csv() {
        Ok(csv) => Ok((AUDIT.to_owned(), csv)),
        Err(error) => Err(Failure::cannot_run(format!("the audit cannot be written: {error}"), "report this fault")),
    });
    written.collect()
}

/// With OFFICIAL-SENSITIVE, what each force adds to the range: a row for each force and rung. A force goes by the name that may stand
/// beside its numbers, and not by its code, which would tell who stands behind an invented one.
fn asking(content: &Content<'_>) -> Result<Files, Failure> {
    let asking = &content.protected.picture.asking;
    let mut table = Table::new(&["force", "definition", "granted", "width", "records_to_read", "remedy"]);
    for force in &asking.forces {
        let granted = std::iter::once("").chain(asking.rungs.iter().map(String::as_str));
        for (granted, added) in granted.zip(force.added.value().into_iter().flatten()) {
            let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
            table.rows.push(vec![
                force.name.to_string(),
                force.definition.as_deref().unwrap_or_default().to_owned(),
                granted.to_owned(),
                number(added.width),
                number(added.read),
                force.remedy.words().to_owned(),
            ]);
        }
    }
    let table = table.stamped(asking.lineage.synthetic());
    Ok(if asking.forces.is_empty() { Files::new() } else { vec![(ASKING.to_owned(), table.csv())] })
}
