//! From the bytes of a file to its cells, one reader a format.
//!
//! In: bytes and the name of the file. Out: a grid for each sheet, with what a person would want to know about how it was read. The
//! format is found by content, because a workbook is often saved under the wrong ending and a login page under the right one. What
//! cannot be read is a fault that names the reason; nothing is guessed into a number.

mod archive;
mod asides;
mod cells;
mod compound;
mod contacts;
mod format;
mod guard;
mod header;
mod hidden;
mod json;
mod meaning;
mod names;
mod ods;
#[cfg(feature = "parquet")]
mod parquet;
mod persons;
mod separated;
mod sheet;
mod summary;
mod xls;
mod xlsx;

use crate::fault::{Fault, Place};
use crate::source::grid::Grid;
use crate::source::person_level::Answer;
use crate::source::{NotPlain, Plain};

pub use format::Format;
pub use header::{Layout, layout};
pub use meaning::{Meaning, is_bracketed_marker, meaning};
pub use names::{comparable, without_footnotes};
pub use persons::{Aside, fault as persons_fault, refuse_persons};
pub(in crate::source) use separated::not_csv;
pub use sheet::{Column, Kind, Sheet};
pub use summary::{ColumnSummary, SheetSummary, Summary, TableSummary, summary};

/// A file as its reader saw it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Format, found by content.
    pub format: Format,
    /// How the text was encoded and separated, or nothing for a workbook: `UTF-8, commas`.
    pub manner: String,
    /// Its sheets, in the order of the file; one for a file that is one table.
    pub sheets: Vec<SheetCells>,
    /// Texts that stand in no cell.
    pub asides: Vec<Aside>,
}

/// A sheet and what its cells do not say.
#[derive(Clone, Debug, Default)]
pub struct SheetCells {
    /// Its cells.
    pub grid: Grid,
    /// Whether its first row holds the names of the columns and all others values: it has no title, notes or second header.
    pub named: bool,
    /// Cells that are shown as one; the value is in the first.
    pub merged: Vec<Region>,
    /// Number of formulas.
    pub formulas: usize,
    /// Formulas without a stored result: the workbook was written by a program that does not calculate.
    pub uncalculated: usize,
}

/// A rectangle of cells: first and last row, first and last column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// What a cell holds whose formula has no stored result.
pub const UNCALCULATED: &str = "formula without a result";

/// The sheets of a file that is about no person, whatever its format. `file` is its name in messages, `answers` what an analyst has
/// said of what only looks like persons.
pub fn sheets(bytes: &[u8], file: &str, answers: &[Answer]) -> Result<Vec<Grid>, Fault> {
    let reading = read(bytes, file)?;
    refuse_persons(file, &reading, answers)?;
    Ok(reading.sheets.into_iter().map(|sheet| sheet.grid).collect())
}

/// What a file is: a plain one, read by columns and looked over where it is used, or the sheets of any other.
#[derive(Debug)]
pub enum Opened {
    /// Text with commas.
    Plain(Plain),
    /// Anything else.
    Sheets(Vec<Grid>),
}

impl Opened {
    /// Its sheets; none of a plain file.
    pub fn sheets(&self) -> &[Grid] {
        if let Self::Sheets(sheets) = self { sheets } else { &[] }
    }
}

/// Opens a file, as [`sheets`] does.
pub fn open(bytes: &[u8], file: &str, answers: &[Answer]) -> Result<Opened, Fault> {
    if file.ends_with(".csv") && format::find(bytes, file)? == Format::Separated {
        match Plain::read(file, bytes) {
            Ok(plain) => return Ok(Opened::Plain(plain)),
            Err(NotPlain::Fault(fault)) => return Err(fault),
            Err(NotPlain::Empty | NotPlain::OtherForm) => {}
        }
    }
    sheets(bytes, file, answers).map(Opened::Sheets)
}

/// Reads a file, whatever its format, with what is to be known about how. `file` is its name in messages.
pub fn read(bytes: &[u8], file: &str) -> Result<Reading, Fault> {
    let format = format::find(bytes, file)?;
    let mut asides = Vec::new();
    let (manner, sheets) = match format {
        Format::Separated => separated::read(bytes, file)?,
        Format::Xlsx => (String::new(), xlsx::read(bytes, file, &mut asides)?),
        Format::Xls => {
            asides.extend(compound::texts(bytes));
            (String::new(), xls::read(bytes, file)?)
        }
        Format::Ods => (String::new(), ods::read(bytes, file, &mut asides)?),
        Format::Json => (String::new(), json::read(bytes, file, &mut asides)?),
        Format::Parquet => (String::new(), parquet(bytes, file, &mut asides)?),
    };
    refuse_uncalculated(file, &sheets)?;
    Ok(Reading { format, manner, sheets, asides })
}

#[cfg(feature = "parquet")]
fn parquet(bytes: &[u8], file: &str, asides: &mut Vec<Aside>) -> Result<Vec<SheetCells>, Fault> {
    parquet::read(bytes, file, asides)
}

/// Without its reader a Parquet file is at least called by its name.
#[cfg(not(feature = "parquet"))]
fn parquet(_: &[u8], file: &str, _: &mut Vec<Aside>) -> Result<Vec<SheetCells>, Fault> {
    Err(Fault::new(
        "parquet-not-built",
        Place::file(file),
        "the file is Parquet, and this program was built without its reader",
        "build it with `--features parquet`, or give the table as CSV, XLSX, XLS, ODS or JSON",
    ))
}

/// A workbook whose numbers are all formulas that nobody calculated holds no numbers.
fn refuse_uncalculated(file: &str, sheets: &[SheetCells]) -> Result<(), Fault> {
    use crate::source::grid::Value;
    let Some(first) = sheets.iter().find(|sheet| sheet.uncalculated > 0) else { return Ok(()) };
    let values = sheets.iter().flat_map(|sheet| &sheet.grid.rows).flat_map(|row| &row.cells);
    if values.into_iter().any(|value| matches!(value, Value::Integer(_) | Value::Number(_))) {
        return Ok(());
    }
    let address = first.grid.rows.iter().find_map(|row| {
        let uncalculated = |value: &Value| matches!(value, Value::Error(text) if text == UNCALCULATED);
        row.cells.iter().position(uncalculated).map(|column| (row.number, column))
    });
    let place = address.map_or_else(|| Place::file(file), |(row, column)| first.grid.place(row, column, ""));
    Err(Fault::new(
        "workbook-uncalculated",
        Place { column: None, ..place },
        "the workbook holds formulas without results, and no number",
        "open it in a spreadsheet program, let it calculate, save it and send it again; or paste the values",
    ))
}
