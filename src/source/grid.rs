//! Cells as a file holds them, before anyone says what they mean: rows of values, each row with its number.
//!
//! Every reader of `reader` makes grids, and a workbook makes one for each sheet. Rows without any value are left out and the others
//! keep their numbers, so that an address is always right and a million repeated blank rows cost nothing.

use std::borrow::Cow;

use jiff::civil::DateTime;

use crate::fault::Place;

/// The cells of a sheet, or of a file that is one table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// File, as it is named in messages.
    pub file: String,
    /// Sheet of a workbook, with the blanks around its name cut off; none for a file that is one table.
    pub sheet: Option<String>,
    /// Rows that hold at least one value, in order.
    pub rows: Vec<GridRow>,
    /// Whether its program hides the sheet.
    pub hidden: bool,
    /// Rows with a value that its program hides, from 0.
    pub hidden_rows: Vec<u32>,
    /// Columns with a value that its program hides, from 0.
    pub hidden_columns: Vec<u32>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GridRow {
    /// Row of the sheet, from 0; for a text file the line where the record begins, less one.
    pub number: u32,
    /// Cells from the first column; those after the last value may be left out.
    pub cells: Vec<Value>,
}

/// What one cell holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing, or blanks only.
    #[default]
    Empty,
    /// Text as it stands, blanks included: a code `71` in a cell of text is text.
    Text(String),
    /// A whole number; a workbook's `71.0` is 71.
    Integer(i64),
    /// Any other finite number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A day, or an instant without a zone.
    Date(DateTime),
    /// A cell without a usable result: `#N/A`, `#REF!`, or a formula that was never calculated.
    Error(String),
}

/// The largest whole number up to which every whole number is a float of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Value {
    /// Text, or nothing where it has only blanks.
    pub fn from_text(text: &str) -> Self {
        if text.chars().all(char::is_whitespace) { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A number of a workbook, which knows floats only: whole where it is whole, an error where it is no number.
    pub fn from_float(number: f64) -> Self {
        if !number.is_finite() {
            Self::Error(number.to_string())
        } else if number.trunc() == number && number.abs() < EXACT {
            // In range and whole, so nothing is lost.
            Self::Integer(number as i64)
        } else {
            Self::Number(number)
        }
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The value as text, blanks included: digits without separators, dates as `2026-03-31`, `TRUE` and `FALSE`.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Boolean(true) => Cow::Borrowed("TRUE"),
            Self::Boolean(false) => Cow::Borrowed("FALSE"),
            Self::Date(date) if date.time() == jiff::civil::Time::midnight() => Cow::Owned(date.date().to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
        }
    }
}

impl GridRow {
    /// The value in a column counted from 0; a column after the last reads as empty.
    pub fn cell(&self, column: usize) -> &Value {
        self.cells.get(column).unwrap_or(&Value::Empty)
    }

    /// The columns that hold a value, from 0.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.cells.iter().enumerate().filter(|(_, value)| !value.is_empty())
    }

    /// Line of a text file, or row of a sheet as its program counts it: from 1.
    pub fn line(&self) -> u64 {
        u64::from(self.number) + 1
    }
}

impl Grid {
    /// Where a cell stands: sheet and `C7` for a workbook, else line and column name.
    pub fn place(&self, row: u32, column: usize, name: &str) -> Place {
        match &self.sheet {
            Some(sheet) => Place::workbook(&self.file, sheet, (row, u32::try_from(column).unwrap_or(u32::MAX)), name),
            None => Place::cell(&self.file, u64::from(row) + 1, name),
        }
    }

    /// Notes which rows and columns its program hides, of those that hold a value.
    pub(super) fn hide(&mut self, rows: impl Fn(u32) -> bool, columns: impl Fn(u32) -> bool) {
        self.hidden_rows = self.rows.iter().map(|row| row.number).filter(|row| rows(*row)).collect();
        let filled: std::collections::BTreeSet<usize> =
            self.rows.iter().flat_map(|row| row.filled().map(|(column, _)| column)).collect();
        let filled = filled.into_iter().filter_map(|column| u32::try_from(column).ok());
        self.hidden_columns = filled.filter(|column| columns(*column)).collect();
    }

    /// Number of columns: the last that holds a value anywhere, counted from 1.
    pub fn width(&self) -> usize {
        self.rows.iter().filter_map(|row| row.filled().last().map(|(column, _)| column + 1)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_float_is_an_integer_and_a_code_in_text_stays_text() {
        assert_eq!(Value::from_float(71.0), Value::Integer(71));
        assert_eq!(Value::from_float(4.7), Value::Number(4.7));
        assert_eq!(Value::from_float(-0.0), Value::Integer(0));
        assert_eq!(Value::from_text("4.10").text(), "4.10");
        assert_eq!(Value::from_text(" \u{a0} "), Value::Empty);
        assert!(matches!(Value::from_float(f64::NAN), Value::Error(_)));
    }

    #[test]
    fn a_date_without_a_time_is_a_day() {
        let day = jiff::civil::date(2026, 3, 31);
        assert_eq!(Value::Date(day.at(0, 0, 0, 0)).text(), "2026-03-31");
        assert_eq!(Value::Date(day.at(14, 30, 0, 0)).text(), "2026-03-31T14:30:00");
    }
}
