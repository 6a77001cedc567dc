//! A figure's own data as a table: machine-readable, one number a cell, limits and markers in columns of their own.

/// The data behind a figure, ready for a CSV or ODS exporter. Every row has as many cells as there are columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Column names: lower-case words joined by underscores.
    pub columns: Vec<String>,
    /// The rows; an empty cell has its reason in the marker column.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds `data_status` to every row where the figure rests on invented data, so that no single row travels unmarked.
    pub(super) fn stamped(mut self, synthetic: bool) -> Self {
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
    number.map_or_else(String::new, super::format::exact)
}

/// A marker, or an empty cell.
pub(super) fn mark(marker: Option<&str>) -> String {
    marker.unwrap_or_default().to_owned()
}
