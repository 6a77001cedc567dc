//! How a file was read, as plain data: for `assess peek`, so that anyone can tell why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Column, Reading, Sheet, SheetCells};
use crate::fault::{Fault, Place, column_letters};
use crate::source::GridRow;
use crate::source::person_level::{self, PersonLevel, person_level};

/// Rows that are shown.
const SHOWN: usize = 5;

/// Addresses for questions that a sheet may give: nearly every published workbook names one or two on its cover. More are a list of people.
const MOST_CONTACTS: usize = 4;

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

/// Sums up a file. One that looks person-level is refused, and nothing of it is repeated; so is a sheet of a workbook that holds nothing but
/// addresses for questions, which nearly every publisher has, while the other sheets are shown.
pub fn summary(file: &str, reading: &Reading) -> Result<Summary, Fault> {
    let mut sheets = Vec::new();
    for cells in &reading.sheets {
        let sheet = Sheet::find(cells, &[]);
        let withheld = match persons(cells, sheet.as_ref()) {
            Ok(()) => String::new(),
            Err(Persons { fault, contacts: true }) if reading.sheets.len() > 1 => fault.what,
            Err(Persons { fault, .. }) => return Err(*fault),
        };
        sheets.push(SheetSummary {
            name: cells.grid.sheet.clone().unwrap_or_default(),
            hidden: cells.hidden,
            filled_rows: cells.grid.rows.len(),
            formulas: cells.formulas,
            uncalculated: cells.uncalculated,
            table: sheet.as_ref().filter(|_| withheld.is_empty()).map(table),
            withheld,
        });
    }
    Ok(Summary { file: file.to_owned(), format: reading.format.to_string(), manner: reading.manner.clone(), sheets })
}

/// Why a sheet looks person-level.
struct Persons {
    fault: Box<Fault>,
    /// Whether all that was found are addresses, as publishers give them for questions.
    contacts: bool,
}

/// The one place where a file is looked over for data on persons before anything of it is shown.
fn persons(cells: &SheetCells, sheet: Option<&Sheet<'_>>) -> Result<(), Persons> {
    let texts = |row: &GridRow| row.cells.iter().map(|value| value.text().into_owned()).collect::<Vec<String>>();
    let Some(sheet) = sheet else {
        // Without a table, any row at the top may be the names of its columns.
        for row in cells.grid.rows.iter().take(80) {
            let names = texts(row);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            refuse(cells, row.number, person_level(&names, std::iter::empty::<std::iter::Empty<&str>>()), &[])?;
        }
        let rows: Vec<Vec<String>> = cells.grid.rows.iter().map(texts).collect();
        return refuse(cells, 0, person_level(&[], rows.iter().map(|row| row.iter().map(String::as_str))), &rows);
    };
    // A header over several rows is joined by dashes; any of its parts may be the telling one.
    let names: Vec<&str> =
        sheet.columns().iter().map(|column| column.name.rsplit(" - ").next().unwrap_or_default()).collect();
    let rows: Vec<Vec<String>> = sheet
        .rows()
        .iter()
        .map(|row| sheet.columns().iter().map(|column| row.cell(column.index).text().into_owned()).collect())
        .collect();
    let found = person_level(&names, rows.iter().map(|row| row.iter().map(String::as_str)));
    refuse(cells, sheet.header_row(), found, &rows)
}

fn refuse(cells: &SheetCells, row: u32, found: Option<PersonLevel>, rows: &[Vec<String>]) -> Result<(), Persons> {
    let Some(found) = found else { return Ok(()) };
    // In a text there is no cover.
    let contacts = contacts(&found, rows).filter(|_| cells.grid.sheet.is_some());
    if contacts.is_some_and(|contacts| contacts <= MOST_CONTACTS) {
        return Ok(());
    }
    let place = Place { column: None, ..cells.grid.place(row, 0, "") };
    let fault = Fault::new(
        "person-level",
        place,
        format!("the file looks person-level: {found}; nothing of it is shown"),
        "send aggregated counts only, and delete this file from wherever it does not belong",
    );
    Err(Persons { fault: Box::new(fault), contacts: contacts.is_some() })
}

/// How many addresses there are, if nothing else was found. Shares are rounded up, so the cells behind them are counted back exactly enough
/// to tell a few from many.
fn contacts(found: &PersonLevel, rows: &[Vec<String>]) -> Option<usize> {
    use person_level::Kind;
    let filled = |column: usize| {
        let cell = |row: &&Vec<String>| row.get(column.saturating_sub(1)).is_some_and(|cell| !cell.trim().is_empty());
        rows.iter().filter(cell).count()
    };
    let contacts = found.evidence.iter().map(|evidence| match evidence.kind {
        Kind::Email | Kind::Telephone | Kind::Postcode => {
            Some((usize::from(evidence.percent) * filled(evidence.column) / 100).max(1))
        }
        _ => None,
    });
    contacts.sum()
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
