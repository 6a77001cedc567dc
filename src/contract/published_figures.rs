//! The published national figures on group-based offending and its neighbours, each with the definition, unit, period,
//! coverage and source that decide what it may be compared with.

use super::format::{Kind, Records};
use crate::fault::Fault;

/// One number somebody published.
#[derive(Clone, Debug)]
pub struct PublishedFigure {
    /// Stable identifier.
    pub id: String,
    /// Short label.
    pub figure: String,
    /// The number as published; empty where the source gives words only.
    pub value: String,
    /// What is counted: crimes, victims, percent …
    pub unit: String,
    /// What it is about. Two figures of different concept are never put on one axis or in one sum.
    pub concept: String,
    /// Definition it was counted under; empty where none is known.
    pub definition: String,
    /// First day of the period, ISO 8601; empty where not stated.
    pub period_start: String,
    /// Last day of the period, ISO 8601; empty where not stated.
    pub period_end: String,
    /// Calendar year, financial year or other.
    pub basis: String,
    /// Area.
    pub geography: String,
    /// Forces or bodies covered, in words.
    pub coverage: String,
    /// Who published it.
    pub publisher: String,
    /// Where it stands.
    pub source_title: String,
    /// Whether the source itself was read: found, second-hand or unverified.
    pub status: String,
    /// Conflicts and corrections.
    pub note: String,
}

/// Columns that hold text or a word.
const TEXTS: [&str; 13] = [
    "figure",
    "value",
    "unit",
    "concept",
    "definition",
    "period_start",
    "period_end",
    "basis",
    "geography",
    "coverage",
    "publisher",
    "source_title",
    "note",
];

impl PublishedFigure {
    /// The published figures of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut figures = Vec::new();
        for records in files {
            records.needs(&[("id", Kind::Code), ("value", Kind::Decimal), ("status", Kind::Codelist)])?;
            for column in TEXTS.iter().filter(|column| records.contract.columns.iter().all(|one| one.name != **column))
            {
                records.needs(&[(column, Kind::Text)])?;
            }
            figures.extend(records.iter().map(|record| {
                let text = |column| record.text(column).to_owned();
                let day = |column| record.date(column).map(|day| day.to_string()).unwrap_or_default();
                Self {
                    id: text("id"),
                    figure: text("figure"),
                    value: text("value"),
                    unit: text("unit"),
                    concept: text("concept"),
                    definition: text("definition"),
                    period_start: day("period_start"),
                    period_end: day("period_end"),
                    basis: text("basis"),
                    geography: text("geography"),
                    coverage: text("coverage"),
                    publisher: text("publisher"),
                    source_title: text("source_title"),
                    status: text("status"),
                    note: text("note"),
                }
            }));
        }
        Ok(figures)
    }
}
