//! Damage to the categories of a breakdown, mostly with the sum as it was.

use assess::contract::AdrReturn;

use super::block::{BROKEN_DOWN, Block, Damaged};
use crate::checks::world::World;
use crate::random::Random;

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

pub(super) fn percentages(world: &mut World, random: &mut Random) -> Option<Damaged> {
    let (block, rows) = breakdown(world, random)?;
    let counts = values(&rows)?;
    let total: i64 = counts.iter().sum();
    (total > 0 && total != 100).then_some(())?;
    let percent: Vec<i64> = counts.iter().map(|count| (200 * count + total) / (2 * total)).collect();
    recounted(world, &block, &rows, &percent)
}
