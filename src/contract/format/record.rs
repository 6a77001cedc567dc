//! Records: the rows of a file as typed values, each with its place.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::codelist::Code;
use super::model::{Contract, Kind};
use crate::fault::{Fault, Place};
use crate::period::{CalendarQuarter, FinancialYear, Part};
use crate::source::Table;
use crate::source::columnar::Numbers;

/// A typed cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Nothing, where the contract allows it.
    Empty,
    /// A marker for a missing value, such as `[x]`.
    Marker(Arc<str>),
    /// Text, an identifier, or a decimal as written.
    Text(Arc<str>),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Date),
    /// A calendar year.
    Year(i16),
    /// A financial year.
    FinancialYear(FinancialYear),
    /// A financial year or a quarter of one.
    Part(Part),
    /// A quarter of a calendar year.
    CalendarQuarter(CalendarQuarter),
    /// Yes or no.
    YesNo(bool),
    /// An entry of a code list.
    Code(Arc<Code>),
}

impl Value {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Marker(text) | Self::Text(text) => f.write_str(text),
            Self::Number(number) => write!(f, "{number}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Year(year) => write!(f, "{year}"),
            Self::FinancialYear(year) => write!(f, "{year}"),
            Self::CalendarQuarter(quarter) => write!(f, "{quarter}"),
            Self::Part(part) => write!(f, "{part}"),
            Self::YesNo(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Self::Code(code) => f.write_str(&code.id),
        }
    }
}

/// The rows of one file.
#[derive(Debug)]
pub struct Records {
    /// What the file was held against.
    pub contract: Arc<Contract>,
    /// Identifier of the source.
    pub source: String,
    /// Whether the file says of any of its rows that it is synthetic.
    pub synthetic: bool,
    pub(super) table: Table,
    /// The contract's columns, in order.
    pub(super) columns: Vec<Typed>,
}

/// The typed cells of a column: each distinct value once.
#[derive(Debug)]
pub(super) struct Typed {
    pub(super) values: Vec<Value>,
    pub(super) of: Of,
}

/// Which of the values a row has.
#[derive(Debug)]
pub(super) enum Of {
    /// That of the spelling in the table's column of this position.
    Spelling(usize),
    /// The one of this number.
    Number(Numbers),
    /// The first: the table does not have the column.
    First,
}

impl Typed {
    /// The number of a row's value.
    pub(super) fn number(&self, table: &Table, row: usize) -> usize {
        match &self.of {
            Of::Spelling(column) => table.number(row, *column),
            Of::Number(numbers) => numbers.get(row).unwrap_or_default() as usize,
            Of::First => 0,
        }
    }

    /// The value of a row.
    fn value(&self, table: &Table, row: usize) -> &Value {
        self.values.get(self.number(table, row)).unwrap_or(&Value::Empty)
    }
}

impl Records {
    /// The file, relative to the project folder.
    pub fn file(&self) -> &str {
        self.table.file()
    }

    /// Its rows as texts, codes for whatever stood for them.
    pub fn texts(&self) -> Vec<Vec<String>> {
        let text = |row, column: &Typed| column.value(&self.table, row).to_string();
        (0..self.len()).map(|row| self.columns.iter().map(|column| text(row, column)).collect()).collect()
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The rows, in file order.
    pub fn iter(&self) -> impl Iterator<Item = Record<'_>> {
        (0..self.len()).map(|index| Record { records: self, index })
    }

    /// A column of the contract, for what goes through many rows.
    pub fn column(&self, name: &str) -> Option<Values<'_>> {
        let at = self.contract.columns.iter().position(|known| known.name == name)?;
        self.columns.get(at).map(|column| Values { table: &self.table, column })
    }

    /// Line of a row, counted from 0 in file order.
    pub fn line(&self, row: usize) -> u64 {
        self.table.row(row).map_or(0, |row| row.line())
    }

    /// Where a column of a row stands.
    pub fn place(&self, row: usize, column: &str) -> Place {
        let cell = self.table.row(row).map(|row| row.cell(column).place());
        cell.unwrap_or_else(|| Place::file(self.file()))
    }

    /// Whether the contract has the columns that the program asks it for. An edited contract may have lost one.
    pub fn needs(&self, columns: &[(&str, Kind)]) -> Result<(), Vec<Fault>> {
        let lost = columns.iter().filter(|(name, kind)| {
            !self.contract.columns.iter().any(|column| column.name == *name && column.kind == *kind)
        });
        let faults: Vec<Fault> = lost
            .map(|(name, kind)| {
                let what = format!("the program needs the column `{name}` with the type {kind:?}");
                let remedy = "restore it from version control";
                Fault::new("contract-invalid", Place::file(&self.contract.file), what, remedy)
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}

/// The typed cells of a column: distinct values, and which of them each row has.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    table: &'a Table,
    column: &'a Typed,
}

impl<'a> Values<'a> {
    /// The distinct values, and some that stand in no row.
    pub fn values(&self) -> &'a [Value] {
        &self.column.values
    }

    /// Which of them a row has.
    pub fn number(&self, row: usize) -> usize {
        self.column.number(self.table, row)
    }

    /// The value of a row.
    pub fn value(&self, row: usize) -> &'a Value {
        self.column.value(self.table, row)
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    records: &'a Records,
    index: usize,
}

impl<'a> Record<'a> {
    /// Line of the file, from 1.
    pub fn line(&self) -> u64 {
        self.records.line(self.index)
    }

    /// Where a column of the row stands.
    pub fn place(&self, column: &str) -> Place {
        self.records.place(self.index, column)
    }

    /// Where the row stands.
    pub fn row_place(&self) -> Place {
        let row = self.records.table.row(self.index).map(|row| row.place());
        row.unwrap_or_else(|| Place::file(self.records.file()))
    }

    /// The value of a column; [`Value::Empty`] for a column that is not there.
    pub fn value(&self, column: &str) -> &'a Value {
        let index = self.records.contract.columns.iter().position(|known| known.name == column);
        let column = index.and_then(|index| self.records.columns.get(index));
        column.map_or(&Value::Empty, |column| column.value(&self.records.table, self.index))
    }

    /// Text, an identifier, a decimal as written, or the identifier of a code; nothing where the cell is empty or marked.
    pub fn text(&self, column: &str) -> &'a str {
        match self.value(column) {
            Value::Text(text) => text,
            Value::Code(code) => &code.id,
            _ => "",
        }
    }

    /// The code of a cell.
    pub fn code(&self, column: &str) -> Option<&'a Code> {
        match self.value(column) {
            Value::Code(code) => Some(code),
            _ => None,
        }
    }

    /// A whole number.
    pub fn number(&self, column: &str) -> Option<i64> {
        match self.value(column) {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A day.
    pub fn date(&self, column: &str) -> Option<Date> {
        match self.value(column) {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// A calendar year.
    pub fn year(&self, column: &str) -> Option<i16> {
        match self.value(column) {
            Value::Year(year) => Some(*year),
            _ => None,
        }
    }

    /// A financial year.
    pub fn financial_year(&self, column: &str) -> Option<FinancialYear> {
        match self.value(column) {
            Value::FinancialYear(year) => Some(*year),
            _ => None,
        }
    }

    /// A part of a financial year.
    pub fn part(&self, column: &str) -> Option<Part> {
        match self.value(column) {
            Value::Part(part) => Some(*part),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn yes(&self, column: &str) -> Option<bool> {
        match self.value(column) {
            Value::YesNo(yes) => Some(*yes),
            _ => None,
        }
    }

    /// The marker of a cell.
    pub fn marker(&self, column: &str) -> Option<&'a str> {
        match self.value(column) {
            Value::Marker(marker) => Some(marker),
            _ => None,
        }
    }
}
