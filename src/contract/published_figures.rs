//! The published national figures on group-based offending and its neighbours, each with the definition, unit, period,
//! coverage and source that decide what it may be compared with.

use super::{Keys, table};
use crate::fault::{Fault, Faults};
use crate::source::Project;

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

const COLUMNS: [&str; 18] = [
    "id",
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
    "source_url",
    "published",
    "licence",
    "status",
    "note",
];

impl PublishedFigure {
    /// Reads the published figures.
    pub fn read(project: &mut Project, path: &str) -> Result<Vec<Self>, Vec<Fault>> {
        let table = table(project, path, &COLUMNS)?;
        let mut faults = Faults::new();
        let mut keys = Keys::new();
        let mut figures = Vec::new();
        for row in table.rows() {
            let text = |column| row.cell(column).text().to_owned();
            faults.keep(keys.check(&row, text("id")));
            faults.keep(row.cell("status").one_of("word-unknown", &["found", "second-hand", "unverified"]));
            let value = row.cell("value");
            // Some sources give words ("just over half"): then the note has them, and there is no number to quote.
            if !value.text().is_empty() || row.cell("note").text().is_empty() {
                faults.keep(decimal(&value));
            }
            for column in ["id", "figure", "unit", "concept"] {
                if row.cell(column).text().is_empty() {
                    faults.push(row.cell(column).fault(
                        "cell-empty",
                        format!("`{column}` is empty"),
                        "fill it in; a published figure without its unit and concept could be set beside one of another kind",
                    ));
                }
            }
            figures.push(Self {
                id: text("id"),
                figure: text("figure"),
                value: text("value"),
                unit: text("unit"),
                concept: text("concept"),
                definition: text("definition"),
                period_start: text("period_start"),
                period_end: text("period_end"),
                basis: text("basis"),
                geography: text("geography"),
                coverage: text("coverage"),
                publisher: text("publisher"),
                source_title: text("source_title"),
                status: text("status"),
                note: text("note"),
            });
        }
        faults.into_result(figures)
    }
}

/// A number with at most one decimal point. It is kept as text: published decimals are quoted, not computed with.
fn decimal(cell: &crate::source::Cell<'_>) -> Result<(), Fault> {
    let digits = cell.text().strip_prefix('-').unwrap_or(cell.text());
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits(whole) && all_digits(part) {
        return Ok(());
    }
    Err(cell.fault(
        "number-not-decimal",
        format!("`{}` is not a number", cell.text()),
        "give the number in digits, with a point before decimals",
    ))
}
