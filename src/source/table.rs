//! Tables of cells with addresses, for the contracts: from a CSV text, or from a grid that a reader made of any other file.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord, Trim};

use super::cell::Cell;
use super::columns::Columns;
use super::grid::{Grid, GridRow};
use super::header::{check_header, unread};
use super::person_level::{Answer, person_level};
use super::reader::{layout, persons_fault};
use crate::fault::{Fault, Faults, Place, shape};

/// A table read from a file: its header and rows of cells.
#[derive(Debug)]
pub struct Table {
    file: String,
    /// Sheet of a workbook, and the column of each cell in it.
    sheet: Option<(String, Vec<u32>)>,
    /// Names of the columns as the file has them.
    written: Vec<String>,
    /// Names of the same columns in the contract.
    header: Vec<String>,
    rows: Vec<Line>,
    /// Columns that are no columns of the contract, which lets them stand.
    unread: Vec<String>,
    /// Rows and columns with values that its program hides.
    hidden: (usize, usize),
    /// Where each row stands, by its line, if the table was put together from cells in several places.
    places: BTreeMap<u64, Place>,
}

/// One row of a table.
#[derive(Clone, Debug)]
struct Line {
    /// Line of the file, from 1.
    number: u64,
    cells: StringRecord,
    /// The column of the file in which the value of the row stands, where columns were made rows.
    stood: Option<usize>,
}

impl From<(u64, StringRecord)> for Line {
    fn from((number, cells): (u64, StringRecord)) -> Self {
        Self { number, cells, stood: None }
    }
}

/// How short a table may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// At least one row: without any, the copy was cut short.
    OneRow,
    /// The header alone: there may be nothing to tell.
    Header,
}

impl Table {
    /// Reads a CSV text. `columns` are the columns the contract knows: each must be there, and no other.
    pub fn read(file: &str, text: &str, columns: &Columns<'_>, least: Least) -> Result<Self, Vec<Fault>> {
        Self::answered(file, text, columns, least, &[])
    }

    /// The same, with what an analyst has said of what only looks like persons.
    pub fn answered(
        file: &str,
        text: &str,
        columns: &Columns<'_>,
        least: Least,
        answers: &[Answer],
    ) -> Result<Self, Vec<Fault>> {
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
        let rows: Vec<_> = records.collect();
        // Before anything else, so that no other fault repeats a cell of such a file.
        let names: Vec<&str> = header.iter().collect();
        let found = person_level(&names, rows.iter().map(|(_, cells)| cells.iter()));
        if let Some(found) = found.and_then(|found| found.unanswered(answers, None)) {
            let place = match found.evidence.iter().find_map(|evidence| evidence.word) {
                Some(word) => Place::cell(file, header_line, word),
                None => Place::file(file),
            };
            return Err(vec![persons_fault(place, &found)]);
        }
        let written: Vec<String> = header.iter().map(str::to_owned).collect();
        let header: Vec<String> = written.iter().map(|name| columns.resolve(name).to_owned()).collect();
        let mut faults = Faults::new();
        let place = |_: usize, column: &str| Place::cell(file, header_line, column);
        let unread = unread(&header, columns);
        check_header(&written, &header, columns, &mut faults, place);
        // What is wrong with the header makes every row look wrong too.
        faults.into_result(())?;
        let mut faults = Faults::new();
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
        faults.into_result(Self {
            file: file.to_owned(),
            sheet: None,
            written,
            header,
            rows: rows.into_iter().map(Line::from).collect(),
            unread,
            places: BTreeMap::new(),
            hidden: (0, 0),
        })
    }

    /// A table put together from cells in several places: each row with the place of the cell it is about.
    pub fn listed(file: &str, columns: &[&str], rows: Vec<(Place, Vec<String>)>) -> Self {
        let names: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let mut table = Self {
            file: file.to_owned(),
            sheet: None,
            written: names.clone(),
            header: names,
            rows: Vec::with_capacity(rows.len()),
            unread: Vec::new(),
            places: BTreeMap::new(),
            hidden: (0, 0),
        };
        for (line, (place, cells)) in (1..).zip(rows) {
            table.rows.push((line, cells.into()).into());
            table.places.insert(line, place);
        }
        table
    }

    /// Takes the table out of a grid: a sheet of a workbook, or a text that is not plain CSV. `columns` are the columns the contract knows:
    /// each must be there, and no other; blocks of title and notes above and below are allowed. An error names sheet and cell.
    pub fn from_grid(grid: &Grid, columns: &Columns<'_>, least: Least) -> Result<Self, Vec<Fault>> {
        let empty = |what: &str, remedy: String| {
            let place = match &grid.sheet {
                Some(sheet) => Place { column: None, line: None, ..Place::workbook(&grid.file, sheet, (0, 0), "") },
                None => Place::file(&grid.file),
            };
            Fault::new("file-empty", place, what, remedy)
        };
        let found = layout(grid, &[], columns.names());
        let (head, body) = match (&found, grid.rows.first()) {
            (Some(found), _) => (found.header.start, found.body.start..without_notes(grid, found.body.end)),
            (None, Some(_)) => (0, 1..grid.rows.len()),
            (None, None) => {
                let remedy = format!("its first line must be: {}", columns.names().join(","));
                return Err(vec![empty("the table has no header line", remedy)]);
            }
        };
        let Some(head) = grid.rows.get(head) else { return Ok(Self::none(grid)) };
        let named: Vec<(usize, String)> =
            head.filled().map(|(index, value)| (index, value.text().trim().to_owned())).collect();
        let written: Vec<String> = named.iter().map(|(_, name)| name.clone()).collect();
        let header: Vec<String> = written.iter().map(|name| columns.resolve(name).to_owned()).collect();
        let lines = grid.rows.get(body.clone()).unwrap_or_default();
        let indices: BTreeSet<usize> = named.iter().map(|(index, _)| *index).collect();
        let is_named = |index: usize| indices.contains(&index);
        let unread = unread(&header, columns);
        let mut faults = Faults::new();
        check_header(&written, &header, columns, &mut faults, |at, column| {
            grid.place(head.number, named.get(at).map_or(0, |(index, _)| *index), column)
        });
        faults.into_result(())?;
        let mut faults = Faults::new();
        let body = lines;
        for row in body {
            if let Some((index, value)) = row.filled().find(|(index, _)| !is_named(*index)) {
                faults.push(Fault::new(
                    "row-ragged",
                    Place { column: None, ..grid.place(row.number, index, "") },
                    format!("{} stands in a column without a name", shape(value.text().trim())),
                    "take it out, or put it where it belongs",
                ));
            }
        }
        if body.is_empty() && least == Least::OneRow {
            faults.push(empty(
                "the table has a header and no rows",
                "the copy or download was cut short; fetch the file again".to_owned(),
            ));
        }
        let record = |row: &GridRow| {
            let cells: StringRecord =
                named.iter().map(|(index, _)| row.cell(*index).text().trim().to_owned()).collect::<Vec<_>>().into();
            Line::from((row.line(), cells))
        };
        let indices = named.iter().map(|(index, _)| u32::try_from(*index).unwrap_or(u32::MAX)).collect();
        let sheet = grid.sheet.clone().map(|sheet| (sheet, indices));
        faults.into_result(Self {
            file: grid.file.clone(),
            sheet,
            written,
            header,
            rows: body.iter().map(record).collect(),
            unread,
            places: BTreeMap::new(),
            hidden: (grid.hidden_rows.len(), grid.hidden_columns.len()),
        })
    }

    /// The rows that are wanted, each where it stands.
    #[must_use]
    pub fn retaining(mut self, wanted: impl Fn(&Row<'_>) -> bool) -> Self {
        let kept: Vec<bool> = self.rows().map(|row| wanted(&row)).collect();
        let mut kept = kept.into_iter();
        self.rows.retain(|_| kept.next().unwrap_or(true));
        self
    }

    /// The table with a column of one text, which its file says elsewhere; what the file has of that name stands.
    #[must_use]
    pub fn filled(mut self, name: &str, text: &str) -> Self {
        if self.header.iter().any(|column| column == name) {
            return self;
        }
        self.header.push(name.to_owned());
        for line in &mut self.rows {
            line.cells.push_field(text);
        }
        self
    }

    /// The table with columns made rows: each of `columns` gives a row with its code in the column `name` and its cell in the column
    /// `value`, which stands where it stood.
    #[must_use]
    pub fn long(mut self, name: &str, value: &str, columns: &BTreeMap<String, String>) -> Self {
        let at = |(column, code): (&String, &String)| {
            Some((self.header.iter().position(|held| held == column)?, code.clone()))
        };
        let wide: Vec<(usize, String)> = columns.iter().filter_map(at).collect();
        let long = |line: Line| {
            wide.iter()
                .map(|(index, code)| {
                    let mut cells = line.cells.clone();
                    cells.push_field(code);
                    cells.push_field(line.cells.get(*index).unwrap_or_default());
                    Line { number: line.number, cells, stood: Some(*index) }
                })
                .collect::<Vec<_>>()
        };
        self.rows = std::mem::take(&mut self.rows).into_iter().flat_map(long).collect();
        self.header.extend([name.to_owned(), value.to_owned()]);
        self
    }

    /// The sheet it is of.
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_ref().map(|(sheet, _)| sheet.as_str())
    }

    /// Columns of the file that the contract does not know and lets stand.
    pub fn unread(&self) -> &[String] {
        &self.unread
    }

    fn none(grid: &Grid) -> Self {
        Self {
            file: grid.file.clone(),
            sheet: None,
            written: Vec::new(),
            header: Vec::new(),
            rows: Vec::new(),
            unread: Vec::new(),
            places: BTreeMap::new(),
            hidden: (0, 0),
        }
    }

    /// Where a cell stands, by line and position in the header.
    pub(super) fn place(&self, line: u64, index: Option<usize>, column: &str) -> Place {
        if let Some(place) = self.places.get(&line) {
            return place.column(column);
        }
        match &self.sheet {
            Some((sheet, indices)) => {
                let index = index.and_then(|index| indices.get(index)).copied().unwrap_or(0);
                let row = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX);
                Place::workbook(&self.file, sheet, (row, index), column)
            }
            None => Place::cell(&self.file, line, column),
        }
    }

    /// The file it was read from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The same table, whose program hides so many rows and columns.
    #[must_use]
    pub fn hiding(self, rows: usize, columns: usize) -> Self {
        Self { hidden: (rows, columns), ..self }
    }

    /// How many rows and columns with values its program hides. They are read as the others are.
    pub fn hidden(&self) -> (usize, usize) {
        self.hidden
    }

    /// The same table with some of its rows alone.
    #[must_use]
    pub fn keep(mut self, wanted: impl Fn(&Row<'_>) -> bool) -> Self {
        let kept: Vec<bool> = self.rows().map(|row| wanted(&row)).collect();
        let mut kept = kept.into_iter();
        self.rows.retain(|_| kept.next().unwrap_or(true));
        self
    }

    /// Its rows, in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|line| self.as_row(line))
    }

    /// A row, counted from 0 in file order.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        self.rows.get(index).map(|line| self.as_row(line))
    }

    fn as_row<'a>(&'a self, line: &'a Line) -> Row<'a> {
        Row { table: self, line: line.number, cells: &line.cells, stood: line.stood }
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

/// Where the table ends. What follows it counts as notes in a workbook only, and only after a blank row: a row cut short is no note.
fn without_notes(grid: &Grid, end: usize) -> usize {
    let number = |at: usize| grid.rows.get(at).map(|row| row.number);
    match (number(end.saturating_sub(1)), number(end)) {
        (Some(last), Some(next)) if grid.sheet.is_some() && next > last + 1 => end,
        _ => grid.rows.len(),
    }
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    line: u64,
    cells: &'a StringRecord,
    stood: Option<usize>,
}

impl<'a> Row<'a> {
    /// The cell of a column. A column the table does not have reads as empty; `Table::read` has refused that already.
    pub fn cell(&self, column: &'a str) -> Cell<'a> {
        let index = self.table.header.iter().position(|name| name == column);
        let text = index.and_then(|index| self.cells.get(index)).unwrap_or_default();
        // What the file does not have as a column is told by where its value stands in it.
        let index = index.map(|index| self.stood.filter(|_| index >= self.table.written.len()).unwrap_or(index));
        let written = index.and_then(|index| self.table.written.get(index)).map_or(column, String::as_str);
        Cell { table: self.table, line: self.line, column: written, index, text }
    }

    /// Line of the file, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Where the row stands.
    pub fn place(&self) -> Place {
        if let Some(place) = self.table.places.get(&self.line) {
            return Place { column: None, ..place.clone() };
        }
        match &self.table.sheet {
            Some(_) => Place { column: None, ..self.table.place(self.line, Some(0), "") },
            None => Place::line(&self.table.file, self.line),
        }
    }
}
