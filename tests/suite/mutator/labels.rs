//! Rows under a wrong definition or year, and rows that are lost.

use assess::contract::AdrReturn;

use super::block::{ALL, Block, CHILD, Damaged, damaged};
use crate::checks::world::World;
use crate::random::Random;

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
