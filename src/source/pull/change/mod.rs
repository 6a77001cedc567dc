//! What changed between two vintages of a file: rows, periods and values, compared as text cells.
//!
//! A row is known by its key columns, named in the catalogue or guessed: those whose cells are not all numbers, and those
//! called after a period, a code or an age. Where the key does not tell rows apart, whole rows are compared, and a
//! revised value shows as one row gone and one come.

mod read;

use std::collections::{BTreeMap, BTreeSet};

pub use read::{TextTable, read};

/// Revisions kept in full; the rest are counted.
const SHOWN: usize = 5;

/// A value that was revised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The row, by its key cells.
    pub row: String,
    /// The column.
    pub column: String,
    /// What stood there.
    pub before: String,
    /// What stands there now.
    pub after: String,
    /// Where it stands now; empty where that is not known.
    pub place: String,
}

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows before and after.
    pub rows: (usize, usize),
    /// Rows that came.
    pub added: usize,
    /// Rows that went.
    pub removed: usize,
    /// Values revised in rows that stayed.
    pub revised: usize,
    /// The first of them.
    pub revisions: Vec<Revision>,
    /// Periods that came.
    pub new_periods: Vec<String>,
    /// Periods that went.
    pub gone_periods: Vec<String>,
    /// Columns that came.
    pub new_columns: Vec<String>,
    /// Columns that went.
    pub gone_columns: Vec<String>,
}

/// Compares two vintages. `key` names the key columns, or is empty.
pub fn compare(before: &TextTable, after: &TextTable, key: &[String]) -> Changes {
    let common: Vec<(usize, usize)> = before
        .header
        .iter()
        .enumerate()
        .filter_map(|(left, name)| after.header.iter().position(|other| other == name).map(|right| (left, right)))
        .collect();
    let mut changes = Changes {
        rows: (before.rows.len(), after.rows.len()),
        new_columns: missing(&after.header, &before.header),
        gone_columns: missing(&before.header, &after.header),
        ..Changes::default()
    };
    if let Some((left, right)) = common.iter().find(|(left, _)| is_period(name(before, *left))) {
        let (old, new) = (distinct(before, *left), distinct(after, *right));
        changes.new_periods = new.difference(&old).cloned().collect();
        changes.gone_periods = old.difference(&new).cloned().collect();
    }
    let keys: Vec<(usize, usize)> = common
        .iter()
        .copied()
        .filter(|(left, right)| match key {
            [] => names_rows(before, *left) || names_rows(after, *right),
            key => key.iter().any(|column| column == name(before, *left)),
        })
        .collect();
    let index = |table: &TextTable, columns: &[usize]| -> Option<BTreeMap<Vec<String>, usize>> {
        let keyed: BTreeMap<Vec<String>, usize> =
            table.rows.iter().enumerate().map(|(number, row)| (pick(row, columns), number)).collect();
        (keyed.len() == table.rows.len() && !columns.is_empty()).then_some(keyed)
    };
    let (left, right): (Vec<usize>, Vec<usize>) = keys.iter().copied().unzip();
    match (index(before, &left), index(after, &right)) {
        (Some(old), Some(new)) => {
            changes.added = new.keys().filter(|key| !old.contains_key(*key)).count();
            changes.removed = old.keys().filter(|key| !new.contains_key(*key)).count();
            for (key, row) in &old {
                let Some(other) = new.get(key) else { continue };
                revised(&mut changes, key, (before, *row), (after, *other), &common);
            }
        }
        _ => whole_rows(&mut changes, before, after, &common),
    }
    changes
}

fn revised(
    changes: &mut Changes,
    key: &[String],
    (before, old): (&TextTable, usize),
    (after, new): (&TextTable, usize),
    common: &[(usize, usize)],
) {
    let cell = |table: &TextTable, row: usize, column: usize| -> String {
        table.rows.get(row).and_then(|cells| cells.get(column)).cloned().unwrap_or_default()
    };
    for (left, right) in common {
        let (was, is) = (cell(before, old, *left), cell(after, new, *right));
        if was != is {
            changes.revised += 1;
            if changes.revisions.len() < SHOWN {
                let column = name(before, *left).to_owned();
                let place = after.places.get(new).cloned().unwrap_or_default();
                changes.revisions.push(Revision { row: key.join(", "), column, before: was, after: is, place });
            }
        }
    }
}

fn whole_rows(changes: &mut Changes, before: &TextTable, after: &TextTable, common: &[(usize, usize)]) {
    let (left, right): (Vec<usize>, Vec<usize>) = common.iter().copied().unzip();
    let count = |table: &TextTable, columns: &[usize]| {
        let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for row in &table.rows {
            *counts.entry(pick(row, columns)).or_default() += 1;
        }
        counts
    };
    let (old, new) = (count(before, &left), count(after, &right));
    let more = |these: &BTreeMap<Vec<String>, usize>, those: &BTreeMap<Vec<String>, usize>| {
        these.iter().map(|(row, number)| number.saturating_sub(those.get(row).copied().unwrap_or(0))).sum()
    };
    changes.added = more(&new, &old);
    changes.removed = more(&old, &new);
}

fn name(table: &TextTable, column: usize) -> &str {
    table.header.get(column).map_or("", String::as_str)
}

fn pick(row: &[String], columns: &[usize]) -> Vec<String> {
    columns.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect()
}

fn missing(these: &[String], from: &[String]) -> Vec<String> {
    these.iter().filter(|name| !from.contains(name)).cloned().collect()
}

fn distinct(table: &TextTable, column: usize) -> BTreeSet<String> {
    table.rows.iter().filter_map(|row| row.get(column).cloned()).collect()
}

fn words(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

fn is_period(name: &str) -> bool {
    let name = words(name);
    ["period", "time_period", "financial_year", "year", "mid_year", "calendar_year", "date", "time", "year_ending"]
        .contains(&name.as_str())
}

/// Whether a column helps to name a row rather than to measure it.
fn names_rows(table: &TextTable, column: usize) -> bool {
    let called = words(name(table, column));
    if is_period(&called) || ["quarter", "code", "age"].iter().any(|word| called.split('_').any(|part| part == *word)) {
        return true;
    }
    // Markers such as `c` or `[x]` stand in columns of numbers: one number makes a column a measure.
    let mut cells = table.rows.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty()).peekable();
    let text = cells.peek().is_some();
    text && cells.all(|cell| cell.replace(',', "").parse::<f64>().is_err())
}
