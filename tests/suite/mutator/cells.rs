//! Damage to one cell or two, after which a sum mostly no longer comes out. Each function damages one thing and says whose, or
//! gives `None` and leaves all as it was.

use assess::contract::{AdrReturn, Marker};
use assess::period::Part;

use super::block::{Block, CHILD, CRIMES, Damaged, SUSPECTS};
use crate::checks::world::World;
use crate::random::Random;

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
