//! Damage to rows in memory. Each function damages one thing and says whose, or gives `None` and leaves all as it was.

use std::collections::BTreeSet;

use assess::contract::{AdrReturn, Marker};
use assess::period::{FinancialYear, Part};

use super::classify::line;
use super::random::Random;
use crate::checks::world::World;

/// Whose returns were damaged, and where.
pub(super) struct Damaged {
    pub(super) forces: BTreeSet<String>,
    pub(super) lines: BTreeSet<(String, u64)>,
}

const CHILD: [&str; 2] = ["group_based_csae_crimes", "group_based_cse_crimes"];
const SUSPECTS: &str = "group_based_cse_suspects";
const PARENT: &str = "csae_crimes";
const CRIMES: [&str; 3] = [CHILD[0], CHILD[1], PARENT];
const BROKEN_DOWN: [&str; 2] = [CHILD[0], SUSPECTS];

fn damaged(rows: &[AdrReturn]) -> Option<Damaged> {
    (!rows.is_empty()).then(|| Damaged {
        forces: rows.iter().map(|row| row.force.clone()).collect(),
        lines: rows.iter().map(line).collect(),
    })
}

/// One return: a force, measure and year.
#[derive(Clone, PartialEq)]
struct Block {
    force: String,
    measure: String,
    year: FinancialYear,
}

impl Block {
    fn holds(&self, row: &AdrReturn) -> bool {
        (&row.force, &row.measure, row.year) == (&self.force, &self.measure, self.year)
    }

    /// A return of one of the measures with a count for the year.
    fn draw(world: &World, random: &mut Random, measures: &[&str]) -> Option<Self> {
        let measure = *random.one_of(measures)?;
        let rows = if measure == PARENT { &world.parents } else { &world.returns };
        let rows: Vec<&AdrReturn> =
            rows.iter().filter(|row| row.measure == measure && row.part == Part::Year && row.value.is_some()).collect();
        let row = random.one_of(&rows)?;
        Some(Self { force: row.force.clone(), measure: measure.to_owned(), year: row.year })
    }

    fn rows<'a>(&self, world: &'a World) -> Vec<&'a AdrReturn> {
        world.returns.iter().chain(&world.parents).filter(|row| self.holds(row)).collect()
    }

    fn count(&self, world: &World, part: Part) -> Option<i64> {
        self.rows(world).iter().find(|row| row.dimension == "total" && row.part == part)?.value
    }

    /// Changes rows of the return and says which.
    fn change(&self, world: &mut World, change: impl Fn(&mut AdrReturn) -> bool) -> Option<Damaged> {
        let mut changed = Vec::new();
        for row in world.rows_of(&self.measure).iter_mut().filter(|row| self.holds(row)) {
            if change(row) {
                changed.push(row.clone());
            }
        }
        damaged(&changed)
    }

    /// Changes every count of the return.
    fn counts(&self, world: &mut World, change: impl Fn(i64) -> i64) -> Option<Damaged> {
        self.change(world, |row| {
            row.value = row.value.map(&change);
            row.value.is_some()
        })
    }
}

/// Changes the year's total alone.
fn year(world: &mut World, random: &mut Random, change: impl Fn(i64) -> Option<i64>) -> Option<Damaged> {
    let block = Block::draw(world, random, &CRIMES)?;
    let count = block.count(world, Part::Year)?;
    let new = change(count).filter(|new| *new != count && *new >= 0)?;
    block.change(world, |row| {
        let is_year = row.part == Part::Year && row.dimension == "total";
        row.value = if is_year { Some(new) } else { row.value };
        is_year
    })
}

/// Changes a count of text digits.
fn digits(world: &mut World, random: &mut Random, change: impl Fn(&mut Vec<u8>, usize)) -> Option<Damaged> {
    let place = random.next() as usize;
    year(world, random, |count| {
        let mut digits = count.to_string().into_bytes();
        let place = place % digits.len();
        change(&mut digits, place);
        std::str::from_utf8(&digits).ok()?.parse().ok()
    })
}

pub(super) fn one_off(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let step = if random.below(2) == 0 { 1 } else { -1 };
    year(world, random, |count| Some(count + step))
}

fn category_step(world: &mut World, random: &mut Random, measure: &str) -> Option<Damaged> {
    let block = Block::draw(world, random, &[measure])?;
    let rows = block.rows(world);
    let rows: Vec<&&AdrReturn> = rows.iter().filter(|row| row.dimension != "total").collect();
    let chosen = random.one_of(&rows)?.line;
    let step = if random.below(2) == 0 { 1 } else { -1 };
    let here = rows.iter().find(|row| row.line == chosen)?.value? + step;
    (here >= 0).then_some(())?;
    block.change(world, |row| {
        row.value = if row.line == chosen { Some(here) } else { row.value };
        row.line == chosen
    })
}

pub(super) fn category_one_off(world: &mut World, random: &mut Random) -> Option<Damaged> {
    category_step(world, random, CHILD[0])
}

pub(super) fn suspect_one_off(world: &mut World, random: &mut Random) -> Option<Damaged> {
    category_step(world, random, SUSPECTS)
}

pub(super) fn digit_dropped(world: &mut World, random: &mut Random) -> Option<Damaged> {
    digits(world, random, |digits, place| {
        digits.remove(place);
    })
}

pub(super) fn digit_doubled(world: &mut World, random: &mut Random) -> Option<Damaged> {
    digits(world, random, |digits, place| digits.insert(place, digits[place]))
}

pub(super) fn digit_changed(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let by = 1 + random.below(9) as u8;
    digits(world, random, move |digits, place| digits[place] = b'0' + (digits[place] - b'0' + by) % 10)
}

pub(super) fn digits_exchanged(world: &mut World, random: &mut Random) -> Option<Damaged> {
    digits(world, random, |digits, place| {
        let next = (place + 1) % digits.len();
        digits.swap(place, next);
    })
}

pub(super) fn year_times_ten(world: &mut World, random: &mut Random) -> Option<Damaged> {
    year(world, random, |count| Some(count * 10))
}

pub(super) fn year_zero(world: &mut World, random: &mut Random) -> Option<Damaged> {
    year(world, random, |_| Some(0))
}

fn year_marked(world: &mut World, random: &mut Random, marker: Marker) -> Option<Damaged> {
    let block = Block::draw(world, random, &CRIMES)?;
    block.change(world, |row| {
        let is_year = row.part == Part::Year && row.dimension == "total";
        if is_year {
            (row.value, row.marker) = (None, Some(marker));
        }
        is_year
    })
}

pub(super) fn year_unavailable(world: &mut World, random: &mut Random) -> Option<Damaged> {
    year_marked(world, random, Marker::NotAvailable)
}

pub(super) fn year_not_applicable(world: &mut World, random: &mut Random) -> Option<Damaged> {
    year_marked(world, random, Marker::NotApplicable)
}

pub(super) fn quarter_for_year(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &CRIMES)?;
    let quarter = Part::Quarter(1 + random.below(4) as u8);
    let (year, count) = (block.count(world, Part::Year)?, block.count(world, quarter)?);
    (year != count).then_some(())?;
    block.change(world, |row| {
        let is = row.dimension == "total" && (row.part == Part::Year || row.part == quarter);
        row.value = if is { Some(if row.part == Part::Year { count } else { year }) } else { row.value };
        is
    })
}

const ALL: [&str; 4] = [CHILD[0], CHILD[1], PARENT, SUSPECTS];

fn block(world: &mut World, random: &mut Random, change: impl Fn(i64) -> i64) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    block.counts(world, change)
}

pub(super) fn block_times_ten(world: &mut World, random: &mut Random) -> Option<Damaged> {
    block(world, random, |count| count * 10)
}

pub(super) fn block_times_hundred(world: &mut World, random: &mut Random) -> Option<Damaged> {
    block(world, random, |count| count * 100)
}

/// Changes counts so that the sums still come out: parts first, then their whole.
fn scaled(world: &mut World, random: &mut Random, change: impl Fn(i64) -> i64) -> Option<Damaged> {
    let block = Block::draw(world, random, &CRIMES)?;
    let damaged = block.counts(world, &change)?;
    let quarters: i64 = (1..=4).filter_map(|number| block.count(world, Part::Quarter(number))).sum();
    settle(world, &block, quarters);
    Some(damaged)
}

/// Gives the year a total and every breakdown the same sum, by its largest category.
fn settle(world: &mut World, block: &Block, total: i64) {
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

pub(super) fn block_tenth(world: &mut World, random: &mut Random) -> Option<Damaged> {
    scaled(world, random, |count| count / 10)
}

pub(super) fn block_zero(world: &mut World, random: &mut Random) -> Option<Damaged> {
    block(world, random, |_| 0)
}

pub(super) fn block_doubled(world: &mut World, random: &mut Random) -> Option<Damaged> {
    block(world, random, |count| count * 2)
}

pub(super) fn block_halved(world: &mut World, random: &mut Random) -> Option<Damaged> {
    scaled(world, random, |count| count / 2)
}

pub(super) fn block_tenth_more(world: &mut World, random: &mut Random) -> Option<Damaged> {
    scaled(world, random, |count| count + count / 10)
}

/// Changes a quarter, its year and the largest category with it.
fn quarter(
    world: &mut World,
    random: &mut Random,
    number: Option<u8>,
    change: impl Fn(i64) -> i64,
) -> Option<Damaged> {
    let mut block = Block::draw(world, random, &CRIMES)?;
    if number.is_some() {
        block.year = world.parents.iter().map(|row| row.year).max()?;
    }
    let part = Part::Quarter(number.unwrap_or(1 + random.below(4) as u8));
    let (count, year) = (block.count(world, part)?, block.count(world, Part::Year)?);
    let new = change(count);
    (new != count && year + new - count >= 0).then_some(())?;
    let damaged = block.change(world, |row| {
        let is = row.dimension == "total" && row.part == part;
        row.value = if is { Some(new) } else { row.value };
        is || row.part == Part::Year
    });
    settle(world, &block, year + new - count);
    damaged
}

pub(super) fn quarter_times_ten(world: &mut World, random: &mut Random) -> Option<Damaged> {
    quarter(world, random, None, |count| count * 10)
}

pub(super) fn quarter_doubled(world: &mut World, random: &mut Random) -> Option<Damaged> {
    quarter(world, random, None, |count| count * 2)
}

pub(super) fn quarter_zero(world: &mut World, random: &mut Random) -> Option<Damaged> {
    quarter(world, random, None, |_| 0)
}

pub(super) fn quarter_one_more(world: &mut World, random: &mut Random) -> Option<Damaged> {
    quarter(world, random, None, |count| count + 1)
}

pub(super) fn last_quarter_part(world: &mut World, random: &mut Random) -> Option<Damaged> {
    quarter(world, random, Some(4), |count| count / 3)
}

pub(super) fn three_quarters(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &CRIMES)?;
    let part = Part::Quarter(1 + random.below(4) as u8);
    let (count, year) = (block.count(world, part)?, block.count(world, Part::Year)?);
    let damaged = block.change(world, |row| {
        let is = row.dimension == "total" && row.part == part;
        if is {
            (row.value, row.marker) = (None, Some(Marker::NotAvailable));
        }
        is || row.part == Part::Year
    });
    settle(world, &block, year - count);
    damaged
}

/// Counts of the same cells of another return; none where one of them has no count.
fn copied(world: &mut World, to: &Block, from: &Block) -> Option<Damaged> {
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

pub(super) fn copied_from_last_year(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    let before = Block { year: block.year.back(1), ..block.clone() };
    copied(world, &block, &before)
}

pub(super) fn copied_from_other_force(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    let other = Block::draw(world, random, &[block.measure.as_str()])?;
    (other.force != block.force).then_some(())?;
    copied(world, &block, &Block { year: block.year, ..other })
}

pub(super) fn suspects_of_other_year(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &[SUSPECTS])?;
    let other = Block::draw(world, random, &[SUSPECTS])?;
    (other.year != block.year).then_some(())?;
    copied(world, &block, &Block { year: other.year, ..block.clone() })
}

/// Exchanges the counts of two returns.
fn exchanged(world: &mut World, one: &Block, two: &Block) -> Option<Damaged> {
    let before = world.clone();
    let mut first = copied(world, one, two)?;
    let mut from = before.clone();
    let Some(second) = copied(&mut from, two, one) else {
        *world = before;
        return None;
    };
    let rows: Vec<AdrReturn> = two.rows(&from).into_iter().cloned().collect();
    for row in world.rows_of(&two.measure).iter_mut().filter(|row| two.holds(row)) {
        row.value = rows.iter().find(|other| other.line == row.line)?.value;
    }
    first.forces.extend(second.forces);
    first.lines.extend(second.lines);
    Some(first)
}

pub(super) fn forces_exchanged(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let one = Block::draw(world, random, &ALL)?;
    let two = Block { year: one.year, ..Block::draw(world, random, &[one.measure.as_str()])? };
    // Under one definition the national totals are the same either way: only what is counted by definition can change.
    (one.force != two.force).then_some(())?;
    exchanged(world, &one, &two)
}

pub(super) fn measures_exchanged(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let one = Block::draw(world, random, &[CHILD[0]])?;
    let two = Block { measure: CHILD[1].to_owned(), ..one.clone() };
    let (first, second) = (one.count(world, Part::Year)?, two.count(world, Part::Year)?);
    (first != second).then_some(())?;
    let counts = |world: &World, block: &Block| -> Option<Vec<i64>> {
        (1..=4).map(|number| block.count(world, Part::Quarter(number))).collect()
    };
    let (of_one, of_two) = (counts(world, &one)?, counts(world, &two)?);
    let mut all: Option<Damaged> = None;
    for (block, quarters, total) in [(&one, of_two, second), (&two, of_one, first)] {
        let changed = block.change(world, |row| {
            if let Part::Quarter(number) = row.part {
                row.value = quarters.get(usize::from(number) - 1).copied();
            }
            true
        })?;
        settle(world, block, total);
        match &mut all {
            None => all = Some(changed),
            Some(all) => all.lines.extend(changed.lines),
        }
    }
    all
}

pub(super) fn parent_from_child(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &[PARENT])?;
    copied(world, &block, &Block { measure: CHILD[0].to_owned(), ..block.clone() })
}

/// Categories of one breakdown of one return, in the order of the file.
fn breakdown(world: &World, random: &mut Random) -> Option<(Block, Vec<AdrReturn>)> {
    let block = Block::draw(world, random, &BROKEN_DOWN)?;
    let rows = block.rows(world);
    let dimensions: Vec<&str> =
        rows.iter().map(|row| row.dimension.as_str()).filter(|dimension| *dimension != "total").collect();
    let dimension = (*random.one_of(&dimensions)?).to_owned();
    let rows: Vec<AdrReturn> = rows.into_iter().filter(|row| row.dimension == dimension).cloned().collect();
    Some((block, rows))
}

/// Gives the rows of a breakdown new counts.
fn recounted(world: &mut World, block: &Block, rows: &[AdrReturn], counts: &[i64]) -> Option<Damaged> {
    let new: Vec<(u64, i64)> = rows.iter().map(|row| row.line).zip(counts.iter().copied()).collect();
    let different: Vec<u64> =
        rows.iter().zip(counts).filter(|(row, count)| row.value != Some(**count)).map(|(row, _)| row.line).collect();
    block.change(world, |row| {
        if let Some((_, count)) = new.iter().find(|(line, _)| *line == row.line) {
            row.value = Some(*count);
        }
        different.contains(&row.line)
    })
}

fn values(rows: &[AdrReturn]) -> Option<Vec<i64>> {
    rows.iter().map(|row| row.value).collect()
}

pub(super) fn categories_exchanged(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    let mut counts = values(&rows)?;
    let (one, two) = (random.below(counts.len()), random.below(counts.len()));
    (counts[one] != counts[two]).then_some(())?;
    counts.swap(one, two);
    recounted(world, &block, &rows, &counts)
}

pub(super) fn categories_up(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    let mut counts = values(&rows)?;
    counts.remove(0);
    counts.push(0);
    recounted(world, &block, &rows, &counts)
}

pub(super) fn categories_rotated(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    let mut counts = values(&rows)?;
    counts.rotate_left(1);
    recounted(world, &block, &rows, &counts)
}

pub(super) fn category_moved(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    let mut counts = values(&rows)?;
    let (from, to) = (random.below(counts.len()), random.below(counts.len()));
    let moved = counts[from] / 3;
    (from != to && moved > 0).then_some(())?;
    counts[from] -= moved;
    counts[to] += moved;
    recounted(world, &block, &rows, &counts)
}

pub(super) fn not_recorded_hidden(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    let mut counts = values(&rows)?;
    let missing = rows.iter().position(|row| matches!(row.category.as_str(), "not_recorded" | "unknown"))?;
    let largest = (0..counts.len()).filter(|place| *place != missing).max_by_key(|place| counts[*place])?;
    (counts[missing] > 0).then_some(())?;
    counts[largest] += counts[missing];
    counts[missing] = 0;
    recounted(world, &block, &rows, &counts)
}

pub(super) fn category_misspelt(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    let chosen = random.one_of(&rows)?.line;
    block.change(world, |row| {
        if row.line == chosen {
            row.category.pop();
        }
        row.line == chosen
    })
}

pub(super) fn dimension_misspelt(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    block.change(world, |row| {
        let is = rows.iter().any(|other| other.line == row.line);
        if is {
            row.dimension.push('s');
        }
        is
    })
}

const DEFINITIONS: [&str; 3] = ["iicsa-organised-network", "cocad-cse", "cse-flag"];

pub(super) fn definition_relabelled(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &[CHILD[1]])?;
    let other = *random.one_of(&DEFINITIONS)?;
    block.change(world, |row| {
        let changes = row.definition != other;
        other.clone_into(&mut row.definition);
        changes
    })
}

pub(super) fn definition_of_one_row(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    let rows: Vec<AdrReturn> = block.rows(world).into_iter().cloned().collect();
    let chosen = random.one_of(&rows)?.line;
    let other = *random.one_of(&DEFINITIONS)?;
    block.change(world, |row| {
        let changes = row.line == chosen && row.definition != other;
        if changes {
            other.clone_into(&mut row.definition);
        }
        changes
    })
}

fn lost(world: &mut World, gone: impl Fn(&AdrReturn) -> bool) -> Option<Damaged> {
    let rows: Vec<AdrReturn> = world.returns.iter().chain(&world.parents).filter(|row| gone(row)).cloned().collect();
    world.returns.retain(|row| !gone(row));
    world.parents.retain(|row| !gone(row));
    damaged(&rows)
}

pub(super) fn row_lost(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    let rows: Vec<AdrReturn> = block.rows(world).into_iter().cloned().collect();
    let chosen = random.one_of(&rows)?.line;
    lost(world, |row| block.holds(row) && row.line == chosen)
}

pub(super) fn block_lost(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    lost(world, |row| block.holds(row))
}

pub(super) fn force_year_lost(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    lost(world, |row| row.force == block.force && row.year == block.year)
}

pub(super) fn year_outside(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    let outside = block.year.back(100);
    block.change(world, |row| {
        row.year = outside;
        true
    })
}

pub(super) fn block_unavailable(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    block.change(world, |row| {
        (row.value, row.marker) = (None, Some(Marker::NotAvailable));
        true
    })
}
