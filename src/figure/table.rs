//! A figure's own data as a table: machine-readable, one number a cell, limits and markers in columns of their own.

use csv::Writer;

use super::value::Shown;

/// The data behind a figure, ready for a CSV or ODS exporter. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Column names: lower-case words joined by underscores.
    pub columns: Vec<String>,
    /// The rows; an empty cell has its reason in the marker column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// As CSV with its header line: UTF-8 without a byte order mark, lines ended by LF, quoted only where needed.
    pub fn csv(&self) -> Vec<u8> {
        let mut writer = Writer::from_writer(Vec::new());
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            // Writing to memory cannot fail, and a row is as long as the header by construction.
            let _ = writer.write_record(row);
        }
        writer.into_inner().unwrap_or_default()
    }

    pub(crate) fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds `data_status` to every row where the figure rests on invented data, so that no single row travels unmarked.
    pub(crate) fn stamped(mut self, synthetic: bool) -> Self {
        if synthetic {
            self.columns.push("data_status".to_owned());
            for row in &mut self.rows {
                row.push("synthetic".to_owned());
            }
        }
        self
    }
}

/// A number for a machine, or an empty cell.
pub(super) fn cell(number: Option<f64>) -> String {
    number.map_or_else(String::new, crate::wording::format::exact)
}

/// A number with the decimals that are printed, or an empty cell.
pub(super) fn printed(number: Option<f64>, decimals: usize) -> String {
    let number = number.and_then(|number| crate::wording::cell::Number::decimal(number, decimals));
    number.map_or_else(String::new, crate::wording::cell::Number::machine)
}

/// A value as it is printed: the number, its unit, its marker and why there is none, each in a cell of its own.
pub(super) fn cells(shown: &Shown, unit: &str, decimals: usize) -> [String; 4] {
    [printed(shown.value, decimals), unit.to_owned(), mark(shown.marker.as_deref()), shown.reason()]
}

/// A marker, or an empty cell.
pub(super) fn mark(marker: Option<&str>) -> String {
    marker.unwrap_or_default().to_owned()
}
