//! The published national figures on group-based offending and its neighbours, each with the definition, unit, period,
//! coverage and source that decide what it may be compared with.

use super::format::{Kind, Records};
use crate::fault::{Fault, Faults, Place};

/// One number somebody published.
#[derive(Clone, Debug)]
pub struct PublishedFigure {
    /// Where its value stands.
    pub place: Place,
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
    /// Day of publication, ISO 8601; empty where not known.
    pub published: String,
    /// Where it stands.
    pub source_title: String,
    /// Whether the source itself was read: found, second-hand or unverified.
    pub status: String,
    /// Conflicts and corrections.
    pub note: String,
    /// Whether the source rounds it.
    pub rounded: bool,
    /// What the chapter takes it for; empty for most.
    pub role: String,
    /// As the chapter quotes it, where the source gives words; else empty.
    pub words: String,
}

/// Columns that hold text or a word.
const TEXTS: [&str; 16] = [
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
    "published",
    "role",
    "words",
];

impl PublishedFigure {
    /// The published figures of a reading.
    pub fn read(files: &[Records]) -> Result<Vec<Self>, Vec<Fault>> {
        let mut faults = Faults::new();
        let mut figures: Vec<Self> = Vec::new();
        for records in files {
            records.needs(&[
                ("id", Kind::Code),
                ("value", Kind::Decimal),
                ("status", Kind::Codelist),
                ("rounded", Kind::YesNo),
            ])?;
            for column in TEXTS.iter().filter(|column| records.contract.columns.iter().all(|one| one.name != **column))
            {
                records.needs(&[(column, Kind::Text)])?;
            }
            for record in records.iter() {
                let text = |column| record.text(column).to_owned();
                let day = |column| record.date(column).map(|day| day.to_string()).unwrap_or_default();
                let figure = Self {
                    place: record.place("value"),
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
                    published: day("published"),
                    source_title: text("source_title"),
                    status: text("status"),
                    note: text("note"),
                    rounded: record.yes("rounded") == Some(true),
                    role: text("role"),
                    words: text("words"),
                };
                let same = |other: &&Self| {
                    !figure.role.is_empty() && other.role == figure.role && other.year() == figure.year()
                };
                if let Some(other) = figures.iter().find(same) {
                    faults.push(Fault::new(
                        "role-duplicate",
                        record.place("role"),
                        format!("`{}` is the role of `{}` in the same year, {}", figure.role, other.id, figure.year()),
                        "leave the role with the one that the chapter quotes",
                    ));
                }
                figures.push(figure);
            }
        }
        faults.into_result(figures)
    }

    /// Whether it counts the children of an area, which those of its forces must sum to.
    pub fn is_of_children(&self) -> bool {
        self.concept == "child-population"
    }

    /// The calendar year it is of; that of its publication where it states no period. Empty where neither is known.
    pub fn year(&self) -> &str {
        let day = if self.period_start.is_empty() { &self.published } else { &self.period_start };
        day.get(..4).unwrap_or_default()
    }

    /// Whether it is of a whole calendar year.
    pub fn is_of_calendar_year(&self, year: i16) -> bool {
        self.period_start == format!("{year}-01-01") && self.period_end == format!("{year}-12-31")
    }

    /// The number, where it is a whole one.
    pub fn count(&self) -> Option<i64> {
        self.value.parse().ok()
    }
}
