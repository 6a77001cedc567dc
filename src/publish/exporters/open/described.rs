//! What the files of a release are, said once: the one model of which Data Package, CSVW, DCAT and the index of the folder are made.
//!
//! In: the edition after disclosure and its open tables. Out: each file with its title, kind and, for a CSV, its fields. No hash and no
//! time: the manifest has the hashes.

use std::collections::BTreeSet;

use super::super::{ASKING, AUDIT, Content, PAGE, document};
use super::model::OpenTable;
use super::tidy::{Field, Tidy};
use super::{REVISIONS, SPREADSHEET, STATISTICS, path};
use crate::disclosure::release::RECORD;
use crate::edition::{Handling, Marking};
use crate::publish::MANIFEST;
use crate::publish::comparison::FACTS;
use crate::source::catalogue::Source;

/// A release before it is described in one standard or another.
pub(super) struct Described<'a> {
    /// Stable name: lower-case words joined by hyphens.
    pub(super) name: String,
    pub(super) title: String,
    pub(super) subtitle: &'a str,
    pub(super) publisher: &'a str,
    pub(super) geography: &'a str,
    pub(super) year: i16,
    pub(super) handling: Handling,
    pub(super) synthetic: bool,
    /// The instant of release, where there is one.
    pub(super) issued: Option<String>,
    /// First and last day of the returns and of the recorded crime.
    pub(super) span: (String, String),
    /// What the numbers rest on, and whether it is invented: the data say so themselves.
    pub(super) sources: Vec<(&'a Source, bool)>,
    pub(super) files: Vec<File>,
}

/// A file of the release.
pub(super) struct File {
    /// Stable name: lower-case words joined by hyphens.
    pub(super) name: String,
    /// Its path, with its handling.
    pub(super) path: String,
    pub(super) title: String,
    pub(super) says: String,
    pub(super) part: Part,
    pub(super) synthetic: bool,
    /// What its records are, where it is a CSV of open data.
    pub(super) schema: Option<Schema>,
}

/// What the records of a CSV are.
pub(super) struct Schema {
    pub(super) fields: Vec<Field>,
    /// Names of the fields that tell one record from another; none where nothing does.
    pub(super) key: Vec<String>,
    /// Titles of the sources.
    pub(super) sources: Vec<String>,
    /// Whether a number was rounded or withheld to protect those it counts.
    pub(super) protected: bool,
    /// The definition counted under, where it rests on what forces returned.
    pub(super) definition: Option<String>,
}

/// What a reader would look for a file under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Read,
    Tables,
    Figures,
    Machines,
    Checking,
}

impl File {
    /// The ending of its name.
    pub(super) fn ending(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    /// Its media type, as it is registered.
    pub(super) fn media_type(&self) -> &'static str {
        match self.ending() {
            "csv" => "text/csv",
            "html" => "text/html",
            "json" => "application/json",
            "jsonld" => "application/ld+json",
            "ods" => "application/vnd.oasis.opendocument.spreadsheet",
            "pdf" => "application/pdf",
            "png" => "image/png",
            "svg" => "image/svg+xml",
            _ => "application/octet-stream",
        }
    }
}

/// Data Package, before its handling.
pub(super) const DATA_PACKAGE: &str = "datapackage.json";
/// CSVW, before its handling.
pub(super) const CSVW: &str = "csvw-metadata.json";
/// DCAT, before its handling.
pub(super) const DCAT: &str = "dcat.jsonld";
/// The index of the folder, before its handling.
pub(super) const INDEX: &str = "README.html";

/// The release, described.
pub(super) fn described<'a>(content: &Content<'a>, tables: &[OpenTable]) -> Described<'a> {
    let edition = &content.protected.picture.edition;
    let handling = edition.handling;
    let used: BTreeSet<&str> = tables.iter().flat_map(|table| table.lineage.sources()).collect();
    let invented: BTreeSet<&str> = content.origin.synthetic_sources().collect();
    let marking = handling.marking.slug();
    let demonstration = if edition.demonstration { " (demonstration on synthetic returns)" } else { "" };
    let mut files = Files { handling, synthetic: content.origin.synthetic(), files: Vec::new() };
    files.of(
        Part::Read,
        PAGE,
        "The chapter, to read on the web",
        "One page that needs no network; each number leads to what it rests on",
    );
    for layout in content.made() {
        let title = edition.title_of(layout);
        files.of(
            Part::Read,
            &document(layout),
            &format!("{title}, to print or keep"),
            "Tagged for screen readers (PDF/UA-1) and made to last (PDF/A-3a), with the data of its figures and tables attached",
        );
    }
    files.of(
        Part::Tables,
        SPREADSHEET,
        "All tables in one spreadsheet",
        "OpenDocument, with contents, notes and one table a sheet",
    );
    for table in tables.iter().filter(|table| !table.tidy) {
        let mut file = files.made(Part::Tables, &path(&table.id), &table.title, &table.subtitle);
        (file.name, file.synthetic) = (format!("table-{}", table.id), table.lineage.synthetic());
        file.schema = Some(schema(content, table));
        files.files.push(file);
    }
    let statistics = OpenTable::of_statistics(&content.protected.statistics);
    let mut file = files.made(Part::Machines, STATISTICS, &statistics.title, &statistics.subtitle);
    file.synthetic = statistics.lineage.synthetic();
    file.schema = Some(schema(content, &statistics));
    files.files.push(file);
    if let Some(table) = OpenTable::of_releases(&content.protected.picture) {
        let mut file = files.made(Part::Machines, REVISIONS, &table.title, &table.subtitle);
        file.synthetic = table.lineage.synthetic();
        file.schema = Some(schema(content, &table));
        files.files.push(file);
    }
    for figure in content.figures {
        let words = figure.words();
        let title = format!("Figure {}. {}", figure.number(), words.title);
        for (ending, says) in
            [("svg", "The picture, to any size"), ("png", "The picture, in pixels"), ("csv", "The data of the figure")]
        {
            let mut file = files.made(Part::Figures, &format!("figures/{}.{ending}", figure.id()), &title, says);
            (file.name, file.synthetic) = (format!("figure-{}-{ending}", figure.id()), words.synthetic);
            let data = OpenTable::of_figure(figure).filter(|_| ending == "csv");
            file.schema = data.map(|data| schema(content, &data));
            files.files.push(file);
        }
    }
    files.of(
        Part::Machines,
        FACTS,
        "The numbers of the text",
        "Each by its name, and the sentences in which they stand",
    );
    files.of(Part::Machines, DATA_PACKAGE, "Data Package", "Every CSV with its fields, as frictionless tools read it");
    files.of(Part::Machines, CSVW, "CSV on the Web", "The same, as the W3C’s standard has it");
    files.of(Part::Machines, DCAT, "DCAT", "The release and its files, as catalogues of data read it");
    match handling.marking {
        Marking::Official if content.protected.record.is_some() => {
            files.of(
                Part::Checking,
                RECORD,
                "What was printed",
                "What the release prints of the returns and of its statistics, for the editions after it",
            );
        }
        Marking::OfficialSensitive => {
            if content.protected.audit.is_some() {
                files.of(
                    Part::Checking,
                    AUDIT,
                    "Audit of disclosure control",
                    "How far each hidden count can be worked out",
                );
            }
            if !content.protected.picture.asking.forces.is_empty() {
                files.of(Part::Checking, ASKING, "Whom to ask first", "What each force adds to the width of the range");
            }
        }
        Marking::Official => {}
    }
    // The manifest alone has one name everywhere, so that a program finds it.
    let mut manifest =
        files.made(Part::Checking, MANIFEST, "Manifest", "SHA-256 of every input and output, to check the release by");
    MANIFEST.clone_into(&mut manifest.path);
    files.files.push(manifest);
    let (first, last) = (
        edition.recorded_crime.first.min(edition.returns.first),
        edition.recorded_crime.last.max(edition.returns.last),
    );
    let real = !edition.demonstration && !handling.embargoed;
    Described {
        name: format!("assess-{}-{marking}", edition.year),
        title: format!("{}, {}{demonstration}", edition.title, edition.year),
        subtitle: &edition.subtitle,
        publisher: &edition.publisher,
        geography: &edition.geography,
        year: edition.year,
        handling,
        synthetic: content.origin.synthetic(),
        issued: real.then(|| edition.release_instant.to_string()),
        span: (format!("{}-04-01", first.start()), format!("{}-03-31", last.start() + 1)),
        sources: content
            .catalogue
            .iter()
            .filter(|source| used.contains(source.id.as_str()))
            .map(|source| (source, invented.contains(source.id.as_str())))
            .collect(),
        files: files.files,
    }
}

struct Files {
    handling: Handling,
    synthetic: bool,
    files: Vec<File>,
}

impl Files {
    fn of(&mut self, part: Part, path: &str, title: &str, says: &str) {
        let file = self.made(part, path, title, says);
        self.files.push(file);
    }

    fn made(&self, part: Part, path: &str, title: &str, says: &str) -> File {
        let name = path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_lowercase().replace('/', "-");
        File {
            name,
            path: self.handling.path(path),
            title: title.to_owned(),
            says: says.to_owned(),
            part,
            synthetic: self.synthetic,
            schema: None,
        }
    }
}

fn schema(content: &Content<'_>, table: &OpenTable) -> Schema {
    let picture = &content.protected.picture;
    let sources: BTreeSet<&str> = table.lineage.sources().collect();
    let of_table = content.catalogue.iter().filter(|source| sources.contains(source.id.as_str()));
    let returned: BTreeSet<&str> = picture.agreed.lineage.sources().collect();
    let definition = picture.definitions.get(&picture.edition.agreed_definition);
    let definition = definition.filter(|_| sources.intersection(&returned).next().is_some());
    let Tidy { fields, key, .. } = Tidy::of(table);
    Schema {
        fields,
        key,
        sources: of_table.map(|source| format!("{}, {}", source.publisher, source.title)).collect(),
        protected: table.protected(),
        definition: definition.map(|definition| definition.title.clone()),
    }
}
