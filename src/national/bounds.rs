//! What the counts that a force gave say of its count under the agreed definition, each by its own relation.
//!
//! In: every count of crimes that a force gave for a period, with its relation to the agreed definition, and the parent
//! count that holds them all. Out: the bounds that follow, whether they are a count under the agreed definition itself, and
//! the counts that contradict each other. Counts in conflict are set aside, all of them, before the rest is looked at
//! again; with the parent among them nothing bounds the count from above.

use super::error::NationalError;
use super::range::{Bounds, Relation, UpperBound};

/// A count that a force gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// How what was counted stands to the agreed definition.
    pub relation: Relation,
    /// The count.
    pub count: i64,
}

impl Given {
    /// A count of all that holds what the agreed definition counts.
    pub fn holding(count: i64) -> Self {
        Self { relation: Relation::Broader, count }
    }
}

/// Which of a force's counts is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The count at this place of those given.
    Given(usize),
    /// The parent count.
    Parent,
}

/// Two counts of one force that cannot both be right: what counts less is above what counts more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The count that the agreed count cannot be below.
    pub at_least: (Which, i64),
    /// The count that it cannot be above.
    pub at_most: (Which, i64),
}

/// What a force's counts say together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What its count under the agreed definition must lie in.
    pub bounds: Bounds,
    /// The number that the lower end is; none where it is nought for want of one.
    pub lower_is: Option<Which>,
    /// The number that the upper end is, where one is identified.
    pub upper_is: Option<Which>,
    /// Whether it counted under the agreed definition, so that the bounds are that count. Ends of other definitions that
    /// happen to meet are no such count: they meet where little was counted, and would tell of small counts only.
    pub exact: bool,
    /// Counts that contradict each other, in the order they were set aside.
    pub conflicts: Vec<Conflict>,
}

impl Said {
    /// The count under the agreed definition, where the force gave it.
    pub fn exact_count(&self) -> Option<i64> {
        self.exact.then_some(self.bounds.lower)
    }
}

/// Holds every count of a force against the agreed definition. The parent is given by its own relation, too: it holds what the
/// agreed definition counts, unless it is that very count, and a parent of another unit is not given at all.
///
/// # Errors
/// A number below zero.
pub fn said(force: &str, given: &[Given], parent: Option<Given>) -> Result<Said, NationalError> {
    let named = |quantity, value| NationalError::Negative { force: force.to_owned(), quantity, value };
    if let Some(one) = given.iter().find(|one| one.count < 0) {
        return Err(named("count", one.count));
    }
    if let Some(parent) = parent.filter(|parent| parent.count < 0) {
        return Err(named("parent count", parent.count));
    }
    let mut standing: Vec<(Which, Given)> =
        given.iter().enumerate().map(|(place, one)| (Which::Given(place), *one)).collect();
    standing.extend(parent.map(|parent| (Which::Parent, parent)));
    let mut conflicts = Vec::new();
    loop {
        // Of counts alike the first is named, which is the force's own total.
        let lower =
            standing.iter().rev().filter(|(_, one)| bounds_below(one.relation)).max_by_key(|(_, one)| one.count);
        let upper = standing.iter().filter(|(_, one)| bounds_above(one.relation)).min_by_key(|(_, one)| one.count);
        match (lower.copied(), upper.copied()) {
            (Some((below, low)), Some((above, high))) if low.count > high.count => {
                conflicts.push(Conflict { at_least: (below, low.count), at_most: (above, high.count) });
                // Every count that says the same is in the same conflict.
                standing.retain(|(_, one)| {
                    !(bounds_below(one.relation) && one.count == low.count
                        || bounds_above(one.relation) && one.count == high.count)
                });
            }
            (lower, upper) => {
                return Ok(Said {
                    lower_is: lower.map(|(which, _)| which),
                    upper_is: upper.map(|(which, _)| which),
                    bounds: Bounds {
                        lower: lower.map_or(0, |(_, one)| one.count),
                        upper: upper.map_or(UpperBound::NotIdentified, |(_, one)| UpperBound::Count(one.count)),
                    },
                    exact: standing.iter().any(|(_, one)| one.relation == Relation::Same),
                    conflicts,
                });
            }
        }
    }
}

fn bounds_below(relation: Relation) -> bool {
    matches!(relation, Relation::Same | Relation::Narrower)
}

fn bounds_above(relation: Relation) -> bool {
    matches!(relation, Relation::Same | Relation::Broader)
}
