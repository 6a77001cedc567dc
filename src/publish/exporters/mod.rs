//! The files of a release as bytes: each exporter gives some of them from what may be shown, and knows of no other.
//!
//! In: the edition after disclosure control. Out: every file by its path, named for its handling, and the manifest of them
//! all. An exporter is a function here or in a file of its own, and its name in [`EXPORTERS`]; docs/extending.md has the recipe.

mod facts;
mod open;
#[cfg(test)]
mod tests;

pub use facts::printed;
pub use open::{STATISTICS, statistics};

use std::collections::BTreeMap;

use super::manifest::{MANIFEST, Manifest};
use crate::chapter::facts::Facts;
use crate::chapter::figures::Figure;
use crate::chapter::judgements::Shown;
use crate::chapter::tables::DataTable;
use crate::chapter::typesetting::{self, Form, Job};
use crate::chapter::{self, Text};
use crate::disclosure::Protected;
use crate::disclosure::commitment::Confidential;
use crate::disclosure::release::RECORD;
use crate::edition::{Layout, Marking};
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
        self.protected.picture.edition.layouts.named(self.layouts)
    }

    /// The text of which anything is made: that of these layouts, and of the page.
    fn text_made(&self) -> Text {
        self.text.of(self.made().chain([self.protected.picture.edition.layouts.first()]))
    }

    fn marking(&self) -> Marking {
        self.protected.picture.edition.handling.marking
    }
}

/// Files by path, as named before their handling.
pub type Files = Vec<(String, Vec<u8>)>;

/// An exporter.
pub type Exporter = fn(&Content<'_>) -> Result<Files, Failure>;

/// Every exporter.
pub const EXPORTERS: &[Exporter] = &[chapter, page, figures, open::exported, facts::exported, record, audit, asking];

/// The release: every file by path, and the manifest, which is one of them.
pub fn release(content: &Content<'_>) -> Result<(BTreeMap<String, Vec<u8>>, Manifest), Failure> {
    let edition = &content.protected.picture.edition;
    let mut files = gathered(EXPORTERS, content)?;
    let synthetic = content.origin.synthetic_sources().map(str::to_owned).collect();
    let marking = edition.handling.marking;
    let noted = content.confidential.noted(content.inputs, marking);
    let key = (marking == crate::edition::Marking::OfficialSensitive).then(|| content.confidential.key(content.inputs));
    let manifest = Manifest::new((edition, content.layouts), synthetic, (noted, key), &files);
    files.insert(MANIFEST.to_owned(), manifest.to_json());
    Ok((files, manifest))
}

/// The files of some exporters, named for the handling of the edition.
fn gathered(exporters: &[Exporter], content: &Content<'_>) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let handling = content.protected.picture.edition.handling;
    // Beside one another: some ten megabytes more, and the time that the pictures take is saved. The first, which typesets the
    // chapter, has this thread, whose stack is the deepest.
    let exported: Vec<Result<Files, Failure>> = std::thread::scope(|scope| {
        let mut exporters = exporters.iter();
        let first = exporters.next();
        let running: Vec<_> = exporters.map(|exporter| scope.spawn(|| exporter(content))).collect();
        let first = first.map(|exporter| exporter(content));
        let rest = running.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        first.into_iter().chain(rest).collect()
    });
    let mut files = BTreeMap::new();
    for exported in exported {
        files.extend(exported?.into_iter().map(|(path, bytes)| (handling.path(&path), bytes)));
    }
    Ok(files)
}

/// The document of each layout that is made.
fn chapter(content: &Content<'_>) -> Result<Files, Failure> {
    let made = content.made().map(|layout| Ok((document(layout), made(content, (Form::Document, layout))?)));
    made.collect()
}

/// The first layout as one page for the web.
fn page(content: &Content<'_>) -> Result<Files, Failure> {
    let layout = content.protected.picture.edition.layouts.first();
    Ok(vec![(PAGE.to_owned(), made(content, (Form::Page, layout))?)])
}

fn made(content: &Content<'_>, (form, layout): (Form, &Layout)) -> Result<Vec<u8>, Failure> {
    chapter::whole(form, typesetting::typeset(&job_of(content, (form, layout))?)?, content.figures)
}

/// What is typeset for the first layout, once every number of the text is bound.
pub fn job(content: &Content<'_>, form: Form) -> Result<Job, Failure> {
    job_of(content, (form, content.protected.picture.edition.layouts.first()))
}

fn job_of(content: &Content<'_>, (form, layout): (Form, &Layout)) -> Result<Job, Failure> {
    let Content {
        protected, facts, figures, tables, judgements, text, catalogue, origin, inputs, confidential, ..
    } = *content;
    let noted = confidential.noted(inputs, protected.picture.edition.handling.marking);
    let parts = (facts, figures, tables, judgements);
    chapter::bind(text, parts, &protected.picture.edition)?;
    let mut job = chapter::job((form, layout), text, &protected.picture, (catalogue, origin), &noted, parts)?;
    if form == Form::Document {
        job.files.extend(attached(content));
    }
    Ok(job)
}

/// What the document carries with it: the CSV of each table, and of each figure.
fn attached(content: &Content<'_>) -> impl Iterator<Item = (String, String)> {
    let handling = content.protected.picture.edition.handling;
    let of_figures = content.figures.iter().map(|figure| (format!("figures/{}.csv", figure.id()), figure.csv()));
    let of_figures = of_figures.chain(open::of_tables(content));
    of_figures.map(move |(path, csv)| {
        (format!("generated/{}", handling.path(&path)), String::from_utf8_lossy(&csv).into_owned())
    })
}

/// Each figure as it travels alone, and its data; one after the other, as a picture takes twenty megabytes while it is made.
fn figures(content: &Content<'_>) -> Result<Files, Failure> {
    let mut files = Files::new();
    for figure in content.figures {
        let path = |ending: &str| format!("figures/{}.{ending}", figure.id());
        files.push((path("svg"), figure.svg()?.into_bytes()));
        files.push((path("png"), figure.png(Size::Page)?));
        files.push((path("csv"), figure.csv()));
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
