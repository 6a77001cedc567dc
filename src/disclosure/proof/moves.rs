//! Moves within one force that keep what ties its counts: a whole with a part of each kind, or one part against another.

use super::state::{Delta, State};
use super::world::World;

/// All moves that change a count by so much. `pick` chooses one of several parts.
pub(super) fn moves(
    world: &World<'_>,
    state: &State,
    number: usize,
    change: i64,
    pick: &mut dyn FnMut(&[usize]) -> Option<usize>,
) -> Vec<Delta> {
    let Some(at) = world.block.get(number).copied().flatten() else { return Vec::new() };
    let Some(block) = world.blocks.get(at) else { return Vec::new() };
    let mut found = Vec::new();
    // One part against another; what a class is the whole of moves with it.
    if block.whole != Some(number)
        && let Some(mut delta) = shift(world, state, at, (number, change), pick)
    {
        let inner = world.inner(at).filter(|_| tied(world, at, number));
        match inner.map(|inner| alone(world, state, (inner, change, None), pick)) {
            None => found.push(delta),
            Some(Some(inner)) => {
                delta.extend(inner);
                found.push(delta);
            }
            Some(None) => {}
        }
    }
    // A whole that is a class, against another part of what it is a class of.
    if let Some((outer, class)) = block.within
        && let Some(mut delta) = alone(world, state, (at, change, Some(number)), pick)
        && let Some(shift) = shift(world, state, outer, (class, change), pick)
    {
        delta.extend(shift);
        found.push(delta);
    }
    if let Some(delta) = whole(world, state, at, change, Some(number), pick) {
        found.push(delta);
    }
    found
}

/// A part against another of the same kind that nothing is tied to.
fn shift(
    world: &World<'_>,
    state: &State,
    at: usize,
    (number, change): (usize, i64),
    pick: &mut dyn FnMut(&[usize]) -> Option<usize>,
) -> Option<Delta> {
    let parts = world.blocks.get(at)?.parts.iter().find(|parts| parts.contains(&number))?;
    let others: Vec<usize> =
        parts.iter().copied().filter(|other| *other != number && !tied(world, at, *other)).collect();
    let other = pick(&if change > 0 { state.enough(world, &others, change) } else { others })?;
    Some(vec![(number, change), (other, -change)])
}

/// Whether a count is a class that another block of the force is the whole of.
fn tied(world: &World<'_>, at: usize, number: usize) -> bool {
    let class = |inner: usize| world.blocks.get(inner).is_some_and(|block| block.within == Some((at, number)));
    world.inner(at).is_some_and(class)
}

/// A whole changed with one part of each kind, and with it the class it is, or the whole that is this class.
fn whole(
    world: &World<'_>,
    state: &State,
    at: usize,
    change: i64,
    with: Option<usize>,
    pick: &mut dyn FnMut(&[usize]) -> Option<usize>,
) -> Option<Delta> {
    let mut delta = alone(world, state, (at, change, with), pick)?;
    if let Some((other, class)) = world.blocks.get(at)?.within {
        delta.extend(alone(world, state, (other, change, Some(class)), pick)?);
    }
    if let Some(number) = with
        && tied(world, at, number)
        && let Some(inner) = world.inner(at)
    {
        delta.extend(alone(world, state, (inner, change, None), pick)?);
    }
    Some(delta)
}

/// The whole of one block with one part of each kind.
fn alone(
    world: &World<'_>,
    state: &State,
    (at, change, with): (usize, i64, Option<usize>),
    pick: &mut dyn FnMut(&[usize]) -> Option<usize>,
) -> Option<Delta> {
    let block = world.blocks.get(at)?;
    let mut delta: Delta = block.whole.map(|whole| (whole, change)).into_iter().collect();
    for parts in &block.parts {
        let part = match with.filter(|number| parts.contains(number)) {
            Some(number) => number,
            None => {
                let free: Vec<usize> = parts.iter().copied().filter(|part| !tied(world, at, *part)).collect();
                pick(&if change < 0 { state.enough(world, &free, -change) } else { free })?
            }
        };
        delta.push((part, change));
    }
    Some(delta)
}
