//! `assess peek`: how a table file is read, so that anyone can tell why.

use std::process::ExitCode;

use super::console;
use crate::cli::Peek;
use crate::fault::{Failure, Fault, Place, nearest};
use crate::source::input;
use crate::source::reader::{self, ColumnSummary, SheetSummary, Summary, TableSummary};

/// Longest text of a cell that is shown, in characters.
const LONGEST: usize = 48;

/// Notes and cells of a row that are shown.
const NOTES: usize = 12;
const CELLS: usize = 8;

pub(super) fn run(options: &Peek) -> Result<ExitCode, Failure> {
    let file = options.file.display().to_string();
    let bytes = input::read(&options.file, input::MOST_BYTES).map_err(|error| {
        Fault::new(
            "file-unreadable",
            Place::file(&file),
            format!("the file cannot be read: {error}"),
            "check that it is a file and that you may read it",
        )
    })?;
    let mut summary = reader::summary(&file, &reader::read(&bytes, &file)?)?;
    if let Some(name) = &options.sheet {
        choose(&mut summary, name)?;
    }
    if options.json {
        let text = serde_json::to_string_pretty(&summary)
            .map_err(|error| Failure::cannot_run(format!("the summary cannot be written: {error}"), "report this"))?;
        console::result(text);
    } else {
        for line in text(&summary) {
            console::result(line);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Keeps one sheet only.
fn choose(summary: &mut Summary, name: &str) -> Result<(), Failure> {
    let wanted = name.trim();
    if summary.sheets.iter().any(|sheet| sheet.name == wanted) {
        summary.sheets.retain(|sheet| sheet.name == wanted);
        return Ok(());
    }
    let names: Vec<&str> = summary.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let remedy = match nearest(wanted, names.iter().copied()) {
        Some(known) if !known.is_empty() => format!("did you mean `{known}`? The sheets are: {}", names.join(", ")),
        _ if names == [""] => format!("leave `--sheet` out: a {} file is one table", summary.format),
        _ => format!("the sheets are: {}", names.join(", ")),
    };
    Err(Failure::cannot_run(format!("{} has no sheet `{wanted}`", summary.file), remedy))
}

/// The summary for people: a line a sheet, then the largest table in full.
fn text(summary: &Summary) -> Vec<String> {
    let manner = if summary.manner.is_empty() { String::new() } else { format!(" ({})", summary.manner) };
    let mut lines = vec![format!("{}: {}{manner}", summary.file, summary.format)];
    let largest = summary
        .sheets
        .iter()
        .max_by_key(|sheet| sheet.table.as_ref().map_or(0, |table| table.rows * table.columns.len()));
    if summary.sheets.len() > 1 {
        lines.push(String::new());
        let width = summary.sheets.iter().map(|sheet| sheet.name.chars().count()).max().unwrap_or(0);
        for sheet in &summary.sheets {
            lines.push(format!("  {:<width$}  {}", sheet.name, one_line(sheet)));
        }
    }
    if let Some(sheet) = largest {
        lines.push(String::new());
        if !sheet.name.is_empty() {
            lines.push(format!("sheet `{}`", sheet.name));
        }
        match &sheet.table {
            Some(table) => lines.extend(table_lines(table)),
            None => lines.push(format!("  {}", one_line(sheet))),
        }
    }
    if summary.sheets.len() > 1 {
        lines.extend([String::new(), "`--sheet NAME` shows another sheet in full, `--json` all of them.".to_owned()]);
    }
    lines
}

fn one_line(sheet: &SheetSummary) -> String {
    if !sheet.withheld.is_empty() {
        return format!("withheld: {}", sheet.withheld);
    }
    let mut line = match &sheet.table {
        Some(table) => format!(
            "table of {} and {}, header in row {}",
            counted(table.rows, "row"),
            counted(table.columns.len(), "column"),
            table.header.0
        ),
        None => format!("no header found in {}", counted(sheet.filled_rows, "row")),
    };
    if sheet.hidden {
        line.push_str(", hidden");
    }
    if sheet.formulas > 0 {
        line.push_str(&format!(", {}", counted(sheet.formulas, "formula")));
    }
    if sheet.uncalculated > 0 {
        line.push_str(&format!(", {} of them WITHOUT A RESULT", sheet.uncalculated));
    }
    line
}

fn table_lines(table: &TableSummary) -> Vec<String> {
    let (first, last) = table.header;
    let header = if first == last { format!("row {first}") } else { format!("rows {first} to {last}") };
    let mut lines = vec![format!("  header  {header}"), format!("  rows    {}", table.rows), String::new()];
    let names: Vec<String> = table.columns.iter().map(|column| cut(&label(column))).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).max("column".len());
    lines.push(format!(
        "       {:<width$}  {:<12} {:>8} {:>8}  markers, footnotes, others",
        "column", "type", "values", "empty"
    ));
    for (column, name) in table.columns.iter().zip(&names) {
        let line = format!(
            "  {:>3}  {name:<width$}  {:<12} {:>8} {:>8}  {}",
            column.letters,
            column.kind,
            column.values,
            column.empty,
            remarks(column)
        );
        lines.push(line.trim_end().to_owned());
    }
    if !table.notes.is_empty() {
        lines.extend([String::new(), format!("  {} set aside as title and notes", counted(table.notes.len(), "row"))]);
        lines.extend(table.notes.iter().take(NOTES).map(|(row, text)| format!("  {row:>7}  {}", cut(text))));
        if table.notes.len() > NOTES {
            lines.push(format!("           … and {} more", table.notes.len() - NOTES));
        }
    }
    lines.extend([String::new(), "  first rows".to_owned()]);
    for (row, cells) in &table.first_rows {
        let mut shown: Vec<String> = cells.iter().take(CELLS).map(|cell| cut(cell)).collect();
        if cells.len() > CELLS {
            shown.push("…".to_owned());
        }
        lines.push(format!("  {row:>7}  {}", shown.join(" | ")));
    }
    lines
}

fn label(column: &ColumnSummary) -> String {
    if column.name.is_empty() { "(no name)".to_owned() } else { column.name.clone() }
}

fn remarks(column: &ColumnSummary) -> String {
    let mut remarks: Vec<String> =
        column.markers.iter().map(|(marker, count)| format!("{} × {count}", cut(marker))).collect();
    if !column.footnotes.is_empty() {
        remarks.push(format!("footnote {}", column.footnotes.join(", ")));
    }
    if let Some((row, text)) = &column.first_other {
        remarks.push(format!("{} not a {}, first in row {row}: `{}`", column.others, column.kind, cut(text)));
    }
    remarks.join("; ")
}

fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A text on one line, cut where it is long.
fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
        None => line,
    }
}
