//! A plain CSV file while it streams by: every cell is seen once, and nothing of the file is held but its distinct spellings.
//!
//! In: bytes. Out: the header, columns of texts and the lines of their rows; or that the file is of another form, or why it is no table.
//! A record has a bound, so that a quotation mark that is never closed does not take the rest of the file into one cell.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;
use std::sync::Arc;

use csv::{ByteRecord, ReaderBuilder};

use super::columnar::{Gathering, Lines, TextColumn};
use super::person_level::{PersonLevel, of_columns};
use super::reader::not_csv;
use crate::fault::{Fault, Place};

/// Bytes of one record; the longest in any published file has a thousandth of it.
const MOST_RECORD: u64 = 8 << 20;

/// How much is read at a time; the first line is looked for in the first such piece.
const PIECE: usize = 1 << 18;

/// A file of records: a first one with names, and the others by columns.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    /// Line of the header; none where the file has no record at all.
    pub(super) header_line: Option<u64>,
    /// Cells of the header.
    pub(super) names: Vec<String>,
    /// Columns, those beyond the header too.
    pub(super) columns: Vec<Arc<TextColumn>>,
    /// Line of each row.
    pub(super) lines: Arc<Lines>,
    /// Rows with more or fewer cells than the header: line and number of cells.
    pub(super) ragged: Vec<(u64, usize)>,
}

/// Why there is no such file.
#[derive(Debug)]
pub enum NotPlain {
    /// It is separated or encoded otherwise.
    OtherForm,
    /// It holds no byte.
    Empty,
    /// It is no table.
    Fault(Fault),
}

impl Plain {
    /// Reads a file to its end, if commas separate it. `file` is its name in messages.
    pub fn read(file: &str, input: impl Read) -> Result<Self, NotPlain> {
        let mut input = BufReader::with_capacity(PIECE, input);
        let start = input.fill_buf().map_err(|error| NotPlain::Fault(not_csv(file, &error.to_string())))?;
        let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if !first.contains(&b',') && first.iter().any(|byte| matches!(byte, b';' | b'\t' | b'|')) {
            return Err(NotPlain::OtherForm);
        }
        Self::of_records(file, input)
    }

    /// Reads a file to its end, whatever separates it.
    pub(super) fn of_records(file: &str, mut input: impl BufRead) -> Result<Self, NotPlain> {
        let unreadable = |error: &io::Error| NotPlain::Fault(not_csv(file, &error.to_string()));
        let start = input.fill_buf().map_err(|error| unreadable(&error))?;
        if start.is_empty() {
            return Err(NotPlain::Empty);
        }
        if start.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        let (given, mark) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let input = Bounded { input, given: Rc::clone(&given), mark: Rc::clone(&mark) };
        let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(input);
        let mut record = ByteRecord::new();
        let mut table = Table::default();
        loop {
            mark.set(given.get());
            let line = reader.position().line();
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    let fault =
                        if is_too_long(&error) { too_long(file, line) } else { not_csv(file, &error.to_string()) };
                    return Err(NotPlain::Fault(fault));
                }
            }
            table.take(&record)?;
        }
        Ok(table.finish())
    }

    /// What in it looks like persons.
    pub(super) fn persons(&self) -> Option<PersonLevel> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        of_columns(&names, &self.columns)
    }
}

/// The file while its records come in.
#[derive(Debug, Default)]
struct Table {
    header: Option<(u64, Vec<String>)>,
    columns: Vec<Gathering>,
    lines: Lines,
    ragged: Vec<(u64, usize)>,
}

impl Table {
    fn take(&mut self, record: &ByteRecord) -> Result<(), NotPlain> {
        let line = record.position().map_or(0, csv::Position::line);
        let other = |_| NotPlain::OtherForm;
        let Some((_, names)) = &self.header else {
            let names = record.iter().map(|name| Ok(std::str::from_utf8(name).map_err(other)?.trim().to_owned()));
            let names: Vec<String> = names.collect::<Result<_, NotPlain>>()?;
            self.columns.resize_with(names.len(), Gathering::default);
            self.header = Some((line, names));
            return Ok(());
        };
        if record.len() != names.len() {
            self.ragged.push((line, record.len()));
        }
        while self.columns.len() < record.len() {
            let mut column = Gathering::default();
            (0..self.lines.len()).for_each(|_| column.add_text(""));
            self.columns.push(column);
        }
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.add(record.get(at).unwrap_or_default()).map_err(other)?;
        }
        self.lines.push(line);
        Ok(())
    }

    fn finish(self) -> Plain {
        let (header_line, names) = self.header.map_or((None, Vec::new()), |(line, names)| (Some(line), names));
        Plain {
            header_line,
            names,
            columns: self.columns.into_iter().map(|column| Arc::new(column.finish())).collect(),
            lines: Arc::new(self.lines),
            ragged: self.ragged,
        }
    }
}

/// Bytes on their way to the records, no more of which may come for one of them than the bound.
struct Bounded<R> {
    input: R,
    given: Rc<Cell<u64>>,
    /// What had been given when the record began.
    mark: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given.get() - self.mark.get() > MOST_RECORD {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let read = self.input.read(buffer)?;
        self.given.set(self.given.get() + read as u64);
        Ok(read)
    }
}

fn is_too_long(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::QuotaExceeded)
}

fn too_long(file: &str, line: u64) -> Fault {
    Fault::new(
        "quote-open",
        Place::line(file, line),
        format!(
            "the row does not end within {} million bytes: a quotation mark that begins in it is not closed",
            MOST_RECORD >> 20
        ),
        "the copy or download was cut short, or a quotation mark is missing: fetch the file again, or close the mark",
    )
}
