//! A workbook as XLSX. The same workbook gives the same bytes: the only time in the file is the workbook's own.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    FormatUnderline, Formula, ProtectionOptions, TableColumn, TableStyle, Url, Workbook as File, Worksheet, XlsxError,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::{Content, NumberFormat, Outcome, Piece, Rule, Sheet, Style, Validation, Workbook, WriteError, pieces};

const FONT: &str = "Arial";
/// A4.
const PAPER: u8 = 9;
/// Where the library writes the document's properties; it has no setting for their language.
const PROPERTIES: &str = "docProps/core.xml";

/// The file's bytes.
pub(super) fn write(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    let mut file = File::new();
    let created = ExcelDateTime::from_timestamp(workbook.created.as_second())?;
    let properties = DocProperties::new()
        .set_title(&workbook.title)
        .set_subject(&workbook.subject)
        .set_author(&workbook.author)
        .set_company(&workbook.author)
        .set_keywords(workbook.keywords.join(", "))
        .set_creation_datetime(&created);
    file.set_properties(&properties);
    let formats: BTreeMap<Style, Format> = Style::ALL.into_iter().map(|style| (style, format(style))).collect();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let page = file.add_worksheet();
        page.set_name(&sheet.name)?;
        page.set_active(index == 0);
        write_sheet(page, sheet, &formats, workbook.locked)?;
    }
    for (name, sheet, range) in &workbook.names {
        file.define_name(name, &format!("='{sheet}'!{}", range.absolute()))?;
    }
    with_language(&file.save_to_buffer()?)
}

fn write_sheet(
    page: &mut Worksheet,
    sheet: &Sheet,
    formats: &BTreeMap<Style, Format>,
    locked: bool,
) -> Result<(), WriteError> {
    for (column, width) in (0..).zip(&sheet.widths) {
        page.set_column_width(column, f64::from(*width))?;
    }
    // The table first: the cells written after it replace the ones it makes.
    if let Some(table) = &sheet.table {
        let ((first, left), (last, right)) = (table.range.first, table.range.last);
        let header = |column: u16| match sheet.cells.get(&(first, column)).map(|cell| &cell.content) {
            Some(Content::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let columns: Vec<TableColumn> =
            (left..=right).map(|column| TableColumn::new().set_header(header(column))).collect();
        // A table's own row of totals allows one formula a column; ours stands in the body's last row, with a label.
        let marked = rust_xlsxwriter::Table::new()
            .set_name(&table.name)
            .set_columns(&columns)
            .set_autofilter(false)
            .set_banded_rows(false)
            .set_first_column(true)
            .set_style(TableStyle::None);
        page.add_table(first, left, last, right, &marked)?;
    }
    for ((row, column), cell) in &sheet.cells {
        let format = formats.get(&cell.style).cloned().unwrap_or_default();
        match &cell.content {
            Content::Blank => page.write_blank(*row, *column, &format)?,
            Content::Text(text) => page.write_string_with_format(*row, *column, text, &format)?,
            Content::Number(number) => page.write_number_with_format(*row, *column, *number as f64, &format)?,
            Content::Day(day) => {
                let (year, month, day) =
                    (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs());
                let day = ExcelDateTime::from_ymd(year, month, day)?;
                page.write_datetime_with_format(*row, *column, &day, &format)?
            }
            Content::Formatted(number) => {
                let format = format.clone().set_num_format(number_format(number.format));
                // What is no number to the library stands as its digits: a cell never holds another value than was given.
                match number.stored.parse::<f64>() {
                    Ok(value) => page.write_number_with_format(*row, *column, value, &format)?,
                    Err(_) => page.write_string_with_format(*row, *column, &number.stored, &format)?,
                }
            }
            Content::Link { words, sheet } => {
                let link = Url::new(format!("internal:'{sheet}'!A1")).set_text(words);
                page.write_url_with_format(*row, *column, link, &format)?
            }
            Content::Formula(formula, outcome) => {
                let result = match outcome {
                    Outcome::Text(text) => text.clone(),
                    Outcome::Number(number) => number.to_string(),
                };
                let formula = Formula::new(notation(formula)).set_result(result);
                page.write_formula_with_format(*row, *column, formula, &format)?
            }
        };
    }
    for (row, height) in heights(sheet) {
        page.set_row_height(row, height)?;
    }
    for validation in &sheet.validations {
        let ((first, left), (last, right)) = (validation.range.first, validation.range.last);
        page.add_data_validation(first, left, last, right, &rule(validation)?)?;
    }
    if let Some(row) = sheet.frozen {
        page.set_freeze_panes(row, 1)?;
    }
    let repeat = sheet.table.as_ref().map(|table| table.range.first.0);
    if let Some(row) = repeat {
        page.set_repeat_rows(row, row)?;
    }
    page.set_paper_size(PAPER).set_landscape().set_print_fit_to_pages(1, 0);
    if locked {
        // Widths and heights may be changed: a reader may need larger letters.
        let options = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() };
        page.protect_with_options(&options);
    }
    Ok(())
}

/// How a number is shown, in the notation of the format.
fn number_format(format: NumberFormat) -> String {
    let decimals = "0".repeat(format.decimals.into());
    let point = if decimals.is_empty() { "" } else { "." };
    let plain = format!("#,##0{point}{decimals}{}", if format.percent { "%" } else { "" });
    let plus = if format.signed { "+" } else { "" };
    format!("{plus}{plain};−{plain};{plain}")
}

/// Heights of the rows in points, estimated from their texts: not every program fits them to wrapped text when it opens a file.
fn heights(sheet: &Sheet) -> BTreeMap<u32, f64> {
    let mut heights: BTreeMap<u32, f64> = BTreeMap::new();
    for ((row, column), cell) in &sheet.cells {
        let text = match &cell.content {
            Content::Text(text) | Content::Formula(_, Outcome::Text(text)) => text.as_str(),
            _ => "",
        };
        // Widths are in digits of 11 points, and an indent takes about one of them on either side.
        let width =
            sheet.widths.get(usize::from(*column)).map_or(10, |width| usize::from(*width)).saturating_sub(2).max(1);
        let lines = if cell.style.wraps() { lines(text, width, cell.style.bold()) } else { 1 };
        let line = f64::from(cell.style.points()) * 1.3;
        let height = line * f64::from(lines) + 3.0;
        let highest = heights.entry(*row).or_default();
        *highest = highest.max(height);
    }
    heights
}

/// Lines of a text that wraps between words in a column of so many digits. A letter of 12 points is nearly a digit of 11 wide.
fn lines(text: &str, width: usize, bold: bool) -> u32 {
    let width = if bold { width * 9 / 10 } else { width };
    let (mut lines, mut used) = (1, 0);
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines += 1;
            used = 0;
        }
        used += length + usize::from(used > 0);
    }
    lines
}

fn format(style: Style) -> Format {
    let mut format =
        Format::new().set_font_name(FONT).set_font_size(f64::from(style.points())).set_align(FormatAlign::Top);
    if style.bold() {
        format = format.set_bold();
    }
    if style.wraps() {
        format = format.set_text_wrap();
    }
    format = format.set_align(if style.right() { FormatAlign::Right } else { FormatAlign::Left });
    if style.ruled() {
        // Keeps a number apart from the words of the next column.
        format = format.set_indent(1);
        let colour = if style.editable() { Color::RGB(0x12436D) } else { Color::RGB(0x808080) };
        let line = if style.editable() { FormatBorder::Medium } else { FormatBorder::Thin };
        format = format.set_border(line).set_border_color(colour);
    }
    if style == Style::Day {
        format = format.set_num_format("yyyy-mm-dd");
    }
    if let Some(colour) = style.filled().and_then(|colour| u32::from_str_radix(colour, 16).ok()) {
        format = format.set_background_color(Color::RGB(colour));
    }
    if style == Style::Link {
        format = format.set_font_color(Color::RGB(0x12436D)).set_underline(FormatUnderline::Single);
    }
    if style.editable() { format.set_unlocked() } else { format }
}

fn rule(validation: &Validation) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    let rule = match &validation.rule {
        Rule::Formula(formula) => rule.allow_custom(Formula::new(notation(formula))),
        Rule::OneOf(choices) => rule.allow_list_strings(choices)?,
        Rule::OneOfCells(sheet, range) => {
            rule.allow_list_formula(Formula::new(format!("='{sheet}'!{}", range.absolute())))
        }
    };
    let style = if validation.firm { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
    rule.set_input_title(&validation.title)?
        .set_input_message(&validation.message)?
        .set_error_title(&validation.title)?
        .set_error_message(&validation.refusal)
        .map(|rule| rule.set_error_style(style))
}

/// A formula as XLSX writes it.
fn notation(formula: &str) -> String {
    let parts = pieces(formula).into_iter().map(|piece| match piece {
        Piece::Here(cells) | Piece::Plain(cells) | Piece::Constant(cells) => cells.to_owned(),
        Piece::There(sheet, cells) => format!("'{sheet}'!{cells}"),
    });
    format!("={}", parts.collect::<String>())
}

/// States the document's language, without which a screen reader guesses how to speak it.
fn with_language(bytes: &[u8]) -> Result<Vec<u8>, WriteError> {
    let mut parts = ZipArchive::new(Cursor::new(bytes))?;
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for index in 0..parts.len() {
        let mut part = parts.by_index(index)?;
        let name = part.name()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content)?;
        if name == PROPERTIES {
            let text = String::from_utf8_lossy(&content);
            content = text
                .replace("</cp:coreProperties>", "<dc:language>en-GB</dc:language></cp:coreProperties>")
                .into_bytes();
        }
        file.start_file(name, options)?;
        file.write_all(&content)?;
    }
    Ok(file.finish()?.into_inner())
}
