//! CSV files as tables of cells with addresses.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::columns::{Columns, normalised};
use crate::fault::{Fault, Faults, Place, nearest};

/// A table read from a file: its header and rows of cells.
#[derive(Debug)]
pub struct Table {
    file: String,
    /// Names of the columns as the file has them.
    written: Vec<String>,
    /// Names of the same columns in the contract.
    header: Vec<String>,
    rows: Vec<(u64, StringRecord)>,
}

/// A larger number is a misplaced one: there are fewer people on earth.
const LARGEST_COUNT: u64 = 10_000_000_000;

/// How short a table may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// At least one row: without any, the copy was cut short.
    OneRow,
    /// The header alone: there may be nothing to tell.
    Header,
}

/// Column names that only a table about persons has. Such a file is refused, and nothing of it is repeated.
const PERSON_LEVEL: [&str; 17] = [
    "surname",
    "forename",
    "first_name",
    "last_name",
    "full_name",
    "victim_name",
    "suspect_name",
    "date_of_birth",
    "dob",
    "birth_date",
    "postcode",
    "address",
    "nhs_number",
    "crime_number",
    "crime_reference",
    "custody_number",
    "pnc_id",
];

impl Table {
    /// Reads a CSV text. `columns` are the columns the contract knows: each must be there, and no other.
    pub fn read(file: &str, text: &str, columns: &Columns<'_>, least: Least) -> Result<Self, Vec<Fault>> {
        let mut reader =
            ReaderBuilder::new().flexible(true).trim(Trim::All).has_headers(false).from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| {
                vec![Fault::new(
                    "not-csv",
                    Place::file(file),
                    format!("the file is not a CSV table: {error}"),
                    "save it again as CSV with commas between the cells",
                )]
            })?;
            let line = record.position().map_or(0, csv::Position::line);
            records.push((line, record));
        }
        let mut records = records.into_iter();
        let Some((header_line, header)) = records.next() else {
            return Err(vec![Fault::new(
                "file-empty",
                Place::file(file),
                "the file has no header line",
                format!("its first line must be: {}", columns.names().join(",")),
            )]);
        };
        let written: Vec<String> = header.iter().map(str::to_owned).collect();
        let header: Vec<String> = written.iter().map(|name| columns.resolve(name).to_owned()).collect();
        let mut faults = Faults::new();
        check_header((file, header_line), &written, &header, columns, &mut faults);
        // What is wrong with the header makes every row look wrong too.
        faults.into_result(())?;
        let mut faults = Faults::new();
        let rows: Vec<_> = records.collect();
        for (line, cells) in &rows {
            if cells.len() != header.len() {
                faults.push(Fault::new(
                    "row-ragged",
                    Place::line(file, *line),
                    format!("the row has {} cells, the header {}", cells.len(), header.len()),
                    "a comma is missing or one too many; put text that holds a comma in quotation marks",
                ));
            }
        }
        if rows.is_empty() && least == Least::OneRow {
            faults.push(Fault::new(
                "file-empty",
                Place::file(file),
                "the file has a header and no rows",
                "the copy or download was cut short; fetch the file again",
            ));
        }
        faults.into_result(Self { file: file.to_owned(), written, header, rows })
    }

    /// The file it was read from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Its rows, in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }

    /// A row, counted from 0 in file order.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        self.rows.get(index).map(|(line, cells)| Row { table: self, line: *line, cells })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn check_header(
    (file, line): (&str, u64),
    written: &[String],
    header: &[String],
    columns: &Columns<'_>,
    faults: &mut Faults,
) {
    if let Some(column) = written.iter().find(|name| PERSON_LEVEL.contains(&normalised(name).as_str())) {
        faults.push(Fault::new(
            "person-level",
            Place::cell(file, line, column),
            "the file looks person-level: it has a column about individual people; nothing of it was kept",
            "send aggregated counts only, and delete this file from wherever it does not belong",
        ));
        return;
    }
    let all = columns.names().join(",");
    for (index, (name, as_written)) in header.iter().zip(written).enumerate() {
        let before = header.iter().take(index).position(|other| other == name);
        if let Some(first) = before.and_then(|at| written.get(at)) {
            let what = if first == as_written {
                format!("the column `{name}` stands twice in the header")
            } else {
                format!("the column `{name}` stands twice in the header: as `{first}` and as `{as_written}`")
            };
            let place = Place::cell(file, line, as_written);
            faults.push(Fault::new("column-duplicate", place, what, "remove one of them"));
        } else if !columns.names().contains(&name.as_str()) {
            let absent = columns.names().iter().copied().filter(|known| !header.iter().any(|held| held == known));
            let remedy = match nearest(name, absent) {
                Some(known) => format!("did you mean `{known}`? The columns are: {all}"),
                None => format!("remove it; the columns are: {all}"),
            };
            faults.push(Fault::new(
                "column-unknown",
                Place::cell(file, line, name),
                format!("the column `{name}` is not known"),
                remedy,
            ));
        }
    }
    // A misspelt column is reported once, as unknown, not a second time as missing.
    if !faults.any() {
        for column in columns.names().iter().copied().filter(|column| !columns.may_be_left_out(column)) {
            if !header.iter().any(|name| name == column) {
                faults.push(Fault::new(
                    "column-missing",
                    Place::cell(file, line, column),
                    format!("the column `{column}` is missing"),
                    format!("the columns are: {all}"),
                ));
            }
        }
    }
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    line: u64,
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The cell of a column. A column the table does not have reads as empty; `Table::read` has refused that already.
    pub fn cell(&self, column: &'a str) -> Cell<'a> {
        let index = self.table.header.iter().position(|name| name == column);
        let text = index.and_then(|index| self.cells.get(index)).unwrap_or_default();
        let written = index.and_then(|index| self.table.written.get(index)).map_or(column, String::as_str);
        Cell { table: self.table, line: self.line, column: written, text }
    }

    /// Line of the file, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Where the row stands.
    pub fn place(&self) -> Place {
        Place::line(&self.table.file, self.line)
    }
}

/// One cell, with its address.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    table: &'a Table,
    line: u64,
    column: &'a str,
    text: &'a str,
}

impl<'a> Cell<'a> {
    /// Its text, trimmed.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::cell(&self.table.file, self.line, self.column)
    }

    /// A fault at this cell.
    pub fn fault(&self, id: &'static str, what: impl Into<String>, remedy: impl Into<String>) -> Fault {
        Fault::new(id, self.place(), what, remedy)
    }

    /// A whole number, possibly negative.
    pub fn integer(&self) -> Result<i64, Fault> {
        let digits = self.text.strip_prefix('-').unwrap_or(self.text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.fault(
                "number-not-whole",
                format!("`{}` is not a whole number", self.text),
                "give a whole number in digits, without separators, units or signs; leave a missing value to the marker",
            ));
        }
        let number: Option<i64> = self.text.parse().ok();
        number.filter(|number| number.unsigned_abs() <= LARGEST_COUNT).ok_or_else(|| {
            self.fault(
                "number-too-large",
                format!("`{}` is too large for a count", self.text),
                "look for a misplaced number; there are fewer people on earth",
            )
        })
    }

    /// A whole number that counts something, so not negative.
    pub fn count(&self) -> Result<i64, Fault> {
        match self.integer()? {
            number if number < 0 => Err(self.fault(
                "total-negative",
                format!("the count is {number}, below zero"),
                "a quarter can be negative when crimes are transferred or cancelled, a total cannot; ask the publisher",
            )),
            number => Ok(number),
        }
    }

    /// A value read by its own parser.
    pub fn parse<T: std::str::FromStr>(&self, id: &'static str, expected: &str) -> Result<T, Fault> {
        self.text
            .parse()
            .map_err(|_| self.fault(id, format!("`{}` is not {expected}", self.text), format!("write {expected}")))
    }

    /// One of a few words.
    pub fn one_of(&self, id: &'static str, words: &[&str]) -> Result<&'a str, Fault> {
        if words.contains(&self.text) {
            return Ok(self.text);
        }
        let named: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
        let mut allowed = named.join(", ");
        if named.len() < words.len() {
            allowed.push_str(", or nothing");
        }
        let remedy = match nearest(self.text, named) {
            Some(word) => format!("did you mean `{word}`? Allowed: {allowed}"),
            None => format!("allowed: {allowed}"),
        };
        Err(self.fault(id, format!("`{}` is not known here", self.text), remedy))
    }
}
