//! The table shape of a return.
//!
//! Job: hold one row of a return and write many as CSV. In: rows in any order. Out: bytes with the agreed header, LF
//! line ends and rows sorted by their columns from left to right. Invariants: a row has either a value or a marker,
//! so an empty cell always says why it is empty.

use super::DemoError;
use crate::lineage::{STATUS, SYNTHETIC};

/// The columns of every return.
const COLUMNS: [&str; 9] =
    ["force_code", "period", "quarter", "definition", "measure", "dimension", "category", "value", "marker"];

/// The whole year, in the column that otherwise names a quarter.
pub(super) const YEAR: &str = "year";

/// The four quarters of a financial year, the first from April to June.
pub(super) const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];

/// One cell of a return. The order of the fields is the order of the columns and of the sort.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) force_code: String,
    pub(super) period: String,
    pub(super) quarter: &'static str,
    pub(super) definition: &'static str,
    pub(super) measure: &'static str,
    pub(super) dimension: &'static str,
    pub(super) category: &'static str,
    /// The count, or nothing where it is not available, which the marker `[x]` then says.
    pub(super) value: Option<u64>,
}

/// The rows as CSV.
pub(super) fn write(rows: &[Row]) -> Result<Vec<u8>, DemoError> {
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort();
    let records = sorted.into_iter().map(|row| {
        let (value, marker) = match row.value {
            Some(value) => (value.to_string(), String::new()),
            None => (String::new(), "[x]".to_owned()),
        };
        [
            row.force_code.clone(),
            row.period.clone(),
            row.quarter.to_owned(),
            row.definition.to_owned(),
            row.measure.to_owned(),
            row.dimension.to_owned(),
            row.category.to_owned(),
            value,
            marker,
        ]
    });
    write_records(COLUMNS, records)
}

/// A header and records, in the order given, as CSV with LF line ends. Every row says that it is synthetic.
pub(super) fn write_records<const WIDTH: usize>(
    header: [&str; WIDTH],
    records: impl IntoIterator<Item = [String; WIDTH]>,
) -> Result<Vec<u8>, DemoError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(header.into_iter().chain([STATUS]))?;
    for record in records {
        writer.write_record(record.iter().map(String::as_str).chain([SYNTHETIC]))?;
    }
    writer.into_inner().map_err(|error| DemoError::Write(error.into_error().into()))
}
