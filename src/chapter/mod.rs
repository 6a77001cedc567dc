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
mod offered;
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
use crate::edition::Edition;
use crate::fault::{Fault, Place};
use crate::lineage::Lineage;
use crate::source::Project;
use crate::source::catalogue::Catalogue;

pub use offered::Offered;

use bindings::{Known, Used};
use facts::Facts;
use figures::Figure;
use judgements::Shown;
use tables::DataTable;

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

    /// Whether a path is that of one of its files.
    pub fn holds(&self, path: &str) -> bool {
        self.files.contains_key(path)
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
    bound(text, (&Known::of(facts, figures, tables), judgements), edition)
}

fn bound(text: &Text, (known, judgements): (&Known, &[Shown]), edition: &Edition) -> Result<Used, Vec<Fault>> {
    let mut used = Used::default();
    let mut faults = Vec::new();
    for (path, text) in text.own() {
        bindings::check(path, text, known, &mut used, &mut faults);
    }
    judgements::bind(judgements, &mut used, (edition.year, !edition.handling.embargoed), &mut faults);
    if faults.is_empty() { Ok(used) } else { Err(faults) }
}

/// What the text is bound to, by name: the edition, all its facts, and its figures, tables, sources and definitions.
pub fn data(
    picture: &Picture,
    sources: (&Catalogue, &Lineage),
    hashes: &BTreeMap<String, Noted>,
    parts: Parts<'_>,
) -> BTreeMap<&'static str, serde_json::Value> {
    let facts = parts.0;
    let all = Used { facts: facts.ids().map(str::to_owned).collect(), ..Used::default() };
    let edition = data::edition(&picture.edition, &picture.definitions, picture.edition.layouts.first());
    let own = [("edition", edition), ("facts", data::facts(facts, &all))];
    own.into_iter().chain(data::fixed(picture, sources, hashes, parts)).collect()
}
