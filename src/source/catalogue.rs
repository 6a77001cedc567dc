//! The catalogue of sources, `data/sources.toml`: what each data file is, who published it, under which licence, and
//! whether it is real or synthetic.

use serde::Deserialize;
use toml::Spanned;

use super::{Project, Settings};
use crate::fault::{Fault, Faults};
use crate::lineage::Lineage;

/// Where the catalogue stands.
pub const CATALOGUE: &str = "data/sources.toml";

/// One source.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable identifier, used in lineages.
    pub id: String,
    /// Contract it meets.
    pub contract: String,
    /// Title as the publisher gives it.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Licence under which it may be used.
    pub licence: String,
    /// Date of publication or release, ISO 8601; empty where the publisher states none.
    #[serde(default)]
    pub published: String,
    /// Path relative to the project folder (in the file: relative to `data/`).
    pub path: String,
    /// Whether its numbers are invented.
    pub synthetic: bool,
    /// Words the licence asks for.
    #[serde(default)]
    pub attribution: String,
    /// Periods it covers, in words.
    #[serde(default)]
    pub periods: String,
    /// Known gaps.
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: Vec<Spanned<Source>>,
}

/// All sources, in the order of the file.
#[derive(Clone, Debug)]
pub struct Catalogue {
    sources: Vec<Source>,
}

impl Catalogue {
    /// Reads the catalogue.
    pub fn read(project: &mut Project) -> Result<Self, Vec<Fault>> {
        let one = |fault| vec![fault];
        let settings = Settings::new(CATALOGUE, project.text(CATALOGUE).map_err(one)?);
        let file: File = settings.parse().map_err(one)?;
        let mut sources: Vec<Source> = Vec::new();
        let mut faults = Faults::new();
        for entry in file.source {
            let span = entry.span();
            let mut source = entry.into_inner();
            source.path = format!("data/{}", source.path);
            if sources.iter().any(|other| other.id == source.id) {
                let what = format!("the source `{}` is described twice", source.id);
                faults.push(settings.fault("source-duplicate", &span, what, "keep one of the two"));
            }
            sources.push(source);
        }
        faults.into_result(Self { sources })
    }

    /// A source the program needs.
    pub fn get(&self, id: &str) -> Result<&Source, Fault> {
        self.sources.iter().find(|source| source.id == id).ok_or_else(|| {
            Fault::new(
                "source-missing",
                crate::fault::Place::file(CATALOGUE),
                format!("the source `{id}` is not described"),
                format!("add a [[source]] with id = \"{id}\""),
            )
        })
    }

    /// The lineage of a value read from this source.
    pub fn lineage(&self, id: &str) -> Result<Lineage, Fault> {
        self.get(id).map(|source| Lineage::of(&source.id, source.synthetic))
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }
}
