//! A force against the others: a rate far outside the funnel, and next to none beside a high parent count.
//!
//! Forces are held only against forces under the same definition.

mod few_beside_parent;
mod rate_outside_funnel;

use std::collections::BTreeMap;

use super::book::{Cell, Key};
use super::prelude::*;
use crate::period::FinancialYear;

pub(super) const CHECKS: &[&Check] = &[&rate_outside_funnel::CHECK, &few_beside_parent::CHECK];

type Group<'a> = (&'a str, FinancialYear, &'a str);

/// A force's count and what it is a rate of.
struct Rated<'a> {
    key: Key<'a>,
    count: i64,
    cell: Cell<'a>,
    of: i64,
    parent: Option<Cell<'a>>,
}

/// Counts by measure, year and definition, each with what it is held against.
fn groups<'a>(
    context: &Context<'a>,
    rule: &Rule,
    of: impl Fn(&Key<'a>) -> Option<(i64, Option<Cell<'a>>)>,
) -> BTreeMap<Group<'a>, Vec<Rated<'a>>> {
    let mut groups: BTreeMap<Group<'a>, Vec<Rated<'a>>> = BTreeMap::new();
    for (key, block) in context.blocks(rule) {
        let (Some((count, cell)), Some((of, parent))) = (block.whole(), of(key)) else { continue };
        if of > 0 && count >= 0 {
            let group = (key.measure, key.year, block.definition());
            groups.entry(group).or_default().push(Rated { key: *key, count, cell, of, parent });
        }
    }
    groups
}

/// Counts expected if every force had the rate of all together.
fn expected(group: &[Rated<'_>]) -> Vec<f64> {
    let count: i64 = group.iter().fold(0, |sum, one| sum.saturating_add(one.count));
    let of: i64 = group.iter().fold(0, |sum, one| sum.saturating_add(one.of));
    group.iter().map(|one| count as f64 * (one.of as f64 / of as f64)).collect()
}
