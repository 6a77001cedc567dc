//! The chapter: facts and figures bound to the text, and the text typeset.
//!
//! In: the national picture and the files under `report/`. Out: the document as PDF. The text is Typst; its numbers,
//! figures and tables are given to it as data, and `bindings` checks before the compiler runs that each one exists.

pub mod bindings;
mod data;
pub mod evidence;
pub mod facts;
pub mod figures;
mod finished;
pub mod judgements;
mod laid_out;
pub mod narrative;
mod page;
mod placeholders;
mod refused;
mod sheet;
pub mod subjects;
pub mod tables;
mod typed;
pub mod typesetting;
mod world;
pub mod years;

use std::collections::BTreeMap;

use crate::disclosure::Picture;
use crate::disclosure::commitment::Noted;
use crate::edition::{Edition, Layout};
use crate::fault::{Failure, Fault, Place};
use crate::lineage::Lineage;
use crate::source::Project;
use crate::source::catalogue::Catalogue;

use bindings::{Known, Used};
use facts::Facts;
use figures::Figure;
use judgements::Shown;
use tables::DataTable;
use typesetting::{Form, Job, Limits};

/// The text of an edition: the theme and its own files.
#[derive(Clone, Debug)]
pub struct Text {
    folder: String,
    files: BTreeMap<String, String>,
}

impl Text {
    /// Reads the theme and the files of an edition, whose layouts name sections that must be there.
    pub fn read(project: &mut Project, edition: &Edition) -> Result<Self, Vec<Fault>> {
        let own = Edition::folder(edition.year);
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        for folder in ["report/theme".to_owned(), own.clone()] {
            for path in project.list(&folder, ".typ").map_err(|fault| vec![fault])? {
                match project.text(&path) {
                    Ok(text) if text.len() > MOST_BYTES => faults.push(Fault::new(
                        "chapter-too-large",
                        Place::file(&path),
                        format!("the text has {} bytes, and may have {MOST_BYTES}", text.len()),
                        "divide it into sections, which the layouts of edition.toml name in order",
                    )),
                    Ok(text) => {
                        files.insert(path, text);
                    }
                    Err(fault) => faults.push(fault),
                }
            }
        }
        let text = Self { folder: own, files };
        // A section that cannot be read is told as that, and not as one that is not there.
        if faults.is_empty() {
            faults.extend(text.unknown_sections(edition));
        }
        if faults.is_empty() { Ok(text) } else { Err(faults) }
    }

    /// Number of files of the edition itself.
    pub fn sections(&self) -> usize {
        self.own().count()
    }

    /// The path of a file of the edition.
    fn beside(&self, name: &str) -> String {
        format!("{}/{name}", self.folder)
    }

    /// Files of the edition itself, without the theme.
    fn own(&self) -> impl Iterator<Item = (&String, &String)> {
        self.files.iter().filter(|(path, _)| is_own(path))
    }
}

/// Bytes of one text: thirty times the longest of this edition. Its syntax is walked, and must not be deeper than the stack.
const MOST_BYTES: usize = 256 << 10;

/// Where the theme stands.
const THEME: &str = "report/theme/";

/// Whether a file is a text of the edition itself.
fn is_own(path: &str) -> bool {
    path.starts_with("report/") && path.ends_with(".typ") && !path.starts_with(THEME)
}

/// What the text is made with: facts, figures, tables and key judgements.
pub type Parts<'a> = (&'a Facts, &'a [Figure], &'a [DataTable], &'a [Shown]);

/// Checks that every number, figure and table of the text exists and that no digit is typed; says what the text uses.
pub fn bind(
    text: &Text,
    (facts, figures, tables, judgements): Parts<'_>,
    edition: &Edition,
) -> Result<Used, Vec<Fault>> {
    let known = Known::of(facts, figures, tables);
    let mut used = Used::default();
    let mut faults = Vec::new();
    for (path, text) in text.own() {
        bindings::check(path, text, &known, &mut used, &mut faults);
    }
    judgements::bind(judgements, &mut used, (edition.year, !edition.handling.embargoed), &mut faults);
    if faults.is_empty() { Ok(used) } else { Err(faults) }
}

/// What the text is bound to, by name: the edition, its facts (all, or those used), figures, tables, sources and definitions.
pub fn data(
    picture: &Picture,
    sources: (&Catalogue, &Lineage),
    hashes: &BTreeMap<String, Noted>,
    parts: Parts<'_>,
    used: Option<(&Used, &Layout)>,
) -> [(&'static str, serde_json::Value); 7] {
    let facts = parts.0;
    let all = || Used { facts: facts.ids().map(str::to_owned).collect(), ..Used::default() };
    let (used, layout) =
        used.map_or_else(|| (all(), picture.edition.layouts.first()), |(used, layout)| (used.clone(), layout));
    data::files(picture, sources, hashes, parts, (&used, layout))
}

/// What is typeset for a layout, as a document or as a page. What the layout uses is sought in its own sections.
pub fn job(
    (form, layout): (Form, &Layout),
    text: &Text,
    picture: &Picture,
    sources: (&Catalogue, &Lineage),
    hashes: &BTreeMap<String, Noted>,
    parts: Parts<'_>,
) -> Result<Job, Failure> {
    let (_, figures, _, _) = parts;
    let used = text.used_by(layout, parts, &picture.edition)?;
    let mut files = text.files.clone();
    files.insert(laid_out::MAIN.to_owned(), text.main(layout));
    if form == Form::Document {
        for figure in figures {
            files.insert(format!("generated/figures/{}.svg", figure.id()), figure.plain_svg()?);
        }
    }
    for (name, value) in data(picture, sources, hashes, parts, Some((&used, layout))) {
        files.insert(format!("generated/{name}.json"), value.to_string());
    }
    let edition = &picture.edition;
    let ident = format!("assess {} {}", edition.year, edition.title_of(layout));
    if form == Form::Page {
        page::theme(&mut files);
    }
    let ceiling = Some(Box::new(text.ceiling(layout)));
    Ok(Job { main: laid_out::MAIN.to_owned(), files, ident, form, limits: Limits::default(), ceiling })
}

/// What was typeset, with what is put into it afterwards.
pub fn whole(form: Form, made: Vec<u8>, figures: &[Figure]) -> Result<Vec<u8>, Failure> {
    if form == Form::Page { page::whole(made, figures) } else { Ok(made) }
}
