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
pub mod narrative;
mod page;
mod placeholders;
mod refused;
pub mod subjects;
pub mod tables;
pub mod typesetting;
mod world;
pub mod years;

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::Picture;
use crate::disclosure::commitment::Noted;
use crate::edition::Edition;
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
    main: String,
    files: BTreeMap<String, String>,
}

impl Text {
    /// Reads the theme and the files of an edition.
    pub fn read(project: &mut Project, year: i16) -> Result<Self, Vec<Fault>> {
        let mut files = BTreeMap::new();
        let mut faults = Vec::new();
        for folder in ["report/theme".to_owned(), Edition::folder(year)] {
            for path in project.list(&folder, ".typ").map_err(|fault| vec![fault])? {
                match project.text(&path) {
                    Ok(text) if text.len() > MOST_BYTES => faults.push(Fault::new(
                        "chapter-too-large",
                        Place::file(&path),
                        format!("the text has {} bytes, and may have {MOST_BYTES}", text.len()),
                        "divide it into sections, which main.typ names in order",
                    )),
                    Ok(text) => {
                        files.insert(path, text);
                    }
                    Err(fault) => faults.push(fault),
                }
            }
        }
        let main = format!("{}/main.typ", Edition::folder(year));
        if !files.contains_key(&main) {
            faults.push(Fault::new(
                "file-missing",
                Place::file(&main),
                "the file does not exist",
                "restore it from version control; it names the sections of the chapter in order",
            ));
        }
        if faults.is_empty() { Ok(Self { main, files }) } else { Err(faults) }
    }

    /// Number of files of the edition itself.
    pub fn sections(&self) -> usize {
        self.own().count()
    }

    /// The file that names the sections, and its text.
    fn main(&self) -> (&str, &str) {
        (&self.main, self.files.get(&self.main).map(String::as_str).unwrap_or_default())
    }

    /// The path of a file beside that.
    fn beside(&self, name: &str) -> String {
        self.main.replace("main.typ", name)
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
    let ids = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect::<BTreeSet<_>>();
    let known = Known {
        facts: ids(facts.ids().collect()),
        figures: ids(figures.iter().map(Figure::id).collect()),
        tables: ids(tables.iter().map(DataTable::id).collect()),
    };
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
    used: Option<&Used>,
) -> [(&'static str, serde_json::Value); 7] {
    let facts = parts.0;
    let all = || Used { facts: facts.ids().map(str::to_owned).collect(), ..Used::default() };
    data::files(picture, sources, hashes, parts, &used.cloned().unwrap_or_else(all))
}

/// What is typeset for the chapter, as a document or as a page.
pub fn job(
    form: Form,
    text: &Text,
    picture: &Picture,
    sources: (&Catalogue, &Lineage),
    hashes: &BTreeMap<String, Noted>,
    parts: Parts<'_>,
    used: &Used,
) -> Result<Job, Failure> {
    let (_, figures, _, _) = parts;
    let mut files = text.files.clone();
    if form == Form::Document {
        for figure in figures {
            files.insert(format!("generated/figures/{}.svg", figure.id()), figure.plain_svg()?);
        }
    }
    for (name, value) in data(picture, sources, hashes, parts, Some(used)) {
        files.insert(format!("generated/{name}.json"), value.to_string());
    }
    let edition = &picture.edition;
    let ident = format!("assess {} {}", edition.year, edition.title);
    if form == Form::Page {
        page::theme(&mut files);
    }
    Ok(Job { main: text.main.clone(), files, ident, form, limits: Limits::default() })
}

/// What was typeset, with what is put into it afterwards.
pub fn whole(form: Form, made: Vec<u8>, figures: &[Figure]) -> Result<Vec<u8>, Failure> {
    if form == Form::Page { page::whole(made, figures) } else { Ok(made) }
}
