//! OpenDocument spreadsheets, read in one pass over their XML.
//!
//! Published ODS ends with up to 1,048,570 repeated blank rows of 16,384 repeated blank cells; these are counted, never made. That
//! is why no library is used here: those at hand build them, or take a minute.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;

use jiff::civil::{Date, DateTime};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::archive::{self, damaged};
use super::cells::{Budget, Cells};
use super::persons::Aside;
use super::{Region, SheetCells, UNCALCULATED, asides};
use crate::fault::Fault;
use crate::source::grid::{Grid, Value};

/// A row with values that is repeated more often is a filled column without end, not data.
const MOST_REPEATS: u32 = 100_000;

/// Rows and columns of the largest sheet a spreadsheet program can make.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// Reads every sheet.
pub(super) fn read(bytes: &[u8], file: &str, asides: &mut Vec<Aside>) -> Result<Vec<SheetCells>, Fault> {
    let mut archive = archive::checked(bytes, file)?;
    asides::of_archive(&mut archive, asides);
    let mut manifest = String::new();
    if let Ok(part) = archive.by_name("META-INF/manifest.xml") {
        let _ = part.take(1 << 20).read_to_string(&mut manifest);
    }
    if manifest.contains("encryption-data") {
        return Err(archive::password(file));
    }
    let content = archive.by_name("content.xml").map_err(|error| damaged(file, &error.to_string()))?;
    let mut document = Document::new(file, BufReader::with_capacity(1 << 16, content));
    document.read()?;
    asides.append(&mut document.asides);
    Ok(document.sheets)
}

/// The document while it is read.
struct Document<'a, R> {
    file: &'a str,
    xml: Reader<R>,
    buffer: Vec<u8>,
    budget: Budget,
    hidden_styles: BTreeSet<String>,
    sheets: Vec<SheetCells>,
    asides: Vec<Aside>,
}

/// One cell as it stands in the document, before it is repeated.
#[derive(Default)]
struct Cell {
    value: Value,
    repeated: u32,
    formula: bool,
    spanned: (u32, u32),
}

impl<'a, R: BufRead> Document<'a, R> {
    fn new(file: &'a str, source: R) -> Self {
        let mut xml = Reader::from_reader(source);
        xml.config_mut().expand_empty_elements = true;
        Self {
            file,
            xml,
            buffer: Vec::new(),
            budget: Budget::new(),
            hidden_styles: BTreeSet::new(),
            sheets: Vec::new(),
            asides: Vec::new(),
        }
    }

    /// The next event, owned by the buffer that is handed over.
    fn next<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, Fault> {
        buffer.clear();
        match self.xml.read_event_into(buffer) {
            Ok(Event::Eof) => Err(damaged(self.file, "its text ends in the middle")),
            Ok(event) => Ok(event),
            Err(error) => Err(damaged(self.file, &error.to_string())),
        }
    }

    /// Reads past the end of the element that was just begun.
    fn skip(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        self.buffer.clear();
        let read = self.xml.read_to_end_into(element.name(), &mut self.buffer);
        read.map(|_| ()).map_err(|error| damaged(self.file, &error.to_string()))
    }

    /// Reads past the end of the element that was just begun, and keeps what it says beside the cells.
    fn aside(&mut self, element: &BytesStart<'_>, what: &'static str) -> Result<(), Fault> {
        let (mut text, mut depth, mut author) = (String::new(), 1_usize, 0_usize);
        let mut buffer = Vec::new();
        let own = element.name().as_ref().to_owned();
        while depth > 0 {
            match self.next(&mut buffer)? {
                Event::Start(start) => {
                    depth += usize::from(start.name().as_ref() == own);
                    author += usize::from(start.name().as_ref() == "dc:creator");
                }
                Event::End(end) => {
                    depth -= usize::from(end.name().as_ref() == own);
                    author -= usize::from(end.name().as_ref() == "dc:creator" && author > 0);
                    if matches!(end.name().as_ref(), "text:p" | "text:h") {
                        text.push('\n');
                    }
                }
                Event::Text(part) if author == 0 => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) if author == 0 => text.extend(character(&reference)),
                _ => {}
            }
        }
        if text.trim().len() > 2 {
            self.asides.push(Aside { what, at: String::new(), text: text.trim().to_owned() });
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(), Fault> {
        let mut buffer = Vec::new();
        let mut style = String::new();
        loop {
            match self.next(&mut buffer)? {
                Event::Start(start) => match start.name().as_ref() {
                    "style:style" => style = attribute(&start, "style:name").unwrap_or_default(),
                    "style:table-properties" if attribute(&start, "table:display").as_deref() == Some("false") => {
                        self.hidden_styles.insert(style.clone());
                    }
                    "table:table" => {
                        let start = start.into_owned();
                        self.table(&start)?;
                    }
                    "table:tracked-changes" | "table:dde-links" => {
                        let start = start.into_owned();
                        self.aside(&start, "a change or link that the workbook keeps")?;
                    }
                    _ => {}
                },
                Event::End(end) if end.name().as_ref() == "office:document-content" => return Ok(()),
                _ => {}
            }
        }
    }

    fn table(&mut self, start: &BytesStart<'_>) -> Result<(), Fault> {
        let name = attribute(start, "table:name").unwrap_or_default();
        let hidden = attribute(start, "table:style-name").is_some_and(|style| self.hidden_styles.contains(&style));
        let mut sheet = SheetCells::default();
        let mut cells = Cells::default();
        let (mut number, mut column) = (0_u32, 0_u32);
        let (mut hidden_rows, mut hidden_columns) = (Vec::<Range<u32>>::new(), Vec::<Range<u32>>::new());
        let mut buffer = Vec::new();
        loop {
            match self.next(&mut buffer)? {
                Event::Start(start) => match start.name().as_ref() {
                    "table:table-row" => {
                        let repeated = count(&start, "table:number-rows-repeated");
                        if is_hidden(&start) {
                            hidden_rows.push(number..number.saturating_add(repeated));
                        }
                        self.row(number, repeated, &mut sheet, &mut cells)?;
                        number = number.saturating_add(repeated);
                        if number > MOST_ROWS * 2 {
                            return Err(damaged(self.file, "a sheet has more rows than a sheet can have"));
                        }
                    }
                    "table:table-column" => {
                        let repeated = count(&start, "table:number-columns-repeated");
                        if is_hidden(&start) {
                            hidden_columns.push(column..column.saturating_add(repeated));
                        }
                        column = column.saturating_add(repeated);
                    }
                    "table:shapes" | "office:forms" | "table:named-expressions" => {
                        let start = start.into_owned();
                        self.aside(&start, "a drawing or form")?;
                    }
                    _ => {}
                },
                Event::End(end) if end.name().as_ref() == "table:table" => break,
                _ => {}
            }
        }
        let rows = cells.into_rows();
        let name = Some(name.trim().to_owned());
        sheet.grid = Grid { file: self.file.to_owned(), sheet: name, rows, hidden, ..Grid::default() };
        let among = |hidden: &[Range<u32>], at: u32| hidden.iter().any(|range| range.contains(&at));
        sheet.grid.hide(|row| among(&hidden_rows, row), |column| among(&hidden_columns, column));
        self.sheets.push(sheet);
        Ok(())
    }

    fn row(&mut self, number: u32, repeated: u32, sheet: &mut SheetCells, cells: &mut Cells) -> Result<(), Fault> {
        let mut filled: Vec<(u32, Cell)> = Vec::new();
        let mut column = 0_u32;
        let mut buffer = Vec::new();
        loop {
            match self.next(&mut buffer)? {
                Event::Start(start) => match start.name().as_ref() {
                    "table:table-cell" | "table:covered-table-cell" => {
                        let covered = start.name().as_ref() == "table:covered-table-cell";
                        let start = start.into_owned();
                        let cell = self.cell(&start)?;
                        let width = cell.repeated;
                        // What lies under a merged cell is not shown, and is in the file all the same.
                        if covered && !cell.value.is_empty() {
                            let text = cell.value.text().into_owned();
                            self.asides.push(Aside { what: "a cell under a merged one", at: String::new(), text });
                        }
                        if !covered && (!cell.value.is_empty() || cell.spanned != (1, 1)) {
                            filled.push((column, cell));
                        }
                        column = column.saturating_add(width);
                    }
                    _ => {
                        let start = start.into_owned();
                        self.skip(&start)?;
                    }
                },
                Event::End(end) if end.name().as_ref() == "table:table-row" => break,
                _ => {}
            }
        }
        if filled.is_empty() {
            return Ok(());
        }
        if repeated > MOST_REPEATS || number.saturating_add(repeated) > MOST_ROWS {
            return Err(damaged(self.file, &format!("row {} stands {repeated} times", u64::from(number) + 1)));
        }
        for row in number..number + repeated {
            for (column, cell) in &filled {
                if cell.spanned != (1, 1) {
                    let (rows, columns) = cell.spanned;
                    let to = |from: u32, length: u32| (from, from.saturating_add(length.max(1) - 1));
                    sheet.merged.push(Region { rows: to(row, rows), columns: to(*column, columns) });
                }
                if cell.value.is_empty() {
                    continue;
                }
                if column.saturating_add(cell.repeated) > MOST_COLUMNS {
                    return Err(damaged(self.file, "a row has more cells than a row can have"));
                }
                let repeats = cell.repeated as usize;
                sheet.formulas += if cell.formula { repeats } else { 0 };
                sheet.uncalculated += if cell.formula && is_uncalculated(&cell.value) { repeats } else { 0 };
                for column in *column..column + cell.repeated {
                    cells.put((row, column), cell.value.clone(), (&mut self.budget, self.file))?;
                }
            }
        }
        Ok(())
    }

    /// Reads a cell to its end.
    fn cell(&mut self, start: &BytesStart<'_>) -> Result<Cell, Fault> {
        let mut cell = Cell { repeated: 1, spanned: (1, 1), ..Cell::default() };
        let (mut kind, mut value, mut is_error) = (None, None, false);
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| damaged(self.file, &error.to_string()))?;
            let text = || unescaped(&attribute.value);
            match attribute.key.as_ref() {
                "office:value-type" => kind = Some(text()),
                "calcext:value-type" => is_error = attribute.value.as_ref() == "error",
                "office:value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value"
                | "office:string-value" => value = Some(text()),
                "table:formula" => cell.formula = true,
                "table:number-columns-repeated" => cell.repeated = text().parse().unwrap_or(1),
                "table:number-columns-spanned" => cell.spanned.1 = text().parse().unwrap_or(1),
                "table:number-rows-spanned" => cell.spanned.0 = text().parse().unwrap_or(1),
                _ => {}
            }
        }
        let shown = self.paragraphs()?;
        let as_text = |value: Option<String>| Value::from_text(value.as_deref().unwrap_or(&shown));
        cell.value = match (kind.as_deref(), value) {
            _ if is_error => Value::Error(if shown.is_empty() { "error".to_owned() } else { shown }),
            (Some("float" | "currency" | "percentage"), Some(value)) => match value.trim().parse() {
                Ok(number) => Value::from_float(number),
                Err(_) => Value::Error(value),
            },
            (Some("boolean"), Some(value)) => Value::Boolean(value.eq_ignore_ascii_case("true")),
            (Some("date"), Some(value)) => date(&value).map_or_else(|| Value::from_text(&value), Value::Date),
            (Some("string"), Some(value)) if value.is_empty() => as_text(None),
            (Some(_), value) => as_text(value),
            (None, _) if cell.formula => Value::Error(UNCALCULATED.to_owned()),
            (None, _) => as_text(None),
        };
        Ok(cell)
    }

    /// The text of a cell, a line a paragraph, without comments and drawings. Reads to the end of the cell.
    fn paragraphs(&mut self) -> Result<String, Fault> {
        let mut text = String::new();
        let (mut paragraphs, mut inside) = (0_u32, false);
        let mut buffer = Vec::new();
        loop {
            match self.next(&mut buffer)? {
                Event::Start(start) => match start.name().as_ref() {
                    "text:p" | "text:h" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        inside = true;
                    }
                    "text:s" => {
                        let blanks = count(&start, "text:c").min(1_000);
                        text.extend(std::iter::repeat_n(' ', blanks as usize));
                    }
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    "text:span" | "text:a" | "text:ruby" | "text:ruby-base" => {}
                    // Comments, drawings, dates of comments: not what the cell says.
                    _ => {
                        let start = start.into_owned();
                        self.aside(&start, "a comment or drawing")?;
                    }
                },
                Event::Text(part) if inside => text.push_str(&part.xml10_content()),
                Event::CData(part) if inside => text.push_str(&part.xml10_content()),
                Event::GeneralRef(reference) if inside => text.extend(character(&reference)),
                Event::End(end) => match end.name().as_ref() {
                    "text:p" | "text:h" => inside = false,
                    "table:table-cell" | "table:covered-table-cell" => return Ok(text),
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

fn is_uncalculated(value: &Value) -> bool {
    matches!(value, Value::Error(text) if text == UNCALCULATED)
}

/// A reference such as `&amp;` or `&#163;`. Others are not defined in an ODS.
pub(super) fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    let entity = quick_xml::escape::resolve_xml_entity(reference)?;
    entity.chars().next()
}

/// Whether a row or column is folded away or filtered out.
fn is_hidden(start: &BytesStart<'_>) -> bool {
    attribute(start, "table:visibility").is_some_and(|visibility| visibility != "visible")
}

pub(super) fn unescaped(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), std::borrow::Cow::into_owned)
}

pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.try_get_attribute(name).ok().flatten().map(|attribute| unescaped(&attribute.value))
}

/// A number of times, at least once.
fn count(start: &BytesStart<'_>, name: &str) -> u32 {
    attribute(start, name).and_then(|value| value.parse().ok()).unwrap_or(1).max(1)
}

fn date(value: &str) -> Option<DateTime> {
    match value.contains('T') {
        true => value.parse().ok(),
        false => value.parse::<Date>().ok().map(|day| day.at(0, 0, 0, 0)),
    }
}
