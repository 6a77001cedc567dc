//! The shape of a list of people: columns that are attributes of persons, and no column that counts.
//!
//! An aggregated table that has such columns counts something in another one, and no two of its rows have the same attributes.

use std::collections::{BTreeMap, BTreeSet};

use super::words::{is_attribute, normalised};

/// Fewer rows have no shape.
const LEAST_ROWS: usize = 5;

/// Attributes of persons that make a list of people.
const LEAST_ATTRIBUTES: usize = 2;

/// One column.
#[derive(Debug, Default)]
struct Column<'a> {
    attribute: bool,
    /// Whether its name says that it is a year, an age or an identifier, whose numbers count nothing.
    label: bool,
    filled: usize,
    numbers: usize,
    /// Whether a number other than 0 and 1 stands in it.
    counts: bool,
    values: BTreeSet<&'a str>,
}

/// What was seen of a table.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    columns: BTreeMap<usize, Column<'a>>,
    rows: usize,
    attributes: usize,
}

impl<'a> Shape<'a> {
    pub(super) fn new(header: &[&'a str]) -> Self {
        let labels = ["age", "year", "id", "ref", "reference", "number", "no", "urn", "date", "code"];
        let columns: BTreeMap<usize, Column<'a>> = header
            .iter()
            .enumerate()
            .map(|(place, name)| {
                let words = normalised(name);
                let label = words.split('_').any(|word| labels.contains(&word));
                (place, Column { attribute: is_attribute(name), label, ..Column::default() })
            })
            .collect();
        let attributes = columns.values().filter(|column| column.attribute).count();
        Self { columns, rows: 0, attributes }
    }

    /// Looks at a text that stands in so many cells of a column, the last of them in a row counted from 1.
    pub(super) fn see(&mut self, last: usize, place: usize, cell: &'a str, times: usize) {
        // Without attributes of persons there is nothing to find.
        if self.attributes < LEAST_ATTRIBUTES {
            return;
        }
        self.rows = self.rows.max(last);
        let Some(column) = self.columns.get_mut(&place).filter(|_| !cell.is_empty()) else { return };
        column.filled += times;
        column.values.insert(cell);
        let digits = cell.strip_prefix('-').unwrap_or(cell).replace([',', '.'], "");
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            column.numbers += times;
            column.counts |= !column.attribute && !column.label && !matches!(cell, "0" | "1");
        }
    }

    /// Whether it is a list of people.
    pub(super) fn is_one_row_a_person(&self) -> bool {
        if self.rows < LEAST_ROWS || self.attributes < LEAST_ATTRIBUTES {
            return false;
        }
        let counted = self.columns.values().any(|column| {
            let is_unique = column.values.len() == self.rows;
            column.counts && 2 * column.numbers > column.filled && !is_unique
        });
        // A column of counts may happen to have no two equal numbers; then another column tells: identifiers are long.
        let measured = self.columns.values().any(|column| {
            let lengths: BTreeSet<usize> = column.values.iter().map(|value| value.len()).collect();
            column.counts && 2 * column.numbers > column.filled && lengths.len() > 1
        });
        !(counted || measured)
    }
}
