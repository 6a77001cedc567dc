//! Damage to cells that agree with one another, and are wrong together.

use assess::contract::Marker;
use assess::period::Part;

use super::block::{ALL, Block, CRIMES, Damaged, SUSPECTS, settle};
use crate::checks::world::World;
use crate::random::Random;

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
fn quarter(world: &mut World, random: &mut Random, number: Option<u8>, change: impl Fn(i64) -> i64) -> Option<Damaged> {
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

pub(super) fn block_unavailable(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &ALL)?;
    block.change(world, |row| {
        (row.value, row.marker) = (None, Some(Marker::NotAvailable));
        true
    })
}

/// Changes the suspects of a return so that every breakdown keeps the same sum.
fn suspects(world: &mut World, random: &mut Random, change: impl Fn(i64) -> i64) -> Option<Damaged> {
    let block = Block::draw(world, random, &[SUSPECTS])?;
    let first = block.rows(world).first()?.dimension.clone();
    let before: Option<Vec<i64>> =
        block.rows(world).iter().filter(|row| row.dimension == first).map(|row| row.value).collect();
    let total = change(before?.iter().sum());
    let damaged = block.counts(world, &change)?;
    settle(world, &block, total);
    Some(damaged)
}

pub(super) fn suspects_halved(world: &mut World, random: &mut Random) -> Option<Damaged> {
    suspects(world, random, |count| count / 2)
}

pub(super) fn suspects_doubled(world: &mut World, random: &mut Random) -> Option<Damaged> {
    suspects(world, random, |count| count * 2)
}

/// Each quarter with those before it, and the year as the sum of what then stands there.
pub(super) fn year_to_date(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let block = Block::draw(world, random, &CRIMES)?;
    let counts: Option<Vec<i64>> = (1..=4).map(|number| block.count(world, Part::Quarter(number))).collect();
    let mut sums = counts?;
    for quarter in 1..sums.len() {
        sums[quarter] += sums[quarter - 1];
    }
    let total = sums.iter().sum::<i64>();
    (total != block.count(world, Part::Year)?).then_some(())?;
    let damaged = block.change(world, |row| {
        if let Part::Quarter(number) = row.part {
            row.value = sums.get(usize::from(number) - 1).copied();
        }
        true
    });
    settle(world, &block, total);
    damaged
}
