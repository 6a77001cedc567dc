//! Tables of cells with addresses, for the contracts: from a CSV text, or from a grid that a reader made of any other file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cell::Cell;
use super::columnar::{Gathering, Lines, Numbers, TextColumn};
use super::columns::Columns;
use super::grid::{Grid, GridRow};
use super::header::{check_header, unread};
use super::person_level::Answer;
use super::plain::{NotPlain, Plain};
use super::reader::{layout, persons_fault};
use crate::fault::{Fault, Faults, Place, shape};

/// A table read from a file: its header, and its cells by column.
#[derive(Clone, Debug, Default)]
pub struct Table {
    file: String,
    /// Sheet of a workbook, and the column of each cell in it.
    sheet: Option<(String, Vec<u32>)>,
    /// Names of the columns as the file has them.
    written: Vec<String>,
    /// Names of the same columns in the contract.
    header: Vec<String>,
    columns: Vec<Arc<TextColumn>>,
    lines: Arc<Lines>,
    /// The column of the file in which the value of each row stands, where columns were made rows.
    stood: Option<Numbers>,
    /// Columns that are no columns of the contract, which lets them stand.
    unread: Vec<String>,
    /// Rows and columns with values that its program hides.
    hidden: (usize, usize),
    /// Where each row stands, by its line, if the table was put together from cells in several places.
    places: BTreeMap<u64, Place>,
    /// Where each cell stands, by its column, if the table is one row put together from cells in several places.
    answers: BTreeMap<String, Place>,
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
        match Plain::of_records(file, text.as_bytes()) {
            Ok(plain) => {
                refuse_persons(file, &plain, &[])?;
                Self::of_plain(file, plain, columns, least)
            }
            Err(NotPlain::Fault(fault)) => Err(vec![fault]),
            Err(NotPlain::Empty | NotPlain::OtherForm) => Err(vec![no_header(file, columns)]),
        }
    }

    /// Takes the table out of a plain file in which no person was found.
    pub fn of_plain(file: &str, plain: Plain, columns: &Columns<'_>, least: Least) -> Result<Self, Vec<Fault>> {
        let Plain { header_line, names: written, columns: mut cells, lines, ragged } = plain;
        let Some(header_line) = header_line else { return Err(vec![no_header(file, columns)]) };
        let header: Vec<String> = written.iter().map(|name| columns.resolve(name).to_owned()).collect();
        let mut faults = Faults::new();
        let place = |_: usize, column: &str| Place::cell(file, header_line, column);
        let unread = unread(&header, columns);
        check_header(&written, &header, columns, &mut faults, place);
        // What is wrong with the header makes every row look wrong too.
        faults.into_result(())?;
        let mut faults = Faults::new();
        for (line, cells) in ragged {
            faults.push(Fault::new(
                "row-ragged",
                Place::line(file, line),
                format!("the row has {cells} cells, the header {}", header.len()),
                "a comma is missing or one too many; put text that holds a comma in quotation marks",
            ));
        }
        if lines.len() == 0 && least == Least::OneRow {
            faults.push(Fault::new(
                "file-empty",
                Place::file(file),
                "the file has a header and no rows",
                "the copy or download was cut short; fetch the file again",
            ));
        }
        cells.truncate(header.len());
        faults.into_result(Self {
            file: file.to_owned(),
            written,
            header,
            columns: cells,
            lines,
            unread,
            ..Self::default()
        })
    }

    /// A table put together from cells in several places: each row with the place of the cell it is about.
    pub fn listed(file: &str, columns: &[&str], rows: Vec<(Place, Vec<String>)>) -> Self {
        let names: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let mut cells: Vec<Gathering> = names.iter().map(|_| Gathering::default()).collect();
        let mut places = BTreeMap::new();
        for (line, (place, row)) in (1..).zip(rows) {
            for (at, column) in cells.iter_mut().enumerate() {
                column.add_text(row.get(at).map_or("", String::as_str));
            }
            places.insert(line, place);
        }
        Self {
            file: file.to_owned(),
            written: names.clone(),
            header: names,
            columns: finished(cells),
            lines: Arc::new(places.keys().copied().collect()),
            places,
            ..Self::default()
        }
    }

    /// A table of one row put together from cells in several places: column, text and place of each.
    pub fn answered(file: &str, cells: Vec<(String, String, Place)>) -> Self {
        let columns: Vec<&str> = cells.iter().map(|(column, ..)| column.as_str()).collect();
        let texts = cells.iter().map(|(_, text, _)| text.clone()).collect();
        let first = cells.first().map(|(.., place)| place.clone()).unwrap_or_default();
        let table = Self::listed(file, &columns, vec![(first, texts)]);
        Self { answers: cells.into_iter().map(|(column, _, place)| (column, place)).collect(), ..table }
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
        let Some(head) = grid.rows.get(head) else {
            return Ok(Self { file: grid.file.clone(), ..Self::default() });
        };
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
        let mut cells: Vec<Gathering> = named.iter().map(|_| Gathering::default()).collect();
        for row in body {
            for ((index, _), column) in named.iter().zip(&mut cells) {
                column.add_text(&row.cell(*index).text());
            }
        }
        let indices = named.iter().map(|(index, _)| u32::try_from(*index).unwrap_or(u32::MAX)).collect();
        let sheet = grid.sheet.clone().map(|sheet| (sheet, indices));
        faults.into_result(Self {
            file: grid.file.clone(),
            sheet,
            written,
            header,
            columns: finished(cells),
            lines: Arc::new(body.iter().map(GridRow::line).collect()),
            unread,
            hidden: (grid.hidden_rows.len(), grid.hidden_columns.len()),
            ..Self::default()
        })
    }

    /// The same table with the rows alone that are wanted, each where it stands.
    #[must_use]
    pub fn keep(mut self, mut wanted: impl FnMut(&Row<'_>) -> bool) -> Self {
        let kept: Vec<usize> = self.rows().filter(|row| wanted(row)).map(|row| row.index).collect();
        if kept.len() < self.len() {
            self.take(&kept);
        }
        self
    }

    /// Makes its rows these of them, any of them several times.
    fn take(&mut self, rows: &[usize]) {
        self.columns = self.columns.iter().map(|column| Arc::new(column.taking(rows.iter().copied()))).collect();
        self.lines = Arc::new(rows.iter().map(|row| self.lines.get(*row)).collect());
        let stood = self.stood.take();
        self.stood = stood.map(|stood| rows.iter().map(|row| stood.get(*row).unwrap_or_default()).collect());
    }

    /// The table with a column of one text, which its file says elsewhere; what the file has of that name stands.
    #[must_use]
    pub fn filled(mut self, name: &str, text: &str) -> Self {
        if self.header.iter().any(|column| column == name) {
            return self;
        }
        self.header.push(name.to_owned());
        self.columns.push(Arc::new(TextColumn::constant(text, self.len())));
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
        let (mut codes, mut values) = (Gathering::default(), Gathering::default());
        for row in 0..self.len() {
            for (index, code) in &wide {
                codes.add_text(code);
                values.add_text(self.columns.get(*index).map_or("", |column| column.text(row)));
            }
        }
        let rows: Vec<usize> = (0..self.len()).flat_map(|row| wide.iter().map(move |_| row)).collect();
        let stood = || wide.iter().map(|(index, _)| u32::try_from(*index).unwrap_or(u32::MAX));
        let stood = (0..self.len()).flat_map(|_| stood()).collect();
        self.take(&rows);
        self.stood = Some(stood);
        self.header.extend([name.to_owned(), value.to_owned()]);
        self.columns.extend(finished(vec![codes, values]));
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

    /// Where a cell stands, by line and position in the header.
    pub(super) fn place(&self, line: u64, index: Option<usize>, column: &str) -> Place {
        if let Some(place) = self.answers.get(column).or_else(|| self.places.get(&line)) {
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

    /// Its rows, in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|index| Row { table: self, index })
    }

    /// A row, counted from 0 in file order.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.len()).then_some(Row { table: self, index })
    }

    /// The column of a name of the contract: its position, and its cells.
    pub(crate) fn column(&self, name: &str) -> Option<(usize, &TextColumn)> {
        let index = self.header.iter().position(|column| column == name)?;
        self.columns.get(index).map(|column| (index, column.as_ref()))
    }

    /// The number of the spelling of a cell, by row and position of the column.
    pub(crate) fn number(&self, row: usize, column: usize) -> usize {
        self.columns.get(column).and_then(|column| column.numbers().get(row)).unwrap_or_default() as usize
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Refuses a plain file that is about persons, or may be and nobody has answered for it: before anything else, so that no other fault
/// repeats a cell of such a file.
pub fn refuse_persons(file: &str, plain: &Plain, answers: &[Answer]) -> Result<(), Vec<Fault>> {
    let Some(found) = plain.persons().and_then(|found| found.unanswered(answers, None)) else { return Ok(()) };
    let place = match (found.evidence.iter().find_map(|evidence| evidence.word), plain.header_line) {
        (Some(word), Some(line)) => Place::cell(file, line, word),
        _ => Place::file(file),
    };
    Err(vec![persons_fault(place, &found)])
}

fn no_header(file: &str, columns: &Columns<'_>) -> Fault {
    Fault::new(
        "file-empty",
        Place::file(file),
        "the file has no header line",
        format!("its first line must be: {}", columns.names().join(",")),
    )
}

fn finished(columns: Vec<Gathering>) -> Vec<Arc<TextColumn>> {
    columns.into_iter().map(|column| Arc::new(column.finish())).collect()
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
    index: usize,
}

impl<'a> Row<'a> {
    /// The cell of a column. A column the table does not have reads as empty; `Table::read` has refused that already.
    pub fn cell(&self, column: &'a str) -> Cell<'a> {
        let found = self.table.column(column);
        let text = found.map_or("", |(_, cells)| cells.text(self.index));
        // What the file does not have as a column is told by where its value stands in it.
        let stood = self.table.stood.as_ref().and_then(|stood| stood.get(self.index)).map(|stood| stood as usize);
        let index = found.map(|(index, _)| stood.filter(|_| index >= self.table.written.len()).unwrap_or(index));
        let written = index.and_then(|index| self.table.written.get(index)).map_or(column, String::as_str);
        Cell { table: self.table, line: self.line(), column: written, index, text }
    }

    /// Line of the file, from 1.
    pub fn line(&self) -> u64 {
        self.table.lines.get(self.index)
    }

    /// Where the row stands.
    pub fn place(&self) -> Place {
        if let Some(place) = self.table.places.get(&self.line()) {
            return Place { column: None, ..place.clone() };
        }
        match &self.table.sheet {
            Some(_) => Place { column: None, ..self.table.place(self.line(), Some(0), "") },
            None => Place::line(&self.table.file, self.line()),
        }
    }
}
