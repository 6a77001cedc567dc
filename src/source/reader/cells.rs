//! Cells gathered row by row, within a limit: a file of a few kilobytes can claim billions of cells.

use crate::fault::{Fault, Place};
use crate::source::grid::{GridRow, Value};

/// Cells a file may fill, blanks between them included: some half a gigabyte. The largest published workbook has a tenth.
const MOST_CELLS: usize = 20_000_000;

/// Bytes of text that a cell may hold at no further cost.
const USUAL_TEXT: usize = 64;

/// What is left of the limit, shared by the sheets of a file.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    /// The whole limit.
    pub(super) fn new() -> Self {
        Self { left: MOST_CELLS }
    }

    /// Takes some cells from it.
    pub(super) fn take(&mut self, file: &str, cells: usize) -> Result<(), Fault> {
        match self.left.checked_sub(cells) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Fault::new(
                "workbook-too-large",
                Place::file(file),
                format!(
                    "the file fills more than {} million cells, long texts counted several times",
                    MOST_CELLS / 1_000_000
                ),
                "send the table that is needed in a file of its own; look for a value in the last row or column of a sheet",
            )),
        }
    }

    /// Takes what a long text costs beyond its cell: one text of a megabyte can be repeated in a million cells.
    pub(super) fn take_text(&mut self, file: &str, value: &Value) -> Result<(), Fault> {
        match value {
            Value::Text(text) if text.len() >= USUAL_TEXT => self.take(file, text.len() / USUAL_TEXT),
            _ => Ok(()),
        }
    }
}

/// The rows of one sheet while they are read.
#[derive(Debug, Default)]
pub(super) struct Cells {
    rows: Vec<GridRow>,
    unsorted: bool,
}

impl Cells {
    /// Puts a value in its place. Empty values cost nothing.
    pub(super) fn put(
        &mut self,
        (row, column): (u32, u32),
        value: Value,
        (budget, file): (&mut Budget, &str),
    ) -> Result<(), Fault> {
        if value.is_empty() {
            return Ok(());
        }
        budget.take_text(file, &value)?;
        match self.rows.last() {
            Some(last) if last.number == row => {}
            last => {
                self.unsorted |= last.is_some_and(|last| last.number > row);
                self.rows.push(GridRow { number: row, cells: Vec::new() });
            }
        }
        let Some(GridRow { cells, .. }) = self.rows.last_mut() else { return Ok(()) };
        let column = column as usize;
        if column >= cells.len() {
            budget.take(file, column + 1 - cells.len())?;
            cells.resize(column + 1, Value::Empty);
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = value;
        }
        Ok(())
    }

    /// The rows in order.
    pub(super) fn into_rows(mut self) -> Vec<GridRow> {
        if self.unsorted {
            self.rows.sort_by_key(|row| row.number);
            self.rows.dedup_by(|later, earlier| {
                let same = later.number == earlier.number;
                if same {
                    for (column, value) in later.cells.drain(..).enumerate().filter(|(_, value)| !value.is_empty()) {
                        if column >= earlier.cells.len() {
                            earlier.cells.resize(column + 1, Value::Empty);
                        }
                        if let Some(cell) = earlier.cells.get_mut(column) {
                            *cell = value;
                        }
                    }
                }
                same
            });
        }
        self.rows
    }
}
