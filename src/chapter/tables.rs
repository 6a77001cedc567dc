//! A table of the chapter: it has one header row and a row header, one number in a cell, and typed cells to the last step.

use crate::lineage::Lineage;
use crate::wording::{self, Cell};

/// Unit of a column of percentages.
pub(super) const PERCENT: &str = "percent";

/// A table of the chapter.
#[derive(Clone, Debug)]
pub struct DataTable {
    pub(super) id: &'static str,
    /// Title.
    pub title: String,
    /// Measure, place and period.
    pub subtitle: String,
    /// Columns: title, the unit where it holds numbers, and its share of the width.
    pub columns: Vec<TableColumn>,
    /// Rows of as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Where the numbers come from.
    pub source: String,
    /// Notes and the legend of markers.
    pub notes: Vec<String>,
    /// What it rests on.
    pub lineage: Lineage,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Title.
    pub title: String,
    /// Unit of its numbers, which stand to the right; none where it holds words.
    pub unit: Option<String>,
    /// Share of the width.
    pub width: u8,
}

impl DataTable {
    /// Stable name.
    pub fn id(&self) -> &str {
        self.id
    }

    /// Rows of cells as printed.
    pub fn printed(&self) -> Vec<Vec<String>> {
        self.rows.iter().map(|row| row.iter().map(Cell::to_string).collect()).collect()
    }
}

/// A column of words.
pub(super) fn text(title: impl Into<String>, width: u8) -> TableColumn {
    TableColumn { title: title.into(), unit: None, width }
}

/// A column of numbers of a unit.
pub(super) fn number(title: impl Into<String>, unit: &str, width: u8) -> TableColumn {
    TableColumn { title: title.into(), unit: Some(unit.to_owned()), width }
}

/// The source line of what rests on the returns alone.
pub(super) fn returns(lineage: &Lineage) -> String {
    lineage.source_line("Force returns to the new annual data requirement.")
}

/// What stands where there is nothing to give.
pub(super) fn absent() -> Cell {
    Cell::marker(wording::NOT_AVAILABLE)
}

/// A share as a whole percentage.
pub(super) fn share(share: Option<f64>) -> Cell {
    share.map_or_else(absent, percent)
}

/// A share in [0, 1] as a whole percentage.
pub(super) fn percent(share: f64) -> Cell {
    Cell::percent(share, 0)
}

/// A marker of what does not apply.
pub(super) fn not_applicable() -> Cell {
    Cell::marker(wording::NOT_APPLICABLE)
}
