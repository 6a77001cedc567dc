//! Where the header of a sheet stands, and what is title, table and note.
//!
//! The header is found by its text: by the names that are wanted, or else as the first row of labels that is about as wide as the
//! table under it. Row numbers are no help, because titles, corrections and notes come and go between editions. A header may be split over
//! rows and merged over columns; its parts are joined from the top, `Victim-based crime - Robbery`.

use std::ops::Range;

use super::Region;
use super::meaning::{Meaning, is_bracketed_marker, meaning};
use super::names::{comparable, without_footnotes};
use crate::source::grid::{Grid, GridRow, Value};

/// Parts of a header over several rows are joined so.
pub(super) const JOIN: &str = " - ";

/// Rows at the top of a sheet among which the header is looked for.
const TOP: usize = 80;

/// The parts of a sheet, as positions in the rows of its grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Rows of the header.
    pub header: Range<usize>,
    /// Rows of the table under it, up to the notes.
    pub body: Range<usize>,
}

/// Cells, and which of them are merged.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) grid: &'a Grid,
    pub(super) merged: &'a [Region],
}

/// Finds the header, by the wanted names where there are any, and the extent of the table. None where there is no table.
pub fn layout(grid: &Grid, merged: &[Region], wanted: &[&str]) -> Option<Layout> {
    let sheet = Cells { grid, merged };
    let rows = &sheet.grid.rows;
    let main = by_names(rows, wanted).or_else(|| by_shape(sheet))?;
    let header = if wanted.is_empty() { extended(sheet, main) } else { main..main + 1 };
    let end = end_of_body(sheet, header.end);
    Some(Layout { body: header.end..end, header })
}

/// The names of the columns: position, name, footnotes. A column without a name has an empty one.
pub(super) fn names(sheet: Cells<'_>, header: Range<usize>, width: usize) -> Vec<(usize, String, Vec<String>)> {
    let rows = sheet.grid.rows.get(header).unwrap_or_default();
    let named = |column: usize| {
        let (mut parts, mut footnotes) = (Vec::<String>::new(), Vec::new());
        for row in rows {
            let text = shown(sheet, row, column).text();
            let (part, notes) = without_footnotes(&text);
            if !part.is_empty() && parts.last() != Some(&part) {
                parts.push(part);
                footnotes.extend(notes);
            }
        }
        (column, parts.join(JOIN), footnotes)
    };
    (0..width).map(named).collect()
}

/// The value of a cell, or of the merged cell that covers it to the left.
fn shown<'a>(sheet: Cells<'a>, row: &'a GridRow, column: usize) -> &'a Value {
    let covers = |region: &&Region| {
        let (from, to) = region.columns;
        region.rows.0 == row.number && (from as usize..=to as usize).contains(&column)
    };
    match row.cell(column) {
        Value::Empty => {
            sheet.merged.iter().find(covers).map_or(&Value::Empty, |region| row.cell(region.columns.0 as usize))
        }
        value => value,
    }
}

/// The row that has most of the wanted names, if it has half of them.
fn by_names(rows: &[GridRow], wanted: &[&str]) -> Option<usize> {
    let wanted: Vec<String> = wanted.iter().map(|name| comparable(name)).collect();
    let found = |row: &GridRow| {
        let names: Vec<String> = row.filled().map(|(_, value)| comparable(&value.text())).collect();
        wanted.iter().filter(|name| names.contains(name)).count()
    };
    let scores = rows.iter().take(TOP).enumerate().map(|(at, row)| (found(row), at));
    let (score, at) = scores.max_by_key(|(score, at)| (*score, std::cmp::Reverse(*at)))?;
    (score > 0 && score * 2 >= wanted.len()).then_some(at)
}

/// The first row of labels about as wide as the table.
fn by_shape(sheet: Cells<'_>) -> Option<usize> {
    let rows = &sheet.grid.rows;
    let mut widths: Vec<usize> = rows.iter().map(|row| row.filled().count()).filter(|width| *width >= 2).collect();
    widths.sort_unstable();
    let Some(typical) = widths.get(widths.len() * 3 / 4).or(widths.last()).copied() else {
        // One column under a name is a table in a text file; in a workbook it is prose.
        return (sheet.grid.sheet.is_none() && rows.len() > 1).then_some(0);
    };
    let wide = |least: usize| {
        rows.iter().enumerate().take(TOP).find_map(|(at, row)| {
            let followed = rows.get(at + 1).is_some_and(|next| {
                next.filled().count() >= 2
                    || sheet
                        .merged
                        .iter()
                        .any(|region| region.rows.0 == next.number && region.columns.0 != region.columns.1)
            });
            (row.filled().count() >= least && is_labels(row) && followed).then_some(at)
        })
    };
    wide((typical * 3).div_ceil(5).max(2)).or_else(|| wide((typical * 2).div_ceil(5).max(2)))
}

/// Whether a row holds labels: text that is no number, or a series of years, ages or months.
fn is_labels(row: &GridRow) -> bool {
    let (mut filled, mut labels, mut numbers) = (0_usize, 0_usize, Vec::new());
    for (_, value) in row.filled() {
        filled += 1;
        match meaning(value) {
            Meaning::Integer(number) => numbers.push(number),
            Meaning::Number(_) | Meaning::Empty => {}
            // A bare letter may head a column (a band, `A` to `G`); a marker in brackets does not.
            Meaning::Marker(marker) if is_bracketed_marker(&marker) => {}
            Meaning::Marker(_) => labels += 1,
            Meaning::Other(Value::Text(_) | Value::Date(_)) => labels += 1,
            Meaning::Other(_) => {}
        }
    }
    let rising = numbers.windows(2).all(|pair| matches!(pair, [left, right] if left < right));
    let years = numbers.iter().all(|number| (1900..=2100).contains(number));
    let ages = numbers.len() >= 5 && rising && numbers.iter().all(|number| (0..=120).contains(number));
    if years || ages {
        labels += numbers.len();
    }
    labels > 0 && labels * 5 >= filled * 4
}

/// The header with the rows above and below that belong to it.
fn extended(sheet: Cells<'_>, main: usize) -> Range<usize> {
    let rows = &sheet.grid.rows;
    let (mut start, mut end) = (main, main + 1);
    let adjacent = |upper: usize, lower: usize| match (rows.get(upper), rows.get(lower)) {
        (Some(upper), Some(lower)) => lower.number == upper.number + 1,
        _ => false,
    };
    let first = |at: usize| rows.get(at).and_then(|row| row.filled().next().map(|(column, _)| column)).unwrap_or(0);
    let leftmost = first(main);
    let spans = |row: &GridRow, from: usize| {
        sheet.merged.iter().any(|region| {
            region.rows.0 == row.number && region.columns.1 > region.columns.0 && region.columns.0 as usize >= from
        })
    };
    // Above: groups of columns. A title begins in the first column.
    while start > 0 && sheet.grid.sheet.is_some() && adjacent(start - 1, start) && first(start - 1) > leftmost {
        let Some(row) = rows.get(start - 1) else { break };
        if !is_labels(row) || (row.filled().count() < 2 && !spans(row, leftmost + 1)) {
            break;
        }
        start -= 1;
    }
    // Below: units. They begin after the first column and stand over numbers.
    while sheet.grid.sheet.is_some() && adjacent(end - 1, end) && first(end) > leftmost {
        let Some(row) = rows.get(end) else { break };
        let below = rows.get(end + 1..).unwrap_or_default().iter().take(10);
        let over_numbers = |column: usize| {
            below.clone().any(|row| matches!(meaning(row.cell(column)), Meaning::Integer(_) | Meaning::Number(_)))
        };
        if !is_labels(row) || !row.filled().all(|(column, _)| over_numbers(column)) {
            break;
        }
        end += 1;
    }
    start..end
}

/// The end of the table: what follows a blank row and is narrow and without numbers is notes, and so are single cells of text at the end.
fn end_of_body(sheet: Cells<'_>, start: usize) -> usize {
    let rows = &sheet.grid.rows;
    let body = rows.get(start..).unwrap_or_default();
    let width = body.iter().take(200).map(|row| row.filled().count()).max().unwrap_or(0);
    if sheet.grid.sheet.is_none() && width < 3 || width < 2 {
        return rows.len();
    }
    let is_note = |row: &GridRow| {
        let mut filled = row.filled();
        let single = matches!((filled.next(), filled.next()), (Some((_, Value::Text(_))), None));
        // The number of a note may stand in a cell of its own.
        let narrow = row.filled().count() * 3 <= width
            && row.filled().skip(1).all(|(_, value)| matches!(meaning(value), Meaning::Other(Value::Text(_))));
        (single, narrow)
    };
    let mut end = rows.len();
    while end > start && rows.get(end - 1).is_some_and(|row| is_note(row).0) {
        end -= 1;
    }
    // From the end upwards, blank row by blank row, as long as all below is narrow.
    let mut at = end;
    while at > start {
        let (Some(row), Some(before)) = (rows.get(at - 1), rows.get(at.saturating_sub(2))) else { break };
        if !(is_note(row).0 || is_note(row).1) {
            break;
        }
        at -= 1;
        if at > start && row.number > before.number + 1 {
            end = at;
        }
    }
    end
}
