//! A side of a comparison: the numbers of a release as its files say them, or of a project as a release of it would.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::{Manifest, Released, STATISTICS};
use super::Label;
use crate::chapter::narrative::Said;
use crate::disclosure::commitment::Noted;
use crate::edition::Marking;
use crate::fault::Failure;
use crate::figure::Table;

/// Name of the numbers of the text in their sentences, before its handling.
pub const FACTS: &str = "numbers.json";

/// Which statistic: its entry, its place and its time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Key {
    /// Identifier of its entry.
    pub id: String,
    /// Breakdown and category, where it is of one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Area.
    pub area: String,
    /// Period.
    pub period: String,
}

/// What `statistics.csv` says of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Title.
    pub title: String,
    /// The value, with its decimals; empty where there is none.
    pub value: String,
    lower: String,
    upper: String,
    /// Unit.
    pub unit: String,
    marker: String,
    reason: String,
}

impl Row {
    /// The value with its limits, or the marker with its reason.
    pub fn shown(&self) -> String {
        let limits = match (self.lower.as_str(), self.upper.as_str()) {
            ("", "") => String::new(),
            (lower, "") => format!(" (at least {lower})"),
            (lower, upper) => format!(" ({lower} to {upper})"),
        };
        match self.value.as_str() {
            "" => format!("{}{limits}, {}", self.marker, self.reason),
            value => format!("{value}{limits}"),
        }
    }
}

/// The rows of `statistics.csv` by what they are of.
///
/// # Errors
/// Bytes that are no table.
pub fn statistics(bytes: &[u8]) -> Result<BTreeMap<Key, Row>, csv::Error> {
    let table = parsed(bytes)?;
    let column = |name: &str| table.columns.iter().position(|column| column == name);
    let rows = table.rows.iter().map(|row| {
        let text = |name: &str| column(name).and_then(|at| row.get(at)).cloned().unwrap_or_default();
        let category = [text("breakdown"), text("category")].into_iter().filter(|text| !text.is_empty());
        let key = Key {
            id: text("id"),
            category: category.collect::<Vec<_>>().join("/"),
            area: text("area"),
            period: text("period"),
        };
        let row = Row {
            title: text("title"),
            value: text("value"),
            lower: text("lower"),
            upper: text("upper"),
            unit: text("unit"),
            marker: text("marker"),
            reason: text("reason"),
        };
        (key, row)
    });
    Ok(rows.collect())
}

/// The numbers of the text, and the sentences in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// What each fact that the text or a figure prints says, by its name.
    pub facts: BTreeMap<String, String>,
    /// The sentences of the text, in order.
    pub sentences: Vec<Said>,
}

/// The facts as a file of the release.
pub fn facts(printed: &Printed) -> Vec<u8> {
    // Texts always serialise.
    let mut bytes = serde_json::to_vec_pretty(printed).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// One side.
#[derive(Clone, Debug)]
pub struct Side {
    /// As it was named.
    pub name: String,
    /// Year of the edition.
    pub year: i16,
    /// Marking.
    pub marking: Marking,
    /// The program that made it, in words.
    pub program: String,
    /// What it was made from.
    pub inputs: BTreeMap<String, Noted>,
    /// The statistics.
    pub statistics: BTreeMap<Key, Row>,
    /// What the text prints.
    pub facts: BTreeMap<String, String>,
    /// The sentences of the text.
    pub sentences: Vec<Said>,
    /// The figures as vector pictures, by their ids.
    pub figures: BTreeMap<String, String>,
}

impl Side {
    /// A release, from its folder alone.
    ///
    /// # Errors
    /// A folder that is no release, or not as its manifest says.
    pub fn of_release(folder: &Path) -> Result<Self, Failure> {
        let given = Released::open(folder)?;
        let manifest = given.manifest()?;
        let shown = folder.display();
        if let Some(first) = given.held_by_itself(&manifest).0.first() {
            let remedy = "look at it with `assess verify --hashes-only`, and fetch the release again";
            return Err(Failure::cannot_run(format!("`{shown}` is not as its manifest says: {first}"), remedy));
        }
        Self::of(shown.to_string(), manifest, |path| Ok(given.bytes(path).map(<[u8]>::to_vec)))
    }

    /// A release of which these are the files.
    pub fn of(
        name: String,
        manifest: Manifest,
        file: impl Fn(&str) -> Result<Option<Vec<u8>>, Failure>,
    ) -> Result<Self, Failure> {
        let refuse = |what: String| {
            Failure::cannot_run(format!("{name}: {what}"), "name the folder of a release, as `assess build` wrote it")
        };
        let handling =
            manifest.handling().ok_or_else(|| refuse("the manifest does not say how it is marked".to_owned()))?;
        let listed = |path: &str| match manifest.outputs.contains_key(path) {
            true => file(path),
            false => Ok(None),
        };
        let table = listed(&handling.path(STATISTICS))?.ok_or_else(|| refuse("it holds no statistics".to_owned()))?;
        let statistics =
            statistics(&table).map_err(|error| refuse(format!("its statistics cannot be read: {error}")))?;
        let printed = listed(&handling.path(FACTS))?.map(|bytes| serde_json::from_slice(&bytes)).transpose();
        let printed = printed.map_err(|error| refuse(format!("the numbers of its text cannot be read: {error}")))?;
        let Printed { facts, sentences } = printed.unwrap_or_default();
        let mut figures = BTreeMap::new();
        for path in manifest.outputs.keys() {
            let Some(name) = path.strip_prefix("figures/").filter(|name| name.ends_with(".svg")) else { continue };
            if let (Some(id), Some(bytes)) = (name.split('.').next(), file(path)?) {
                figures.insert(id.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(Self {
            year: manifest.year(),
            marking: handling.marking,
            program: format!("{} {}", manifest.program.name, manifest.program.version),
            inputs: manifest.inputs,
            statistics,
            facts,
            sentences,
            figures,
            name,
        })
    }

    /// The same in short.
    pub(super) fn label(&self) -> Label {
        let Self { name, year, marking, program, .. } = self;
        Label { name: name.clone(), edition: *year, marking: *marking, program: program.clone() }
    }

    /// The sentences in which a fact stands.
    pub(super) fn sentences_with(&self, id: &str) -> Vec<String> {
        let with = self.sentences.iter().filter(|one| one.facts.iter().any(|fact| fact == id));
        with.map(|one| one.words.clone()).collect()
    }
}

fn parsed(bytes: &[u8]) -> Result<Table, csv::Error> {
    let mut reader = csv::Reader::from_reader(bytes);
    let columns = reader.headers()?.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| Ok(row?.iter().map(str::to_owned).collect()));
    Ok(Table { columns, rows: rows.collect::<Result<_, csv::Error>>()? })
}
