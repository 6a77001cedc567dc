//! Text with separators: CSV in UTF-8, UTF-16 or Windows-1252, with commas, or with tabs, semicolons or bars where those separate.
//!
//! Every cell is text; what it means is decided later, with the column in sight. Line breaks inside quotation marks stay in the cell, and a
//! row knows the line where it begins.

use std::borrow::Cow;

use csv::ReaderBuilder;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::SheetCells;
use super::cells::Budget;
use crate::fault::{Fault, Place};
use crate::source::grid::{Grid, GridRow, Value};

/// Characters that separate, the usual one first, and their names.
const SEPARATORS: [(u8, &str); 4] = [(b',', "commas"), (b'\t', "tabs"), (b';', "semicolons"), (b'|', "bars")];

/// How much of the text is looked at to find its separator.
const SAMPLE: usize = 1 << 16;

/// Reads the table, and says how it is written.
pub(super) fn read(bytes: &[u8], file: &str) -> Result<(String, Vec<SheetCells>), Fault> {
    let (text, encoding) = decoded(bytes, file)?;
    let (separator, name) = separator(&text);
    let mut reader =
        ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator).from_reader(text.as_bytes());
    let mut budget = Budget::new();
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let (mut line, mut counted) = (0_u32, 0_usize);
    let mut last = 0_usize;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(not_csv(file, &error.to_string())),
        }
        let start = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        // The record is said to begin where the blank lines before it do.
        let blank = text.as_bytes().get(start..).unwrap_or_default();
        let start = start + blank.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let between = text.as_bytes().get(counted..start).unwrap_or_default();
        line = line
            .saturating_add(u32::try_from(between.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX));
        counted = start;
        last = start;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            budget.take(file, record.len())?;
            rows.push(GridRow { number: line, cells: record.iter().map(Value::from_text).collect() });
        }
    }
    if ends_inside_quotes(text.get(last..).unwrap_or_default(), separator) {
        return Err(Fault::new(
            "quote-open",
            Place::line(file, u64::from(line) + 1),
            "a quotation mark that begins in this row is never closed",
            "the copy or download was cut short, or a quotation mark is missing: fetch the file again, or close the mark",
        ));
    }
    let grid = Grid { file: file.to_owned(), sheet: None, rows, ..Grid::default() };
    Ok((format!("{encoding}, {name}"), vec![SheetCells { grid, ..SheetCells::default() }]))
}

/// What cannot be read as text with separators.
pub(in crate::source) fn not_csv(file: &str, why: &str) -> Fault {
    Fault::new(
        "not-csv",
        Place::file(file),
        format!("the file is not a CSV table: {why}"),
        "save it again as CSV with commas between the cells",
    )
}

/// The text without its byte order mark, and the name of its encoding.
fn decoded<'a>(bytes: &'a [u8], file: &str) -> Result<(Cow<'a, str>, &'static str), Fault> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let name = if encoding == UTF_8 { "UTF-8 with byte order mark" } else { encoding.name() };
        let (text, damaged) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        if damaged {
            return Err(not_csv(file, &format!("it begins as {} and does not go on so", encoding.name())));
        }
        return Ok((text, name));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), "UTF-8"));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    // The five bytes that Windows-1252 leaves undefined decode to control characters.
    match text.find(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        None => Ok((text, "Windows-1252")),
        Some(at) => Err(Fault::new(
            "encoding-unknown",
            Place::offset(file, &text, at),
            "the file is neither UTF-8 nor Windows-1252 text",
            "save it as “CSV UTF-8”",
        )),
    }
}

/// The character that separates: the one that most lines have equally often; commas where there is nothing to tell.
fn separator(text: &str) -> (u8, &'static str) {
    let mut counts: Vec<[usize; SEPARATORS.len()]> = vec![[0; SEPARATORS.len()]];
    let mut quoted = false;
    for byte in text.bytes().take(SAMPLE) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => counts.push([0; SEPARATORS.len()]),
            _ if !quoted => {
                if let (Some(line), Some(at)) =
                    (counts.last_mut(), SEPARATORS.iter().position(|(separator, _)| *separator == byte))
                {
                    line[at] += 1;
                }
            }
            _ => {}
        }
    }
    let agreement = |at: usize| {
        let mut tally = std::collections::BTreeMap::<usize, usize>::new();
        for line in counts.iter().map(|line| line[at]).filter(|count| *count > 0) {
            *tally.entry(line).or_default() += 1;
        }
        tally.into_values().max().unwrap_or(0)
    };
    let mut best = (SEPARATORS[0], agreement(0));
    for (at, separator) in SEPARATORS.iter().enumerate().skip(1) {
        // Commas in sentences are many; another character must separate twice as many lines.
        if agreement(at) > 2 * best.1 {
            best = (*separator, agreement(at));
        }
    }
    best.0
}

/// Whether a record ends inside a quoted cell, by the rules of CSV: a mark opens a cell only at its start.
fn ends_inside_quotes(record: &str, separator: u8) -> bool {
    let (mut inside, mut at_start, mut closing) = (false, true, false);
    for byte in record.bytes() {
        if inside {
            // A mark closes the cell unless another follows, which makes one mark of two.
            if byte == b'"' {
                closing = !closing;
            } else if closing {
                (inside, closing) = (false, false);
                at_start = byte == separator;
            }
        } else {
            inside = at_start && byte == b'"';
            at_start = byte == separator || byte == b'\n';
        }
    }
    inside && !closing
}
