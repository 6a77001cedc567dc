//! Moves within one force that keep what ties its counts: a whole with a part of each kind, or one part against another.

use std::collections::BTreeMap;

use super::world::World;

/// Changes of counts.
pub(super) type Delta = Vec<(usize, i64)>;

/// The values of a world that was moved in, and how far the printed sums went.
#[derive(Clone)]
pub(super) struct State {
    pub(super) values: Vec<i64>,
    moved: Vec<i64>,
}

impl State {
    pub(super) fn new(world: &World) -> Self {
        Self { values: world.base.clone(), moved: vec![0; world.sums()] }
    }

    /// Makes a move, if no count falls below nought by it.
    pub(super) fn apply(&mut self, world: &World, delta: &Delta) -> bool {
        let value = |number: &usize| self.values.get(*number).copied().unwrap_or(0);
        let mut sums: BTreeMap<usize, i64> = BTreeMap::new();
        for (number, change) in delta {
            *sums.entry(*number).or_default() += change;
        }
        if sums.iter().any(|(number, change)| *change < 0 && value(number) + change < 0) {
            return false;
        }
        for (number, change) in sums {
            if let Some(value) = self.values.get_mut(number) {
                *value += change;
            }
            for (sum, times) in world.stands(number) {
                if let Some(moved) = self.moved.get_mut(*sum) {
                    *moved += times * change;
                }
            }
        }
        true
    }

    /// By how much less they would lie outside after a move.
    pub(super) fn gain(&self, world: &World, delta: &Delta) -> i64 {
        let mut changes: BTreeMap<usize, i64> = BTreeMap::new();
        for (number, change) in delta {
            for (sum, times) in world.stands(*number) {
                *changes.entry(*sum).or_default() += times * change;
            }
        }
        let of = |(sum, change): (&usize, &i64)| {
            let moved = self.moved.get(*sum).copied().unwrap_or(0);
            world.outside(*sum, moved).abs() - world.outside(*sum, moved + change).abs()
        };
        changes.iter().map(of).sum()
    }

    /// A printed sum that lies outside, and how far.
    pub(super) fn broken(&self, world: &World) -> Vec<(usize, i64)> {
        let outside = self.moved.iter().enumerate().map(|(sum, moved)| (sum, world.outside(sum, *moved)));
        outside.filter(|(_, outside)| *outside != 0).collect()
    }

    /// Counts of a list that can be lowered by so much.
    pub(super) fn enough(&self, numbers: &[usize], by: i64) -> Vec<usize> {
        numbers.iter().copied().filter(|number| self.values.get(*number).is_some_and(|value| *value >= by)).collect()
    }
}

/// All moves that change a count by so much. `pick` chooses one of several parts.
pub(super) fn moves(
    world: &World,
    state: &State,
    number: usize,
    change: i64,
    pick: &mut dyn FnMut(&[usize]) -> Option<usize>,
) -> Vec<Delta> {
    let Some(at) = world.block.get(number).copied().flatten() else { return Vec::new() };
    let Some(block) = world.blocks.get(at) else { return Vec::new() };
    let mut found = Vec::new();
    // One part against another; a class that another block is the whole of moves with it.
    if block.whole != Some(number)
        && let Some(parts) = block.parts.iter().find(|parts| parts.contains(&number))
        && !tied(world, at, number)
    {
        let others: Vec<usize> =
            parts.iter().copied().filter(|other| *other != number && !tied(world, at, *other)).collect();
        let able = if change > 0 { state.enough(&others, change) } else { others };
        if let Some(other) = pick(&able) {
            found.push(vec![(number, change), (other, -change)]);
        }
    }
    if let Some(delta) = whole(world, state, at, change, Some(number), pick) {
        found.push(delta);
    }
    found
}

/// Whether a count is a class that another block of the force is the whole of.
fn tied(world: &World, at: usize, number: usize) -> bool {
    world.blocks.iter().any(|block| block.within == Some((at, number)))
}

/// A whole changed with one part of each kind, and with it the class it is, or the whole that is this class.
fn whole(
    world: &World,
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
        && let Some(inner) = world.blocks.iter().position(|inner| inner.within == Some((at, number)))
    {
        delta.extend(alone(world, state, (inner, change, None), pick)?);
    }
    Some(delta)
}

/// The whole of one block with one part of each kind.
fn alone(
    world: &World,
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
                pick(&if change < 0 { state.enough(&free, -change) } else { free })?
            }
        };
        delta.push((part, change));
    }
    Some(delta)
}
