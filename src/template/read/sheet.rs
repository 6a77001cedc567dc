//! Finds the header and the rows of an entry sheet by their words, and what stands where nothing should.

use std::collections::BTreeMap;

use super::super::layout::{Expected, TOTAL, plain};
use crate::fault::{Fault, Faults, Place, nearest, shape};
use crate::source::{Grid, GridRow, Value};
use crate::workbook::cell_name;

/// Where the parts of an entry sheet were found.
pub(super) struct Found<'a> {
    /// Columns of the sheet, in the order of the layout's headers.
    pub(super) columns: Vec<usize>,
    /// Rows of the categories, in the form's order; none where a category is missing.
    pub(super) categories: Vec<Option<&'a GridRow>>,
    /// The row of sums.
    pub(super) total: Option<&'a GridRow>,
}

/// Finds header and rows. None where there is no header to go by.
pub(super) fn find<'a>(grid: &'a Grid, expected: &Expected<'_>, faults: &mut Faults) -> Option<Found<'a>> {
    let first = expected.headers.first().copied().unwrap_or_default();
    let header = grid.rows.iter().find(|row| plain(&row.cell(0).text()) == plain(first));
    let Some(header) = header else {
        faults.push(Fault::new(
            "template-header-missing",
            Place { column: None, ..grid.place(expected.header_row, 0, "") },
            format!("no row of the sheet begins with `{first}`"),
            "copy the header of the table from the template",
        ));
        return None;
    };
    let columns = columns(grid, header, expected, faults)?;
    let mut rows: BTreeMap<String, Vec<&GridRow>> = BTreeMap::new();
    for row in grid.rows.iter().filter(|row| row.number > header.number) {
        let label = plain(&row.cell(0).text());
        if !label.is_empty() {
            rows.entry(label).or_default().push(row);
        }
    }
    let mut found = Found { columns, categories: Vec::new(), total: None };
    let missing: Vec<&str> =
        expected.labels.iter().copied().filter(|title| !rows.contains_key(&plain(title))).collect();
    for label in &expected.labels {
        let rows = rows.remove(&plain(label));
        for twin in rows.iter().flatten().skip(1) {
            faults.push(Fault::new(
                "template-category-twice",
                grid.place(twin.number, 0, first),
                format!("a second row is labelled `{label}`"),
                "keep one of the rows: no two can be added up by guessing",
            ));
        }
        found.categories.push(rows.and_then(|rows| rows.first().copied()));
    }
    if expected.total {
        found.total = rows.remove(&plain(TOTAL)).and_then(|rows| rows.first().copied());
    }
    let unknown: Vec<&GridRow> = rows.into_values().flatten().collect();
    for title in &missing {
        faults.push(Fault::new(
            "template-category-missing",
            Place { column: None, ..grid.place(header.number, 0, "") },
            format!("no row is labelled `{title}`"),
            "give the row its label back: rows are read by their labels",
        ));
    }
    for row in unknown {
        let text = row.cell(0).text();
        let guess = nearest(&text, missing.iter().copied());
        let hint = guess.map_or_else(String::new, |guess| format!("; was it `{guess}`?"));
        faults.push(Fault::new(
            "template-category-unknown",
            grid.place(row.number, 0, first),
            format!("no category is called as this row is, {}{hint}", shape(text.trim())),
            "take the row out, or give it its label back; add what was counted there to a category of the list",
        ));
    }
    stray(grid, header, &found, expected, faults);
    Some(found)
}

/// The column of each header.
fn columns(grid: &Grid, header: &GridRow, expected: &Expected<'_>, faults: &mut Faults) -> Option<Vec<usize>> {
    let mut columns = Vec::new();
    for (due, caption) in expected.headers.iter().enumerate() {
        let mut places = header.filled().filter(|(_, value)| plain(&value.text()) == plain(caption));
        match (places.next(), places.next()) {
            (Some((column, _)), None) => columns.push(column),
            (Some(_), Some((column, _))) => faults.push(Fault::new(
                "template-header-changed",
                Place { column: None, ..grid.place(header.number, column, "") },
                format!("a second column is headed `{caption}`"),
                "keep one of the columns",
            )),
            (None, _) => faults.push(Fault::new(
                "template-header-changed",
                Place { column: None, ..grid.place(header.number, due, "") },
                format!("no column is headed `{caption}`"),
                "give the column its header back: columns are read by their headers",
            )),
        }
    }
    (columns.len() == expected.headers.len()).then_some(columns)
}

/// Names everything that stands beside the table, or in it where no label or header says what it is.
fn stray(grid: &Grid, header: &GridRow, found: &Found<'_>, expected: &Expected<'_>, faults: &mut Faults) {
    let labelled = |row: &GridRow| !plain(&row.cell(0).text()).is_empty();
    for row in &grid.rows {
        let inside = row.number >= header.number && labelled(row);
        for (column, value) in row.filled() {
            let table = inside && found.columns.contains(&column);
            let help = row.number < header.number && column == 0;
            if table || help || is_blank(value) {
                continue;
            }
            let (first, last) =
                (found.columns.first().copied().unwrap_or(0), found.columns.last().copied().unwrap_or(0));
            let edges = [first, last].map(|column| cell_name(header.number, u32::try_from(column).unwrap_or(u32::MAX)));
            faults.push(Fault::new(
                "template-entry-stray",
                Place { column: None, ..grid.place(row.number, column, "") },
                format!("{} stands outside the table, whose header runs from {} to {}", shape(value.text().trim()), edges[0], edges[1]),
                format!(
                    "move it into the table of `{}` if it is a count, else take it out: nothing outside the table is read",
                    expected.sheet
                ),
            ));
        }
    }
}

fn is_blank(value: &Value) -> bool {
    matches!(value, Value::Text(text) if text.trim().is_empty())
}
