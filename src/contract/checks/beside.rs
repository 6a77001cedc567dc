//! A breakdown of one year beside the same force's other years.

use std::collections::BTreeMap;

use super::book::{Cell, Key};
use super::context::Context;
use super::settings::Rule;

/// A breakdown of one year beside the force's other years.
pub(super) struct Beside<'a> {
    pub(super) key: Key<'a>,
    pub(super) dimension: &'a str,
    /// Categories in the order of the file: cell, count (none where marked), count of the other years.
    pub(super) rows: Vec<(Cell<'a>, Option<i64>, i64)>,
}

impl Beside<'_> {
    pub(super) fn others(&self) -> i64 {
        self.rows.iter().map(|(_, _, others)| *others).sum()
    }
}

/// Every breakdown of the measures of a check.
pub(super) fn besides<'a>(context: &Context<'a>, rule: &Rule) -> Vec<Beside<'a>> {
    let mut found = Vec::new();
    for (measure, force) in context.courses(rule) {
        let mut sums: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for (_, block) in context.book.history(measure, force) {
            for cell in block.breakdowns.values().flatten() {
                let place = (cell.row.dimension.as_str(), cell.row.category.as_str());
                let sum = sums.entry(place).or_default();
                *sum = sum.saturating_add(cell.row.value.unwrap_or(0));
            }
        }
        for (key, block) in context.book.history(measure, force) {
            for (dimension, cells) in &block.breakdowns {
                let row = |cell: &Cell<'a>| {
                    let all = sums.get(&(*dimension, cell.row.category.as_str())).copied().unwrap_or(0);
                    (*cell, cell.row.value, all.saturating_sub(cell.row.value.unwrap_or(0)))
                };
                found.push(Beside { key: *key, dimension, rows: cells.iter().map(row).collect() });
            }
        }
    }
    found
}
