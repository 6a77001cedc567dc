//! The counts of one entry sheet.

use super::super::form::{Choice, Form};
use super::super::layout::{Layout, NO_SUM, TO_FILL};
use super::sheet::{self, Found};
use super::value::{self, Read};
use crate::fault::{Fault, Faults, Place};
use crate::period::Part;
use crate::source::{Grid, GridRow, Value};
use crate::workbook::Range;

/// A cell of the long form.
pub(super) struct Cell {
    pub(super) category: String,
    pub(super) part: Part,
    pub(super) value: Option<i64>,
    pub(super) marker: Option<String>,
    pub(super) place: Place,
    /// Row and column in the sheet.
    pub(super) at: (u32, usize),
}

/// The sheet as read.
pub(super) struct Sheet<'a> {
    pub(super) cells: Vec<Cell>,
    pub(super) found: Found<'a>,
}

/// Reads the entries of a sheet. None where the table was not found.
pub(super) fn read<'a>(grid: &'a Grid, form: &Form, layout: &Layout<'_>, faults: &mut Faults) -> Option<Sheet<'a>> {
    let found = sheet::find(grid, &layout.expected(), faults)?;
    let mut reader = Reader { grid, form, layout, faults, columns: &found.columns, empty: Vec::new() };
    let mut cells = Vec::new();
    for (category, row) in layout.section.categories.iter().zip(&found.categories) {
        if let Some(row) = row {
            cells.extend(reader.category(category, row));
        }
    }
    let empty = std::mem::take(&mut reader.empty);
    let untouched = !layout.section.due && cells.is_empty() && empty.len() == entry_cells(layout);
    if let Some((row, column)) = empty.first().filter(|_| !untouched) {
        faults.push(Fault::new(
            "template-cells-empty",
            grid.place(*row, *column, ""),
            format!("{} of the sheet's cells are empty: {}", empty.len(), ranges(&empty)),
            "enter the counts, 0 where there were none; where there is no count, choose a reason",
        ));
    }
    Some(Sheet { cells, found })
}

/// How many cells a sheet has for counts.
fn entry_cells(layout: &Layout<'_>) -> usize {
    let (first, last) = layout.entry_columns();
    layout.section.categories.len() * usize::from(last - first + 1)
}

struct Reader<'a> {
    grid: &'a Grid,
    form: &'a Form,
    layout: &'a Layout<'a>,
    faults: &'a mut Faults,
    columns: &'a [usize],
    /// Cells without count or reason.
    empty: Vec<(u32, usize)>,
}

impl Reader<'_> {
    /// The column of the sheet that the template has at `index`, and its header.
    fn column(&self, index: u16) -> (usize, String) {
        let index = usize::from(index);
        let header = self.layout.headers().get(index).map(|header| (*header).to_owned()).unwrap_or_default();
        (self.columns.get(index).copied().unwrap_or(index), header)
    }

    fn place(&self, row: &GridRow, column: u16) -> Place {
        let (column, header) = self.column(column);
        self.grid.place(row.number, column, &header)
    }

    fn category(&mut self, category: &Choice, row: &GridRow) -> Vec<Cell> {
        let (first, last) = self.layout.entry_columns();
        let why = self.layout.reason_column();
        let place = self.place(row, why);
        let reason = value::reason(row.cell(self.column(why).0), &place, self.form);
        let reason = self.faults.keep(reason).flatten();
        let mut cells = Vec::new();
        for column in first..=last {
            let (at, _) = self.column(column);
            let place = self.place(row, column);
            let Some(read) = self.faults.keep(value::read(row.cell(at), &place, self.form)) else { continue };
            let quarter = self.layout.section.quarters;
            let part = if quarter { Part::Quarter(u8::try_from(column).unwrap_or(0)) } else { Part::Year };
            let (value, marker) = match (read, &reason) {
                (Read::Count(count), Some(reason)) => {
                    self.both(&place, count, reason, row);
                    continue;
                }
                (Read::Count(count), None) if !quarter && count < 0 => {
                    self.negative(place, count);
                    continue;
                }
                (Read::Count(count), None) => (Some(count), None),
                (Read::Marker(marker), Some(reason)) if marker != *reason => {
                    self.faults.push(Fault::new(
                        "template-reasons-differ",
                        place,
                        format!("the cell says {marker}, and its row {reason} (cell {})", self.cell(row, why)),
                        "keep one of the two reasons",
                    ));
                    continue;
                }
                (Read::Marker(marker), _) => (None, Some(marker)),
                (Read::Missing, Some(reason)) => (None, Some(reason.clone())),
                (Read::Missing, None) => {
                    self.empty.push((row.number, at));
                    continue;
                }
            };
            cells.push(Cell { category: category.id.clone(), part, value, marker, place, at: (row.number, at) });
        }
        let complete = cells.len() == usize::from(last - first + 1);
        if self.layout.section.quarters && complete {
            let year = self.year(category, row, &cells);
            cells.extend(year);
        }
        cells
    }

    /// The year of the four quarters: their sum, and the cell must not say otherwise.
    fn year(&mut self, category: &Choice, row: &GridRow, quarters: &[Cell]) -> Option<Cell> {
        let column = self.layout.year_column();
        let (at, _) = self.column(column);
        let place = self.place(row, column);
        let held = match row.cell(at) {
            // A formula that no program has calculated yet says nothing against its quarters.
            Value::Error(_) => Read::Missing,
            Value::Text(text) if [TO_FILL, NO_SUM].contains(&text.trim()) => Read::Missing,
            other => self.faults.keep(value::read(other, &place, self.form))?,
        };
        let counts: Vec<i64> = quarters.iter().filter_map(|cell| cell.value).collect();
        let known = counts.len() == quarters.len();
        let sum = counts.iter().try_fold(0_i64, |sum, count| sum.checked_add(*count));
        let reason = self
            .form
            .markers
            .iter()
            .find(|marker| quarters.iter().any(|cell| cell.marker.as_ref() == Some(&marker.id)))
            .map(|marker| marker.id.clone());
        let (value, marker) = match (held, sum) {
            (_, None) => {
                self.disagrees(&place, "the quarters are too large to add up".to_owned());
                return None;
            }
            (Read::Count(held), Some(sum)) if known && held != sum => {
                let cells = self.quarters(row);
                self.disagrees(&place, format!("the year is {held}, and its quarters ({cells}) add up to {sum}"));
                return None;
            }
            (Read::Marker(held), Some(sum)) if known => {
                let cells = self.quarters(row);
                self.disagrees(&place, format!("the year says {held}, and its quarters ({cells}) add up to {sum}"));
                return None;
            }
            (_, Some(sum)) if known => (Some(sum), None),
            // The force knows the year but not every quarter.
            (Read::Count(held), _) => (Some(held), None),
            (Read::Marker(marker), _) => (None, Some(marker)),
            (Read::Missing, _) => (None, reason),
        };
        if let Some(value) = value.filter(|value| *value < 0) {
            self.negative(place, value);
            return None;
        }
        Some(Cell { category: category.id.clone(), part: Part::Year, value, marker, place, at: (row.number, at) })
    }

    fn quarters(&self, row: &GridRow) -> String {
        let (first, last) = self.layout.entry_columns();
        format!("{} to {}", self.cell(row, first), self.cell(row, last))
    }

    fn cell(&self, row: &GridRow, column: u16) -> String {
        crate::workbook::cell_name(row.number, u32::try_from(self.column(column).0).unwrap_or(u32::MAX))
    }

    fn disagrees(&mut self, place: &Place, what: String) {
        self.faults.push(Fault::new(
            "template-formula-overwritten",
            place.clone(),
            what,
            "one of them is wrong: correct it, and put the formula of the template back; if it still stands there, let the \
             program calculate the workbook and save it",
        ));
    }

    fn negative(&mut self, place: Place, count: i64) {
        self.faults.push(Fault::new(
            "template-value-negative",
            place,
            format!("a year cannot have {count} of anything"),
            "enter 0 or more; only a single quarter can be below 0, where earlier crimes were cancelled or transferred",
        ));
    }

    fn both(&mut self, place: &Place, count: i64, reason: &str, row: &GridRow) {
        let cell = self.cell(row, self.layout.reason_column());
        self.faults.push(Fault::new(
            "template-value-and-marker",
            place.clone(),
            format!("the cell has the count {count}, and {cell} says that there is none ({reason})"),
            format!("keep one of the two: clear {cell}, or the counts of its row"),
        ));
    }
}

/// Cells as ranges: those side by side in one row, then rows one under another with the same columns.
fn ranges(cells: &[(u32, usize)]) -> String {
    let mut runs: Vec<(u32, u32, u16, u16)> = Vec::new();
    for (row, column) in cells {
        let column = u16::try_from(*column).unwrap_or(u16::MAX);
        match runs.last_mut() {
            Some((_, last, _, right)) if *last == *row && right.saturating_add(1) == column => *right = column,
            _ => runs.push((*row, *row, column, column)),
        }
    }
    let mut blocks: Vec<(u32, u32, u16, u16)> = Vec::new();
    for run in runs {
        match blocks.last_mut() {
            Some((_, last, left, right)) if (*left, *right) == (run.2, run.3) && *last + 1 == run.0 => *last = run.1,
            _ => blocks.push(run),
        }
    }
    let names: Vec<String> =
        blocks.into_iter().map(|(top, bottom, left, right)| Range::new((top, left), (bottom, right)).name()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn empty_cells_are_named_as_ranges() {
        let cells = [(7, 1), (7, 2), (7, 3), (8, 1), (8, 2), (8, 3), (11, 1)];
        assert_eq!(ranges(&cells), "B8:D9, B12");
    }
}
