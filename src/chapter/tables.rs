//! A table of the chapter: it has one header row and a row header, and one number
//! in a cell.

use crate::lineage::Lineage;
use crate::wording;

/// A table of the chapter.
#[derive(Clone, Debug)]
pub struct DataTable {
    pub(super) id: &'static str,
    /// Title.
    pub title: String,
    /// Measure, place and period.
    pub subtitle: String,
    /// Columns: title, whether it holds numbers, and its share of the width.
    pub columns: Vec<TableColumn>,
    /// Rows of cells as printed.
    pub rows: Vec<Vec<String>>,
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
    /// Whether it holds numbers, which stand to the right.
    pub numbers: bool,
    /// Share of the width.
    pub width: u8,
}

impl DataTable {
    /// Stable name.
    pub fn id(&self) -> &str {
        self.id
    }
}

/// A column of words.
pub(super) fn text(title: impl Into<String>, width: u8) -> TableColumn {
    TableColumn { title: title.into(), numbers: false, width }
}

/// A column of numbers.
pub(super) fn number(title: impl Into<String>, width: u8) -> TableColumn {
    TableColumn { title: title.into(), numbers: true, width }
}

/// The source line of what rests on the returns alone.
pub(super) fn returns(lineage: &Lineage) -> String {
    lineage.source_line("Force returns to the new annual data requirement.")
}

/// What stands where there is nothing to give.
pub(super) fn absent() -> String {
    wording::NOT_AVAILABLE.to_owned()
}

/// A share as a whole percentage.
pub(super) fn share(share: Option<f64>) -> String {
    share.map_or_else(absent, wording::percent)
}
