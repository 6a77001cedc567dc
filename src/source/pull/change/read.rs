//! A vintage as text cells, whatever its form: the named sheet, or the largest table.

use crate::source::person_level::person_level;
use crate::source::reader::{self, Sheet};

/// A table of text cells. As its contract reads it, it knows the columns that name its rows, and where each row stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// Names of its columns.
    pub header: Vec<String>,
    /// Its rows, in order.
    pub rows: Vec<Vec<String>>,
    /// The columns that name a row; guessed where there is none.
    pub key: Vec<String>,
    /// Where each row stands; none where only the rows are known.
    pub places: Vec<String>,
}

/// The table of a file. Nothing where it cannot be read, holds no table, or looks person-level: of such a file no cell may
/// be repeated.
pub fn read(bytes: &[u8], file: &str, sheet: &str) -> Option<TextTable> {
    let reading = reader::read(bytes, file).ok()?;
    let named = |name: &Option<String>| sheet.is_empty() || name.as_ref().is_none_or(|name| name == sheet.trim());
    let sheets = reading.sheets.iter().filter(|cells| named(&cells.grid.sheet));
    let tables = sheets.filter_map(|cells| Sheet::find(cells, &[]));
    // The first of equals: two vintages must not be held against each other by different sheets.
    let table = tables.reduce(|best, next| if size(&next) > size(&best) { next } else { best })?;
    let header: Vec<String> = table.columns().iter().map(reader::Column::label).collect();
    let rows: Vec<Vec<String>> = table
        .rows()
        .iter()
        .map(|row| table.columns().iter().map(|column| row.cell(column.index).text().trim().to_owned()).collect())
        .collect();
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    if person_level(&names, rows.iter().map(|row| row.iter().map(String::as_str))).is_some() {
        return None;
    }
    Some(TextTable { header, rows, ..TextTable::default() })
}

fn size(sheet: &Sheet<'_>) -> usize {
    sheet.rows().len() * sheet.columns().len()
}
