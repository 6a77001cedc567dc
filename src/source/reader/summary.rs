//! How a file was read, as plain data: for `assess peek`, so that anyone can tell why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::persons::{self, look_over, of_sheet};
use super::{Column, Reading, Sheet};
use crate::fault::{Fault, Place, column_letters};

/// Rows that are shown.
const SHOWN: usize = 5;

/// A file as its reader saw it.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// File.
    pub file: String,
    /// Format, found by content.
    pub format: String,
    /// Encoding and separator of a text; empty for others.
    pub manner: String,
    /// Sheets in order.
    pub sheets: Vec<SheetSummary>,
}

/// A sheet as its reader saw it. Rows are numbered from 1, as programs show them.
#[derive(Debug, Serialize)]
pub struct SheetSummary {
    /// Name; empty for a file that is one table.
    pub name: String,
    /// Whether its program hides it.
    pub hidden: bool,
    /// Rows with at least one value.
    pub filled_rows: usize,
    /// Formulas.
    pub formulas: usize,
    /// Formulas without a stored result.
    pub uncalculated: usize,
    /// Why nothing of it is shown; empty where it is.
    pub withheld: String,
    /// The table in it; none where no header was found.
    pub table: Option<TableSummary>,
}

/// The table in a sheet.
#[derive(Debug, Serialize)]
pub struct TableSummary {
    /// First and last row of the header.
    pub header: (u64, u64),
    /// Rows of the table.
    pub rows: usize,
    /// Columns.
    pub columns: Vec<ColumnSummary>,
    /// Rows set aside as title or notes: number and text.
    pub notes: Vec<(u64, String)>,
    /// The first rows: number and cells.
    pub first_rows: Vec<(u64, Vec<String>)>,
}

/// A column of the table.
#[derive(Debug, Serialize)]
pub struct ColumnSummary {
    /// Letters in the sheet.
    pub letters: String,
    /// Name without footnotes.
    pub name: String,
    /// Footnotes taken off the name.
    pub footnotes: Vec<String>,
    /// Type.
    pub kind: &'static str,
    /// Cells with a value.
    pub values: usize,
    /// Cells without anything.
    pub empty: usize,
    /// Markers and their number.
    pub markers: BTreeMap<String, usize>,
    /// Cells that are not of the type.
    pub others: usize,
    /// The first of those: row and text.
    pub first_other: Option<(u64, String)>,
}

/// Sums up a file. One that is about persons is refused, and nothing of it is repeated; a sheet of a workbook that may be is withheld,
/// while the others are shown.
pub fn summary(file: &str, reading: &Reading) -> Result<Summary, Fault> {
    if let Some(fault) = look_over(file, reading, &[]).fault(reading.sheets.len() < 2) {
        return Err(fault);
    }
    let mut sheets = Vec::new();
    for cells in &reading.sheets {
        let sheet = Sheet::find(cells, &[]);
        let withheld = of_sheet(cells, sheet.as_ref());
        let withheld = withheld.map_or_else(String::new, |found| persons::fault(Place::file(file), &found).what);
        sheets.push(SheetSummary {
            name: cells.grid.sheet.clone().unwrap_or_default(),
            hidden: cells.grid.hidden,
            filled_rows: cells.grid.rows.len(),
            formulas: cells.formulas,
            uncalculated: cells.uncalculated,
            table: sheet.as_ref().filter(|_| withheld.is_empty()).map(table),
            withheld,
        });
    }
    Ok(Summary { file: file.to_owned(), format: reading.format.to_string(), manner: reading.manner.clone(), sheets })
}

fn table(sheet: &Sheet<'_>) -> TableSummary {
    let first = u64::from(sheet.header_row()) + 1;
    let shown = sheet.rows().iter().take(SHOWN);
    TableSummary {
        header: (first, u64::from(sheet.header_last_row()) + 1),
        rows: sheet.rows().len(),
        columns: sheet.columns().iter().map(column).collect(),
        notes: sheet.notes().into_iter().map(|(row, text)| (u64::from(row) + 1, text)).collect(),
        first_rows: shown
            .map(|row| {
                let text = |column: &Column| row.cell(column.index).text().trim().to_owned();
                (row.line(), sheet.columns().iter().map(text).collect())
            })
            .collect(),
    }
}

fn column(column: &Column) -> ColumnSummary {
    ColumnSummary {
        letters: column_letters(u32::try_from(column.index).unwrap_or(u32::MAX)),
        name: column.name.clone(),
        footnotes: column.footnotes.clone(),
        kind: column.kind.word(),
        values: column.values,
        empty: column.empty,
        markers: column.markers.clone(),
        others: column.others,
        first_other: column.first_other.as_ref().map(|(row, text)| (u64::from(*row) + 1, text.clone())),
    }
}
