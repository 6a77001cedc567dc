//! XLSX workbooks, cell by cell as they stand, so that a value in the last row of a sheet does not build the rows before it.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use jiff::civil::DateTime;

use super::archive::{self, Archive, damaged};
use super::cells::{Budget, Cells};
use super::guard::guarded;
use super::persons::Aside;
use super::{Region, SheetCells, UNCALCULATED, asides, hidden};
use crate::fault::{Fault, Place};
use crate::source::grid::{Grid, Value};

/// Reads every worksheet; sheets that hold only a chart have no cells and are left out.
pub(super) fn read(bytes: &[u8], file: &str, asides: &mut Vec<Aside>) -> Result<Vec<SheetCells>, Fault> {
    // The library multiplies out cell addresses without a check, and an address of many digits ends in a panic.
    guarded(|| worksheets(bytes, file, asides))
        .unwrap_or_else(|| Err(damaged(file, "a cell has an address or number that no workbook can have")))
}

fn worksheets(bytes: &[u8], file: &str, asides: &mut Vec<Aside>) -> Result<Vec<SheetCells>, Fault> {
    let mut archive = archive::checked(bytes, file)?;
    let stale = results_are_stale(&mut archive);
    if !shared_strings_fit(&mut archive) {
        return Err(damaged(file, "it claims more texts than it can hold"));
    }
    asides::of_archive(&mut archive, asides);
    let hidden = hidden::of_sheets(&mut archive, asides);
    drop(archive);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| fault(file, &error))?;
    let listed: Vec<_> = workbook.sheets_metadata().to_vec();
    let mut budget = Budget::new();
    let mut sheets = Vec::new();
    for listed in listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let mut sheet = SheetCells::default();
        let mut cells = Cells::default();
        match workbook.worksheet_cells_reader(&listed.name) {
            Ok(mut reader) => {
                while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|error| fault(file, &error))? {
                    let mut value = value(cell.value);
                    if cell.formula.is_some() {
                        sheet.formulas += 1;
                        if value.is_empty() || stale && matches!(value, Value::Integer(_) | Value::Number(_)) {
                            sheet.uncalculated += 1;
                            value = Value::Error(UNCALCULATED.to_owned());
                        }
                    }
                    cells.put(cell.pos, value, (&mut budget, file))?;
                }
            }
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(fault(file, &error)),
        }
        let merged = workbook.merge_cells_by_sheet_name(&listed.name).unwrap_or_default();
        sheet.merged = merged.iter().map(region).collect();
        let name = Some(listed.name.trim().to_owned());
        let is_hidden = listed.visible != SheetVisible::Visible;
        sheet.grid =
            Grid { file: file.to_owned(), sheet: name, rows: cells.into_rows(), hidden: is_hidden, ..Grid::default() };
        if let Some(hidden) = hidden.get(&listed.name) {
            sheet.grid.hide(|row| hidden.rows.contains(&row), |column| hidden.column(column));
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Whether the list of shared texts is long enough for as many as it claims: the library makes room for all of them at once, and
/// a number made up could ask for more memory than there is.
fn shared_strings_fit(archive: &mut Archive<'_>) -> bool {
    /// Bytes of the shortest entry, `<si/>`.
    const SHORTEST: u64 = 5;
    let Ok(part) = archive.by_name("xl/sharedStrings.xml") else { return true };
    let most = part.size() / SHORTEST + 1;
    let mut head = Vec::new();
    let _ = part.take(1 << 16).read_to_end(&mut head);
    let head = String::from_utf8_lossy(&head);
    let claims = head.match_indices("uniqueCount").filter_map(|(at, word)| {
        let rest = head.get(at + word.len()..)?.trim_start_matches(['=', '"', '\'', ' ', '+']);
        let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next()?;
        // A number that does not fit is beyond any part.
        Some(if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u64::MAX) })
    });
    claims.max().is_none_or(|claimed| claimed <= most)
}

/// Whether the workbook asks to be calculated when it is opened: programs that cannot calculate write so, with zero for every result.
fn results_are_stale(archive: &mut Archive<'_>) -> bool {
    let mut text = String::new();
    if let Ok(part) = archive.by_name("xl/workbook.xml") {
        let _ = part.take(1 << 20).read_to_string(&mut text);
    }
    text.contains("fullCalcOnLoad=\"1\"") || text.contains("fullCalcOnLoad=\"true\"")
}

fn fault(file: &str, error: &XlsxError) -> Fault {
    match error {
        XlsxError::Password => archive::password(file),
        XlsxError::FileNotFound(part) => Fault::new(
            "workbook-damaged",
            Place::file(file),
            format!("the file is packed like a workbook and has no `{part}`"),
            "save it again as XLSX, or fetch it again",
        ),
        error => damaged(file, &error.to_string()),
    }
}

pub(super) fn region(dimensions: &Dimensions) -> Region {
    Region { rows: (dimensions.start.0, dimensions.end.0), columns: (dimensions.start.1, dimensions.end.1) }
}

fn value(value: DataRef<'_>) -> Value {
    match value {
        // The text of most cells is shared; this saves copying it twice.
        DataRef::SharedString(text) => Value::from_text(text),
        other => owned(other.into()),
    }
}

/// A value as the library gives it, for both kinds of Excel workbook.
pub(super) fn owned(value: Data) -> Value {
    match value {
        Data::Empty => Value::Empty,
        Data::Int(number) => Value::Integer(number),
        Data::Float(number) => Value::from_float(number),
        Data::String(text) => Value::from_text(&text),
        Data::Bool(yes) => Value::Boolean(yes),
        Data::DateTime(date) if date.is_duration() => Value::from_float(date.as_f64()),
        Data::DateTime(date) => instant(&date).map_or_else(|| Value::from_float(date.as_f64()), Value::Date),
        Data::DateTimeIso(text) => match text.parse::<DateTime>() {
            Ok(date) => Value::Date(date),
            Err(_) => match text.parse::<jiff::civil::Date>() {
                Ok(day) => Value::Date(day.at(0, 0, 0, 0)),
                Err(_) => Value::from_text(&text),
            },
        },
        Data::DurationIso(text) => Value::from_text(&text),
        Data::Error(error) => Value::Error(error.to_string()),
        // The library may come to know more kinds.
        #[allow(unreachable_patterns, reason = "kinds of a later version")]
        other => Value::from_text(&other.to_string()),
    }
}

/// A serial number as a date. Before 1900 there are none: such a cell holds a time of day or a number.
fn instant(date: &ExcelDateTime) -> Option<DateTime> {
    if date.as_f64() < 1.0 {
        return None;
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let year = i16::try_from(year).ok()?;
    let narrow = |part: u8| i8::try_from(part).ok();
    DateTime::new(year, narrow(month)?, narrow(day)?, narrow(hour)?, narrow(minute)?, narrow(second)?, 0).ok()
}
