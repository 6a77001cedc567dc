//! The rows of all returns in the order the checks need: by measure, force and year, then by quarter, total and breakdown.
//!
//! In: the rows as read. Out: one [`Block`] a measure, force and year. Rows keep their place; none is copied or changed.

use std::collections::BTreeMap;

use super::given::Given;
use crate::contract::TOTAL;
use crate::contract::{AdrReturn, Subject};
use crate::fault::Place;
use crate::period::{FinancialYear, Part};

/// A row and the file it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'a> {
    pub(super) row: &'a AdrReturn,
}

impl Cell<'_> {
    /// Where its value stands.
    pub(super) fn place(&self) -> Place {
        self.column("value")
    }

    /// Where one of its columns stands.
    pub(super) fn column(&self, name: &str) -> Place {
        self.row.place.column(name)
    }
}

/// Which block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    pub(super) measure: &'a str,
    pub(super) force: &'a str,
    pub(super) year: FinancialYear,
}

impl Key<'_> {
    /// The subject of a finding on the block as a whole.
    pub(super) fn subject(&self, contract: &str) -> Subject {
        Subject {
            contract: contract.to_owned(),
            force: self.force.to_owned(),
            period: self.year.to_string(),
            measure: self.measure.to_owned(),
            ..Subject::default()
        }
    }
}

/// Everything one force returned on one measure for one year.
#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    /// Total of the year.
    pub(super) year: Option<Cell<'a>>,
    /// Totals of the quarters.
    pub(super) quarters: [Option<Cell<'a>>; 4],
    /// Breakdowns of the year, categories in the order of the file.
    pub(super) breakdowns: BTreeMap<&'a str, Vec<Cell<'a>>>,
    /// Every row, in the order of the file.
    pub(super) rows: Vec<Cell<'a>>,
}

impl<'a> Block<'a> {
    /// The count of the year: its total, or the sum of a breakdown where the measure has no total. With the cell to look at.
    pub(super) fn whole(&self) -> Option<(i64, Cell<'a>)> {
        if let Some(cell) = self.year {
            return Some((cell.row.value?, cell));
        }
        self.breakdowns.values().find_map(|cells| {
            let sum = cells.iter().try_fold(0_i64, |sum, cell| sum.checked_add(cell.row.value?))?;
            Some((sum, *cells.first()?))
        })
    }

    /// The definition of the block: that of the year's total, else of the first row.
    pub(super) fn definition(&self) -> &'a str {
        self.year.or_else(|| self.rows.first().copied()).map_or("", |cell| &cell.row.definition)
    }

    /// The first row of the file.
    pub(super) fn first(&self) -> Option<Cell<'a>> {
        self.rows.iter().min_by_key(|cell| cell.row.line).copied()
    }

    /// The category of a breakdown.
    pub(super) fn category(&self, dimension: &str, category: &str) -> Option<Cell<'a>> {
        self.breakdowns.get(dimension)?.iter().find(|cell| cell.row.category == category).copied()
    }
}

/// A cell with a count, and the block it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted<'a> {
    pub(super) key: Key<'a>,
    pub(super) cell: Cell<'a>,
    pub(super) value: i64,
}

/// Dimension and category, and whether of the year rather than of a quarter.
pub(super) type Line<'a> = (&'a str, &'a str, bool);

/// All blocks, sorted by key.
#[derive(Debug)]
pub(super) struct Book<'a> {
    blocks: Vec<(Key<'a>, Block<'a>)>,
}

impl<'a> Book<'a> {
    pub(super) fn new(given: &Given<'a>) -> Self {
        let mut blocks: BTreeMap<Key<'a>, Block<'a>> = BTreeMap::new();
        for (rows, _) in [given.returns, given.parents] {
            for row in rows {
                let key = Key { measure: &row.measure, force: &row.force, year: row.year };
                blocks.entry(key).or_default().rows.push(Cell { row });
            }
        }
        for block in blocks.values_mut() {
            block.rows.sort_by_key(|cell| (&cell.row.place.file, cell.row.line));
            for cell in &block.rows {
                match (cell.row.dimension.as_str(), cell.row.part) {
                    (TOTAL, Part::Year) => block.year = Some(*cell),
                    (TOTAL, Part::Quarter(number)) => {
                        if let Some(place) = block.quarters.get_mut(usize::from(number).wrapping_sub(1)) {
                            *place = Some(*cell);
                        }
                    }
                    (dimension, Part::Year) => block.breakdowns.entry(dimension).or_default().push(*cell),
                    (_, Part::Quarter(_)) => {}
                }
            }
        }
        Self { blocks: blocks.into_iter().collect() }
    }

    /// All blocks, by measure, force and year.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Key<'a>, &Block<'a>)> {
        self.blocks.iter().map(|(key, block)| (key, block))
    }

    /// One block.
    pub(super) fn get(&self, measure: &str, force: &str, year: FinancialYear) -> Option<&Block<'a>> {
        let wanted = (measure, force, year);
        let place = self.blocks.binary_search_by(|(key, _)| (key.measure, key.force, key.year).cmp(&wanted)).ok()?;
        self.blocks.get(place).map(|(_, block)| block)
    }

    /// The blocks of one force and measure, by year.
    pub(super) fn history(&self, measure: &str, force: &str) -> impl Iterator<Item = (&Key<'a>, &Block<'a>)> {
        let wanted = (measure, force);
        let first = self.blocks.partition_point(|(key, _)| (key.measure, key.force) < wanted);
        let after = self.blocks.partition_point(|(key, _)| (key.measure, key.force) <= wanted);
        self.blocks.get(first..after).unwrap_or_default().iter().map(|(key, block)| (key, block))
    }

    /// The counts of one force and measure that can be held against each other: each category and the year's total have a
    /// history of their own; quarters share one.
    pub(super) fn lines(&self, measure: &str, force: &str) -> BTreeMap<Line<'a>, Vec<Counted<'a>>> {
        let mut lines: BTreeMap<Line<'a>, Vec<Counted<'a>>> = BTreeMap::new();
        for (key, block) in self.history(measure, force) {
            for cell in &block.rows {
                let row = cell.row;
                let Some(value) = row.value else { continue };
                let line = (row.dimension.as_str(), row.category.as_str(), row.part == Part::Year);
                lines.entry(line).or_default().push(Counted { key: *key, cell: *cell, value });
            }
        }
        lines
    }

    /// The forces and measures that have any row, sorted by measure and force.
    pub(super) fn courses(&self) -> Vec<(&'a str, &'a str)> {
        let mut all: Vec<_> = self.blocks.iter().map(|(key, _)| (key.measure, key.force)).collect();
        all.dedup();
        all
    }
}
