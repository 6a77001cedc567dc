//! The catalogue of sources, `data/sources.toml`: what each data file is, who published it, under which licence, whether
//! it is real or synthetic, and for a fetched one where `assess pull` finds it.
//!
//! A local source stands in the project folder, in version control. A fetched one stands in the store, by the hash in
//! the lock; the rest of the program reads it by its `path` all the same.

mod check;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::person_level::Answer;
use super::{Project, Settings, Spanned};
use crate::fault::{Fault, Faults};

/// Where the catalogue stands.
pub const CATALOGUE: &str = "data/sources.toml";

/// One source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable identifier, used in lineages.
    pub id: String,
    /// Contract it meets; a source that no edition uses may leave it out.
    #[serde(default)]
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
    /// Path relative to the project folder (in the file: relative to `data/`). Of a fetched source:
    /// `fetched/<id>.<format>`, a name and not a place; of one with a file a force or period `fetched/<id>`, below which
    /// they are named. In an inbox that is a folder, its files are in `folder`.
    #[serde(default)]
    pub path: String,
    /// Whether its numbers are invented, for a file that cannot say so itself. What a file says of itself, in its column
    /// `data_status`, stands whatever is written here.
    #[serde(default)]
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
    /// How it is come by.
    #[serde(default)]
    pub kind: Kind,
    /// Form of the file; empty for a local source whose ending says it.
    #[serde(default)]
    pub format: Option<Format>,
    /// Sheet of a workbook, or table of it.
    #[serde(default)]
    pub sheet: String,
    /// Page or file at which the publisher gives newer vintages of a local source, whose vintage in the project is the one that is used.
    #[serde(default)]
    pub live: String,
    /// Columns of the contract whose one value the file says in its title only: `mid_year = "2024"`.
    #[serde(default)]
    pub fill: BTreeMap<String, String>,
    /// Protective marking.
    #[serde(default)]
    pub marking: Marking,
    /// Address of a fetched source, or base of an interface; `{force}` and `{period}` stand for each of them.
    #[serde(default)]
    pub url: String,
    /// Folder of an inbox, and the name of a file in it: `/mnt/hub/2027/{force}.*`.
    #[serde(default)]
    pub folder: String,
    /// Codes of the forces that `{force}` stands for; all of the force reference without this.
    #[serde(default)]
    pub forces: Vec<String>,
    /// What `{period}` stands for.
    #[serde(default)]
    pub each_period: Vec<String>,
    /// Data set of an interface: an identifier of the Department for Education, Nomis or the ONS.
    #[serde(default)]
    pub data_set: String,
    /// Version of the data set; the newest without this.
    #[serde(default)]
    pub version: String,
    /// What to ask an interface for, in its own words.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub query: BTreeMap<String, toml::Value>,
    /// Of a database: the file of its one statement, below `data`: `queries/returns.sql`.
    #[serde(default)]
    pub statement: String,
    /// Of a database: what the statement's `$1`, `$2` and so on are bound to, as text. `{force}` and `{period}` stand for each of them, one file
    /// apiece; `{forces}` and `{periods}`, alone, for all of them as one array.
    #[serde(default)]
    pub parameters: Vec<String>,
    /// On a statistics page: words that the attachment's title or file name must hold.
    #[serde(default)]
    pub attachment: String,
    /// How the server is told who asks.
    #[serde(default)]
    pub auth: Option<Auth>,
    /// Columns that name a row, for the comparison of two vintages; guessed without this.
    #[serde(default)]
    pub key: Vec<String>,
    /// Largest file accepted, in bytes, in place of the general ceiling.
    #[serde(default)]
    pub largest_bytes: Option<u64>,
    /// What was asked of it and answered: what looks like persons in it, and is none.
    #[serde(default)]
    pub not_persons: Vec<Answer>,
    /// Line of the catalogue at which it begins.
    #[serde(skip)]
    pub line: u64,
}

impl Source {
    /// Whether it is fetched, and so pinned in the lock and kept in the store.
    pub fn fetched(&self) -> bool {
        self.kind != Kind::Local
    }

    /// Whether it is many files: one a force or a period.
    pub fn many(&self) -> bool {
        self.templates().any(|text| text.contains("{force}") || text.contains("{period}"))
    }

    /// What may stand for one file a force or a period.
    pub(super) fn templates(&self) -> impl Iterator<Item = &str> {
        [&self.url, &self.folder].into_iter().chain(&self.parameters).map(String::as_str)
    }

    /// Form of the file, from its own key or the ending of its path. What GOV.UK publishes is ODS unless it says otherwise.
    pub fn form(&self) -> Format {
        let usual = if self.kind == Kind::Govuk { Format::Ods } else { Format::Csv };
        self.format.or_else(|| Format::of_name(&self.path)).unwrap_or(usual)
    }
}

/// How a source is come by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A file of the project, in version control.
    #[default]
    Local,
    /// A file at an address.
    File,
    /// The newest attachment of a statistics page on GOV.UK.
    Govuk,
    /// A data set of the Department for Education's Explore Education Statistics, whole, as CSV.
    DfeCsv,
    /// What a query of such a data set gives, page after page.
    DfeQuery,
    /// A table of Nomis, page after page.
    Nomis,
    /// A data set of the ONS beta interface: its CSV, or with a query its observations, page after page.
    Ons,
    /// Returns, one file a force, from a folder or an address.
    Inbox,
    /// What a statement gives that a database which speaks the protocol of PostgreSQL runs.
    Sql,
}

/// Form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Comma-separated text.
    Csv,
    /// JSON text.
    Json,
    /// OpenDocument spreadsheet.
    Ods,
    /// Workbook of Excel 2007 and later.
    Xlsx,
    /// Workbook of Excel before 2007.
    Xls,
    /// Parquet.
    Parquet,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 6] = [Self::Csv, Self::Json, Self::Ods, Self::Xlsx, Self::Xls, Self::Parquet];

    /// The ending of its file names, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Ods => "ods",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Parquet => "parquet",
        }
    }

    /// The form a file name promises.
    pub fn of_name(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase())?;
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

/// Protective marking of a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
pub enum Marking {
    /// Published, or fit to be.
    #[default]
    #[serde(rename = "none")]
    None,
    /// OFFICIAL.
    #[serde(rename = "OFFICIAL")]
    Official,
    /// OFFICIAL-SENSITIVE.
    #[serde(rename = "OFFICIAL-SENSITIVE")]
    OfficialSensitive,
}

/// How a server is told who asks. The secret itself is never in the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// Environment variable that holds the token.
    #[serde(default)]
    pub token_env: String,
    /// File that holds the token; relative to the project folder, and not in version control.
    #[serde(default)]
    pub token_file: String,
    /// Name of the query parameter that carries the token; a bearer header without this.
    #[serde(default)]
    pub parameter: String,
    /// Environment variable that holds the user's name at a database; its password is the token.
    #[serde(default)]
    pub user_env: String,
    /// PEM file with the client's certificate and its private key.
    #[serde(default)]
    pub certificate_file: String,
}

/// What `pull` may do, whatever the source: `[pull]` in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Hosts that may be asked, by full name; a redirect to any other is refused.
    pub hosts: Vec<String>,
    /// Largest file accepted, in bytes.
    pub largest_bytes: u64,
    /// Longest time for one file, in seconds.
    pub longest_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { hosts: Vec::new(), largest_bytes: 256 << 20, longest_seconds: 900 }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct File {
    /// What `pull` may do, whatever the source.
    #[serde(default)]
    pull: Limits,
    /// Where every data file comes from; the chapter prints them in this order.
    source: Vec<Spanned<Source>>,
}

/// All sources, in the order of the file.
#[derive(Clone, Debug)]
pub struct Catalogue {
    sources: Vec<Source>,
    limits: Limits,
}

impl Catalogue {
    /// The schema of the file.
    pub fn schema() -> schemars::Schema {
        crate::source::schema::<File>()
    }

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
            source.line = settings.place(&span).line.unwrap_or(1);
            faults.extend(check::faults(&source, &file.pull, &settings, &span));
            source.path = match (source.fetched(), source.many()) {
                (false, _) => format!("data/{}", source.path),
                (true, false) => format!("fetched/{}.{}", source.id, source.form().ending()),
                (true, true) => format!("fetched/{}", source.id),
            };
            if sources.iter().any(|other| other.id == source.id) {
                let what = format!("the source `{}` is described twice", source.id);
                faults.push(settings.fault("source-duplicate", &span, what, "keep one of the two"));
            }
            if source.fetched() && !source.many() {
                // What the publisher says of the vintage that is pinned, and not what was said of the one before it.
                let released = project.lock().map_err(one)?.by_path(&source.path).map(|locked| locked.released.clone());
                source.published = released.filter(|day| !day.is_empty()).unwrap_or(source.published);
            }
            sources.push(source);
        }
        faults.into_result(Self { sources, limits: file.pull })
    }

    /// What `pull` may do.
    pub fn limits(&self) -> &Limits {
        &self.limits
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

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }
}
