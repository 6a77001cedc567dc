//! Good files of every kind that the program reads, small, so that a hundred thousand are soon read.

use std::fs;

use assess::contract::{Contracts, role};
use assess::definition::Definitions;
use assess::edition::Edition;
use assess::period::{FinancialYear, Part};
use assess::source::Project;
use assess::template::{Asked, Choice, Entry, Filling, Form, Format, write};
use rust_xlsxwriter::Workbook;

use crate::project::repository;

/// What a file is, and so who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A table of a contract, as text or as a plain workbook.
    Table(&'static str),
    /// A filled template.
    Template,
    /// A contract.
    Contract,
    /// A code list.
    Codelist,
    /// A definition.
    Definition,
    /// An edition.
    Edition,
    /// Another settings file, by its path.
    Settings(&'static str),
}

impl Kind {
    /// Ending of a file that is kept.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Table(_) | Self::Template => "table",
            _ => "toml",
        }
    }
}

/// A good file.
pub(crate) struct File {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
}

/// All good files.
pub(crate) struct Corpus {
    pub(crate) files: Vec<File>,
}

/// Tables with their contracts, and how many lines of them are enough.
const TABLES: [(&str, &str, usize); 7] = [
    ("data/demo/adr_group_based.csv", role::GROUP_BASED, 45),
    ("data/demo/adr_parent.csv", role::PARENT, 26),
    ("data/demo/profiles.csv", role::PROFILES, 12),
    ("data/demo/bridge_studies.csv", role::BRIDGES, 7),
    ("data/public/child_population.csv", role::CHILD_POPULATION, 20),
    ("data/public/recorded_crime_force_quarter.csv", role::RECORDED_BY_FORCE, 20),
    ("data/public/published_figures.csv", role::PUBLISHED, 20),
];

const SETTINGS: [&str; 7] = [
    "data/checks.toml",
    "data/sources.toml",
    "data/acceptances.toml",
    "data/sources.lock",
    "report/2027/statistics.toml",
    "report/2027/figures.toml",
    "report/2027/judgements.toml",
];

const ACCEPTANCE: &str = r#"[[acceptance]]
check = "quarter-jump"
force = "E23000003"
period = "2024/25 Q2"
measure = "csae_crimes"
by = "Head of analysis"
on = 2026-10-01
until = 2027-03-31
reason = "One large investigation, confirmed by the force."
"#;

const LOCK: &str = r#"version = 1

[[file]]
key = "child-population"
path = "fetched/child-population.csv"
url = "https://www.nomisweb.co.uk/api/v01/dataset/NM_2002_1.data.csv"
sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
bytes = 0
first_seen = "2026-11-02T08:30:00Z"
"#;

impl Corpus {
    pub(crate) fn new() -> Self {
        let mut files = Vec::new();
        let read = |path: &str| fs::read(repository().join(path)).unwrap();
        for (path, contract, lines) in TABLES {
            let text = String::from_utf8(read(path)).unwrap();
            let few: String = text.lines().take(lines).flat_map(|line| [line, "\n"]).collect();
            files.push(File { kind: Kind::Table(contract), bytes: xlsx(&few) });
            files.push(File { kind: Kind::Table(contract), bytes: ods(&few) });
            files.push(File { kind: Kind::Table(contract), bytes: few.into_bytes() });
        }
        files.extend(templates().map(|bytes| File { kind: Kind::Template, bytes }));
        for (folder, kind) in [
            ("data/contracts", Kind::Contract),
            ("data/codelists", Kind::Codelist),
            ("data/definitions", Kind::Definition),
        ] {
            let mut paths: Vec<_> =
                fs::read_dir(repository().join(folder)).unwrap().map(|one| one.unwrap().path()).collect();
            paths.sort();
            paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
            // A few of a kind are alike.
            files.extend(paths.iter().step_by(3).map(|path| File { kind, bytes: fs::read(path).unwrap() }));
        }
        files.push(File { kind: Kind::Edition, bytes: read("report/2027/edition.toml") });
        for path in SETTINGS {
            let bytes = match path {
                "data/acceptances.toml" => ACCEPTANCE.into(),
                "data/sources.lock" => LOCK.into(),
                _ => read(path),
            };
            files.push(File { kind: Kind::Settings(path), bytes });
        }
        Self { files }
    }
}

/// A text of commas as a workbook.
fn xlsx(text: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A text of commas as an OpenDocument spreadsheet.
fn ods(text: &str) -> Vec<u8> {
    let mut content = String::from(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
         <office:body><office:spreadsheet><table:table table:name=\"Table\">",
    );
    for line in text.lines() {
        content.push_str("<table:table-row>");
        for cell in line.split(',') {
            let cell = cell.replace('&', "&amp;").replace('<', "&lt;");
            content.push_str(&match cell.parse::<f64>() {
                Ok(number) => {
                    format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{cell}</text:p></table:table-cell>")
                }
                Err(_) => format!("<table:table-cell office:value-type=\"string\"><text:p>{cell}</text:p></table:table-cell>"),
            });
        }
        content.push_str("<table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>");
    }
    content.push_str("<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell/></table:table-row>");
    content.push_str("</table:table></office:spreadsheet></office:body></office:document-content>");
    super::damage::pack(&[
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml".to_owned(), content.into_bytes()),
    ])
}

/// The form of the templates: that of the repository, with a few sheets.
pub(crate) fn form() -> Form {
    let mut project = Project::open(repository()).unwrap();
    let definitions = Definitions::read(&mut project).unwrap();
    let edition = Edition::read(&mut project, 2027, &definitions).unwrap();
    let contracts = Contracts::read(&mut project, &definitions).unwrap();
    let mut form = Form::of(Asked {
        contract: contracts.get(role::GROUP_BASED).unwrap(),
        contracts: &contracts,
        definitions: &definitions,
        edition: &edition,
        force: &Choice { id: "E23000005".to_owned(), title: "Greater Manchester Police".to_owned() },
        period: FinancialYear::starting(2025),
        guidance: &assess::template::Guidance::default(),
        optional: true,
        synthetic_example: true,
    })
    .unwrap();
    form.sections.retain(|section| ["total", "context", "suspect_sex"].contains(&section.dimension.as_str()));
    form
}

fn templates() -> impl Iterator<Item = Vec<u8>> {
    let form = form();
    let mut filling = Filling::default();
    for section in &form.sections {
        filling.definitions.insert(section.id.clone(), form.agreed.id.clone());
        for category in &section.categories {
            let parts: Vec<Part> =
                if section.quarters { (1..=4).map(Part::Quarter).collect() } else { vec![Part::Year] };
            for part in parts {
                filling.entries.insert((section.id.clone(), category.id.clone(), part), Entry::Count(12));
            }
        }
    }
    let created = "2026-11-05T09:30:00Z".parse().unwrap();
    [Format::Xlsx, Format::Ods].into_iter().map(move |format| write(&form, &filling, format, created).unwrap())
}
