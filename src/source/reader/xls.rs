//! Workbooks of Excel 97 to 2003.

use std::io::Cursor;

use calamine::{Reader, SheetVisible, Xls, XlsError};

use super::SheetCells;
use super::archive::{self, damaged};
use super::cells::{Budget, Cells};
use super::guard::guarded;
use super::xlsx::{owned, region};
use crate::fault::Fault;
use crate::source::grid::Grid;

/// Reads every sheet.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<Vec<SheetCells>, Fault> {
    refuse_false_dimensions(bytes, file)?;
    // The library indexes into the file by offsets that stand in it, and panics where they are wrong.
    guarded(|| sheets(bytes, file)).unwrap_or_else(|| Err(damaged(file, "its offsets lead outside it")))
}

fn sheets(bytes: &[u8], file: &str) -> Result<Vec<SheetCells>, Fault> {
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => archive::password(file),
        error => damaged(file, &error.to_string()),
    })?;
    let mut budget = Budget::new();
    let mut sheets = Vec::new();
    for listed in workbook.sheets_metadata().to_vec() {
        // Sheets of charts and macros are listed without cells.
        let Ok(range) = workbook.worksheet_range(&listed.name) else { continue };
        let mut cells = Cells::default();
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            let address = (at(first_row, row), at(first_column, column));
            cells.put(address, owned(value.clone()), (&mut budget, file))?;
        }
        let merged = workbook.merge_cells_by_sheet_name(&listed.name).unwrap_or_default();
        let formulas = workbook.worksheet_formula(&listed.name).map_or(0, |formulas| formulas.used_cells().count());
        let name = Some(listed.name.trim().to_owned());
        let hidden = listed.visible != SheetVisible::Visible;
        sheets.push(SheetCells {
            grid: Grid { file: file.to_owned(), sheet: name, rows: cells.into_rows(), hidden, ..Grid::default() },
            merged: merged.iter().map(region).collect(),
            formulas,
            ..SheetCells::default()
        });
    }
    Ok(sheets)
}

/// Refuses a sheet that says it is larger than one can be: the library makes room for what is said before it reads.
fn refuse_false_dimensions(bytes: &[u8], file: &str) -> Result<(), Fault> {
    // Record 0x0200, 14 bytes: first row, row after the last (32 bits each), the same for columns (16 bits each), two zero bytes.
    for record in bytes.windows(18).filter(|window| window.starts_with(b"\x00\x02\x0e\x00")) {
        let long =
            |at: usize| record.get(at..at + 4).map_or(0, |b| b.iter().rev().fold(0_u32, |n, b| n << 8 | u32::from(*b)));
        let short =
            |at: usize| record.get(at..at + 2).map_or(0, |b| b.iter().rev().fold(0_u32, |n, b| n << 8 | u32::from(*b)));
        let ((from_row, to_row), (from_column, to_column), end) =
            ((long(4), long(8)), (short(12), short(14)), short(16));
        if end == 0 && (to_row > 65_536 || to_column > 256 || from_row > to_row || from_column > to_column) {
            return Err(damaged(file, "a sheet says it is larger than a sheet can be"));
        }
    }
    Ok(())
}
