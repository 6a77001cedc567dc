//! Returns copied over one another or exchanged.

use assess::contract::AdrReturn;
use assess::period::Part;

use super::block::{ALL, Block, CHILD, Damaged, PARENT, SUSPECTS, copied, settle};
use crate::checks::world::World;
use crate::random::Random;

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

/// A whole series entered one year late: the first year is repeated, the last is lost.
pub(super) fn years_moved(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let mut block = Block::draw(world, random, &ALL)?;
    let mut years: Vec<_> = world
        .returns
        .iter()
        .chain(&world.parents)
        .filter(|row| row.measure == block.measure && row.force == block.force)
        .map(|row| row.year)
        .collect();
    years.sort_unstable();
    years.dedup();
    let mut all: Option<Damaged> = None;
    for pair in years.windows(2).rev() {
        block.year = pair[1];
        let changed = copied(world, &block, &Block { year: pair[0], ..block.clone() });
        let Some(changed) = changed else { break };
        match &mut all {
            None => all = Some(changed),
            Some(all) => all.lines.extend(changed.lines),
        }
    }
    all
}
