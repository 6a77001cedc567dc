//! What a number of the returns is a sum of: the counts of single forces behind it.
//!
//! Disclosure control needs it: a national sum that is made of one force's count is that force's count, and two sums that
//! differ by one force give it away. Public figures carry none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::contract::{ALL, TOTAL};
use crate::period::{FinancialYear, Part};

/// What a force counted: measure, period and category.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct What {
    /// Measure.
    pub measure: String,
    /// Financial year.
    pub year: FinancialYear,
    /// Whole year or a quarter.
    pub part: Part,
    /// Breakdown; `total` for the whole.
    pub dimension: String,
    /// Category of the breakdown; `all` for the whole.
    pub category: String,
}

impl What {
    /// The whole of a measure in a year.
    pub fn year(measure: &str, year: FinancialYear) -> Self {
        Self::part(measure, year, Part::Year)
    }

    /// The whole of a measure in a part of a year.
    pub fn part(measure: &str, year: FinancialYear, part: Part) -> Self {
        Self { measure: measure.to_owned(), year, part, dimension: TOTAL.to_owned(), category: ALL.to_owned() }
    }

    /// A category of a breakdown in a year.
    pub fn category(measure: &str, year: FinancialYear, dimension: &str, category: &str) -> Self {
        Self {
            measure: measure.to_owned(),
            year,
            part: Part::Year,
            dimension: dimension.to_owned(),
            category: category.to_owned(),
        }
    }
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { measure, year, part, dimension, category } = self;
        write!(f, "{measure}/{}/{part}/{dimension}/{category}", year.slug())
    }
}

/// A number of a force with the cells it is the sum of.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The cells.
    pub cells: Vec<(What, i64)>,
}

impl Cell {
    /// The number; counts of a year are far from the ends of 64 bits.
    pub fn value(&self) -> i64 {
        self.cells.iter().fold(0_i64, |sum, (_, count)| sum.saturating_add(*count))
    }
}

/// One force's own count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Own {
    /// Code of the force.
    pub force: String,
    /// What it counted.
    pub what: What,
}

/// A count of one force in a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// How often it is counted; below zero where it is taken away.
    pub times: i64,
    /// The count.
    pub count: i64,
}

/// A number as the sum of counts of single forces; whoever has the same sum shares its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    terms: Arc<BTreeMap<Own, Term>>,
}

impl Sum {
    /// Adds a force's count so many times.
    pub fn add(&mut self, force: &str, what: What, times: i64, count: i64) {
        let own = Own { force: force.to_owned(), what };
        let term = Arc::make_mut(&mut self.terms).entry(own).or_insert(Term { times: 0, count });
        term.times += times;
    }

    /// Adds a number of a force, cell by cell.
    pub fn add_cell(&mut self, force: &str, cell: &Cell) {
        for (what, count) in &cell.cells {
            self.add(force, what.clone(), 1, *count);
        }
    }

    /// The counts in it.
    pub fn terms(&self) -> impl Iterator<Item = (&Own, Term)> {
        self.terms.iter().filter(|(_, term)| term.times != 0).map(|(own, term)| (own, *term))
    }

    /// Forces in it.
    pub fn forces(&self) -> usize {
        self.terms().map(|(own, _)| own.force.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// The number; none where it does not fit.
    pub fn value(&self) -> Option<i64> {
        self.terms().try_fold(0_i64, |sum, (_, term)| sum.checked_add(term.times.checked_mul(term.count)?))
    }

    /// This sum less another.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        self.plus(other, -1)
    }

    /// This sum and another.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.plus(other, 1)
    }

    fn plus(&self, other: &Self, times: i64) -> Self {
        let mut sum = self.clone();
        for (own, term) in other.terms.iter() {
            sum.add(&own.force, own.what.clone(), times * term.times, term.count);
        }
        sum
    }
}
