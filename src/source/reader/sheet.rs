//! A sheet as a table: its columns with names and types, its rows, and what was set aside as title and notes.
//!
//! Nothing is changed on the way: the cells stay those of the grid, and a value is asked for by row and column, with its address.

use std::collections::BTreeMap;

use super::SheetCells;
use super::header::{self, Layout};
use super::meaning::{Meaning, is_bracketed_marker, meaning};
use super::names::comparable;
use crate::fault::{Fault, Place, column_letters, shape};
use crate::source::grid::{GridRow, Value};

/// A sheet as a table.
#[derive(Clone, Debug)]
pub struct Sheet<'a> {
    cells: &'a SheetCells,
    layout: Layout,
    columns: Vec<Column>,
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Position in the grid, from 0.
    pub index: usize,
    /// Name, its parts joined and its footnotes taken off. Empty where the header has none.
    pub name: String,
    /// Footnotes that were glued to the name.
    pub footnotes: Vec<String>,
    /// What its cells are.
    pub kind: Kind,
    /// Cells that hold a value, markers left out.
    pub values: usize,
    /// Cells that hold nothing.
    pub empty: usize,
    /// Markers and how often each stands there.
    pub markers: BTreeMap<String, usize>,
    /// Cells that are not of the kind.
    pub others: usize,
    /// The row in the grid and the text of the first of those.
    pub first_other: Option<(u32, String)>,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No values.
    Empty,
    /// Words.
    Text,
    /// Codes: text, even where all of them are digits.
    Code,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Days or instants.
    Date,
    /// Yes and no.
    Boolean,
}

impl Kind {
    /// Its name in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Text => "text",
            Self::Code => "code",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Date => "date",
            Self::Boolean => "yes or no",
        }
    }
}

/// Of ten values in a column of numbers, so many must be numbers.
const MOSTLY: usize = 8;

impl<'a> Sheet<'a> {
    /// Finds the table in a sheet, its header by the wanted names where there are any. None where there is no table.
    pub fn find(cells: &'a SheetCells, wanted: &[&str]) -> Option<Self> {
        let layout = match cells.named {
            true => Layout { header: 0..1, body: 1..cells.grid.rows.len().max(1) },
            false => header::layout(&cells.grid, &cells.merged, wanted)?,
        };
        let view = header::Cells { grid: &cells.grid, merged: &cells.merged };
        let rows = &cells.grid.rows;
        let table = rows.get(layout.header.start..layout.body.end).unwrap_or_default();
        let width = table.iter().filter_map(|row| row.filled().last().map(|(column, _)| column + 1)).max().unwrap_or(0);
        let named = header::names(view, layout.header.clone(), width);
        let body = rows.get(layout.body.clone()).unwrap_or_default();
        let columns = named
            .into_iter()
            .map(|(index, name, footnotes)| column(body, index, name, footnotes))
            .filter(|column| {
                // A spacer has no values and is named only by a merged cell over it.
                let headed = cells.grid.rows.get(layout.header.clone()).unwrap_or_default();
                column.kind != Kind::Empty || headed.iter().any(|row| !row.cell(column.index).is_empty())
            })
            .collect();
        Some(Self { cells, layout, columns })
    }

    /// Where its parts stand among the rows of the grid.
    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column of a name, whatever its case, blanks and footnotes.
    pub fn column(&self, name: &str) -> Result<&Column, Fault> {
        let wanted = comparable(name);
        self.columns.iter().find(|column| comparable(&column.name) == wanted).ok_or_else(|| {
            let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
            let at = self.header_row();
            Fault::new(
                "column-missing",
                Place { column: None, ..self.cells.grid.place(at, 0, "") },
                format!("the column `{name}` is missing"),
                format!("the columns are: {}", names.join(", ")),
            )
        })
    }

    /// The row of the sheet, from 0, where the header begins.
    pub fn header_row(&self) -> u32 {
        self.cells.grid.rows.get(self.layout.header.start).map_or(0, |row| row.number)
    }

    /// The row of the sheet, from 0, where the header ends.
    pub fn header_last_row(&self) -> u32 {
        let last = self.layout.header.end.saturating_sub(1);
        self.cells.grid.rows.get(last).map_or(0, |row| row.number)
    }

    /// Its rows.
    pub fn rows(&self) -> &'a [GridRow] {
        self.cells.grid.rows.get(self.layout.body.clone()).unwrap_or_default()
    }

    /// The rows set aside, above and below: row of the sheet from 0, and text.
    pub fn notes(&self) -> Vec<(u32, String)> {
        let rows = &self.cells.grid.rows;
        let above = rows.get(..self.layout.header.start).unwrap_or_default();
        let below = rows.get(self.layout.body.end..).unwrap_or_default();
        let text = |row: &GridRow| {
            let parts: Vec<String> = row.filled().map(|(_, value)| value.text().trim().to_owned()).collect();
            (row.number, parts.join(" "))
        };
        above.iter().chain(below).map(text).collect()
    }

    /// What a cell says: in a column of numbers a number or a marker; elsewhere what stands there.
    pub fn meaning<'b>(&self, row: &'b GridRow, column: &Column) -> Meaning<'b> {
        of_kind(row.cell(column.index), column.kind)
    }

    /// Where a cell stands.
    pub fn place(&self, row: &GridRow, column: &Column) -> Place {
        self.cells.grid.place(row.number, column.index, &column.name)
    }

    /// The whole number in a cell, none where there is a marker or nothing. Anything else is a fault at its address.
    pub fn integer(&self, row: &GridRow, column: &Column) -> Result<Option<i64>, Fault> {
        match meaning(row.cell(column.index)) {
            Meaning::Integer(number) => Ok(Some(number)),
            Meaning::Marker(_) | Meaning::Empty => Ok(None),
            Meaning::Number(_) | Meaning::Other(_) => Err(Fault::new(
                "number-not-whole",
                self.place(row, column),
                format!("{} is not a whole number", shape(&row.cell(column.index).text())),
                "give a whole number in digits; leave a missing value to a marker such as [x]",
            )),
        }
    }
}

impl Column {
    /// Its name, or its letters where it has none.
    pub fn label(&self) -> String {
        match self.name.as_str() {
            "" => format!("({})", column_letters(u32::try_from(self.index).unwrap_or(u32::MAX))),
            name => name.to_owned(),
        }
    }
}

/// What a value says in a column of a kind.
fn of_kind(value: &Value, kind: Kind) -> Meaning<'_> {
    match (kind, value) {
        (_, Value::Empty) => Meaning::Empty,
        (Kind::Integer | Kind::Number | Kind::Empty, _) => meaning(value),
        (_, Value::Text(text)) if is_bracketed_marker(text) => meaning(value),
        _ => Meaning::Other(value),
    }
}

fn column(body: &[GridRow], index: usize, name: String, footnotes: Vec<String>) -> Column {
    let (mut whole, mut fractions, mut dates, mut yes, mut texts) = (0, 0, 0, 0, 0);
    for row in body {
        match meaning(row.cell(index)) {
            Meaning::Empty | Meaning::Marker(_) => {}
            Meaning::Integer(_) => whole += 1,
            Meaning::Number(_) => fractions += 1,
            Meaning::Other(Value::Date(_)) => dates += 1,
            Meaning::Other(Value::Boolean(_)) => yes += 1,
            Meaning::Other(_) => texts += 1,
        }
    }
    let all: usize = whole + fractions + dates + yes + texts;
    let kind = if (whole + fractions) * 10 >= all * MOSTLY && whole + fractions > 0 {
        match (is_code(&name), fractions) {
            (true, _) => Kind::Code,
            (false, 0) => Kind::Integer,
            (false, _) => Kind::Number,
        }
    } else if dates * 10 >= all * MOSTLY && dates > 0 {
        Kind::Date
    } else if yes == all && yes > 0 {
        Kind::Boolean
    } else if all == 0
        && body.iter().all(|row| match row.cell(index) {
            Value::Text(text) => is_bracketed_marker(text),
            value => value.is_empty(),
        })
    {
        Kind::Empty
    } else {
        Kind::Text
    };
    let kind = if kind == Kind::Text && is_code(&name) { Kind::Code } else { kind };
    let mut column = Column {
        index,
        name,
        footnotes,
        kind,
        values: 0,
        empty: 0,
        markers: BTreeMap::new(),
        others: 0,
        first_other: None,
    };
    for row in body {
        let value = row.cell(index);
        let is_other = match of_kind(value, kind) {
            Meaning::Empty => {
                column.empty += 1;
                continue;
            }
            Meaning::Marker(marker) => {
                *column.markers.entry(marker.into_owned()).or_default() += 1;
                continue;
            }
            Meaning::Integer(_) | Meaning::Number(_) => false,
            Meaning::Other(value) => match kind {
                Kind::Integer | Kind::Number | Kind::Empty => true,
                Kind::Date => !matches!(value, Value::Date(_)),
                Kind::Text | Kind::Code | Kind::Boolean => matches!(value, Value::Error(_)),
            },
        };
        column.values += 1;
        if is_other {
            column.others += 1;
            column.first_other.get_or_insert_with(|| (row.number, value.text().into_owned()));
        }
    }
    column
}

/// Whether a column by its name holds codes, which are text even where they look like numbers.
fn is_code(name: &str) -> bool {
    let last = name.rsplit(super::header::JOIN).next().unwrap_or_default();
    let spaced = last.replace(['_', '-'], " ");
    spaced.split_whitespace().any(|word| matches!(word.to_ascii_lowercase().as_str(), "code" | "codes" | "urn" | "id"))
}
