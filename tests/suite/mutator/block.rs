//! One return of a force, measure and year, and what every damage to rows is made of.

use std::collections::BTreeSet;

use assess::contract::AdrReturn;
use assess::period::{FinancialYear, Part};

use crate::checks::world::World;
use crate::random::Random;

pub(super) const CHILD: [&str; 2] = ["group_based_csae_crimes", "group_based_cse_crimes"];

pub(super) const SUSPECTS: &str = "group_based_cse_suspects";

pub(super) const PARENT: &str = "csae_crimes";

pub(super) const CRIMES: [&str; 3] = [CHILD[0], CHILD[1], PARENT];

pub(super) const BROKEN_DOWN: [&str; 2] = [CHILD[0], SUSPECTS];

pub(super) const ALL: [&str; 4] = [CHILD[0], CHILD[1], PARENT, SUSPECTS];

/// Whose returns were damaged, and where.
pub(super) struct Damaged {
    pub(super) forces: BTreeSet<String>,
    pub(super) lines: BTreeSet<(String, u64)>,
}

pub(super) fn damaged(rows: &[AdrReturn]) -> Option<Damaged> {
    (!rows.is_empty()).then(|| Damaged {
        forces: rows.iter().map(|row| row.force.clone()).collect(),
        lines: rows.iter().map(|row| (row.place.file.clone(), row.line)).collect(),
    })
}

/// One return: a force, measure and year.
#[derive(Clone, PartialEq)]
pub(super) struct Block {
    pub(super) force: String,
    pub(super) measure: String,
    pub(super) year: FinancialYear,
}

impl Block {
    pub(super) fn holds(&self, row: &AdrReturn) -> bool {
        (&row.force, &row.measure, row.year) == (&self.force, &self.measure, self.year)
    }

    /// A return of one of the measures with a count for the year.
    pub(super) fn draw(world: &World, random: &mut Random, measures: &[&str]) -> Option<Self> {
        let measure = *random.one_of(measures)?;
        let rows = if measure == PARENT { &world.parents } else { &world.returns };
        let rows: Vec<&AdrReturn> =
            rows.iter().filter(|row| row.measure == measure && row.part == Part::Year && row.value.is_some()).collect();
        let row = random.one_of(&rows)?;
        Some(Self { force: row.force.clone(), measure: measure.to_owned(), year: row.year })
    }

    pub(super) fn rows<'a>(&self, world: &'a World) -> Vec<&'a AdrReturn> {
        world.returns.iter().chain(&world.parents).filter(|row| self.holds(row)).collect()
    }

    pub(super) fn count(&self, world: &World, part: Part) -> Option<i64> {
        self.rows(world).iter().find(|row| row.dimension == "total" && row.part == part)?.value
    }

    /// Changes rows of the return and says which.
    pub(super) fn change(&self, world: &mut World, change: impl Fn(&mut AdrReturn) -> bool) -> Option<Damaged> {
        let mut changed = Vec::new();
        for row in world.rows_of(&self.measure).iter_mut().filter(|row| self.holds(row)) {
            if change(row) {
                changed.push(row.clone());
            }
        }
        damaged(&changed)
    }

    /// Changes every count of the return.
    pub(super) fn counts(&self, world: &mut World, change: impl Fn(i64) -> i64) -> Option<Damaged> {
        self.change(world, |row| {
            row.value = row.value.map(&change);
            row.value.is_some()
        })
    }
}

/// Gives the year a total and every breakdown the same sum, by its largest category.
pub(super) fn settle(world: &mut World, block: &Block, total: i64) {
    let dimensions: BTreeSet<String> = block.rows(world).iter().map(|row| row.dimension.clone()).collect();
    for dimension in dimensions {
        let rows = world.rows_of(&block.measure);
        let is = |row: &AdrReturn| block.holds(row) && row.dimension == dimension && row.part == Part::Year;
        let mut left = total - rows.iter().filter(|row| is(row)).filter_map(|row| row.value).sum::<i64>();
        while left != 0 {
            let Some(largest) = rows.iter_mut().filter(|row| is(row)).max_by_key(|row| row.value) else { break };
            let value = largest.value.unwrap_or(0);
            let step = left.max(-value);
            if step == 0 {
                break;
            }
            largest.value = Some(value + step);
            left -= step;
        }
    }
}

/// Counts of the same cells of another return; none where one of them has no count.
pub(super) fn copied(world: &mut World, to: &Block, from: &Block) -> Option<Damaged> {
    let source: Vec<AdrReturn> = from.rows(world).into_iter().cloned().collect();
    let same = |row: &AdrReturn| {
        let is = |other: &&AdrReturn| {
            (other.part, &other.dimension, &other.category) == (row.part, &row.dimension, &row.category)
        };
        source.iter().find(is).and_then(|other| other.value)
    };
    to.rows(world).iter().all(|row| same(row).is_some()).then_some(())?;
    to.change(world, |row| {
        row.value = same(row);
        row.marker = None;
        true
    })
}
